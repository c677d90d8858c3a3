/** The canonical text of an entry and its hash, as chalicelib/store.py writes them; docs/sync-protocol.md. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** By code points; JavaScript's own order is by UTF-16 units, which differs beyond U+FFFF. */
function byCodePoint(one: string, other: string): number {
  const [these, those] = [Array.from(one), Array.from(other)];
  for (let place = 0; place < Math.min(these.length, those.length); place++) {
    const difference = (these[place]?.codePointAt(0) ?? 0) - (those[place]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return these.length - those.length;
}

/** Half a character, as a text cut at a length may end with, is no text elsewhere. */
const whole = (text: string): string => JSON.stringify(text.replace(/\p{Surrogate}/gu, "\ufffd"));

/** One text for one content. Throws for a number that is not whole: measured quantities are text. */
export function canonical(value: Json): string {
  if (typeof value === "string") return whole(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new RangeError("numbers are whole, or text");
    return String(value);
  }
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  const members = value as { readonly [name: string]: Json | undefined };
  const names = Object.keys(members).filter((name) => members[name] !== undefined).sort(byCodePoint);
  return `{${names.map((name) => `${whole(name)}:${canonical(members[name] as Json)}`).join(",")}}`;
}

/** SHA-256 in lower-case hex: synchronous, because an IndexedDB transaction does not wait for promises of others. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
