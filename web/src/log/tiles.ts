/** The log's files in the layout of C2SP tlog-tiles: their names, what is in them, and proofs from them. */
import { joined } from "../draws/bytes";
import { plainSha256 } from "../draws/hashing";
import { Malformed } from "./notes";

export const WIDTH = 256;
const HASH_BYTES = 32;
export const CHECKPOINT = "checkpoint";

/** The file of this name, undefined when it is not there. Throws without a network. */
export type Read = (name: string) => Promise<Uint8Array | undefined>;

const numbered = (number: number): string => {
  const digits = String(number).padStart(Math.ceil(Math.max(1, String(number).length) / 3) * 3, "0");
  const groups = digits.match(/.{3}/g) as string[];
  return [...groups.slice(0, -1).map((group) => `x${group}`), groups.at(-1)].join("/");
};
const partial = (width: number): string => (width === WIDTH ? "" : `.p/${width}`);
export const tileName = (level: number, number: number, width: number): string => `tile/${level}/${numbered(number)}${partial(width)}`;
export const bundleName = (number: number, width: number): string => `tile/entries/${numbered(number)}${partial(width)}`;
export const contentName = (index: number): string => `${String(index).padStart(12, "0")}.json`;

/** Number and width of the tiles of a level with so many hashes. */
export function tiles(count: number): [number: number, width: number][] {
  return Array.from({ length: Math.ceil(count / WIDTH) }, (_, number) => [number, Math.min(WIDTH, count - number * WIDTH)]);
}

/** Each level of a tree, lowest first, and how many hashes are on it. */
export function levels(size: number): [level: number, count: number][] {
  const found: [number, number][] = [];
  for (let level = 0, count = size; count; count = Math.floor(count / WIDTH)) found.push([level++, count]);
  return found;
}

/** The hashes in a tile. Throws Malformed for another width. */
export function hashes(raw: Uint8Array, width: number): Uint8Array[] {
  if (raw.length !== width * HASH_BYTES) throw new Malformed("another width");
  return Array.from({ length: width }, (_, place) => raw.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES));
}

/** The entries of a bundle. Throws Malformed for bytes that end too early. */
export function unbundled(raw: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < raw.length; ) {
    const begins = at + 2;
    at = begins + (raw[at] as number) * 256 + (raw[at + 1] ?? 0);
    if (begins > raw.length || at > raw.length) throw new Malformed("ends inside an entry");
    found.push(raw.slice(begins, at));
  }
  return found;
}

export const leafHash = (entry: Uint8Array): Uint8Array => plainSha256(joined(Uint8Array.of(0), entry));
const node = (left: Uint8Array, right: Uint8Array): Uint8Array => plainSha256(joined(Uint8Array.of(1), left, right));

/** Root over hashes of one level, in order; the last may be of a smaller subtree. */
export function fold(hashes: readonly Uint8Array[]): Uint8Array {
  if (!hashes.length) return plainSha256(new Uint8Array());
  let level = [...hashes];
  while (level.length > 1) {
    const pairs: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Uint8Array, level[at + 1]];
      pairs.push(right ? node(left, right) : left);
    }
    level = pairs;
  }
  return level[0] as Uint8Array;
}
