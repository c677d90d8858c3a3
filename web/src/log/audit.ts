/** Auditing the log on this phone: every file against the signed checkpoint; codes as in chalicelib/publication/log_audit.py. */
import { hex } from "../draws/bytes";
import { plainSha256 } from "../draws/hashing";
import { isConsistent } from "../draws/merkle";
import type { log } from "../words/log";
import { checkpointOf, noteOf, signed, signers, type Checkpoint, type Key, type Note } from "./notes";
import { contentOf, isOf, leafOf, type Content, type Leaf } from "./receipts";
import { bundleName, CHECKPOINT, contentName, fold, hashes, leafHash, levels, tileName, tiles, unbundled, WIDTH, type Read } from "./tiles";

/** What can be wrong; each has its sentence in the table of words. */
export type Code = Extract<keyof typeof log, `${string}.${string}`>;
export interface Fault { code: Code; where: string }
export interface Audit { faults: Fault[]; head?: Checkpoint; note?: Note; signedBy: string[]; entries: Uint8Array[]; erased: number }
export interface Asked {
  contents?: Read;
  /** A checkpoint that was seen before. */
  seen?: Note;
  /** The log as somebody kept it before. */
  copy?: Read;
  /** Contents that an audit has read before, which need not be read again; this one adds its own. */
  kept?: Map<string, Uint8Array>;
  progress?: (done: number, total: number) => void;
}

class Ended extends Error {
  constructor(readonly faults: Fault[]) {
    super();
  }
}
const ended = (code: Code, where: string): Ended => new Ended([{ code, where }]);

/** Everything that is wrong with a log; nothing when it holds. Throws without a network. */
export async function audit(read: Read, keys: readonly Key[], asked: Asked = {}): Promise<Audit> {
  const made: Audit = { faults: [], signedBy: [], entries: [], erased: 0 };
  try {
    const { note, head } = await signedHead(await read(CHECKPOINT), keys);
    Object.assign(made, { note, head, signedBy: (await signers(note, keys)).map((key) => key.name) });
    const tree = await treeOf(read, head.size, asked.progress);
    const expected = expectedOf(tree, head, made);
    if (asked.seen) made.faults.push(...(await since(asked.seen, keys, head, tree[0] ?? [])));
    made.entries = await entriesOf(read, head.size);
    const found = made.entries.map(leafHash);
    const wrong = expected ? differences(expected, found) : [];
    made.faults.push(...wrong);
    if (asked.copy) made.faults.push(...differences(await keptOf(asked.copy), expected ?? found, true));
    if (!wrong.length) {
      const leaves = leavesOf(made);
      if (asked.contents && leaves.length === found.length) await checkContents(asked.contents, asked.kept ?? new Map(), leaves, made, asked.progress);
    }
  } catch (failure) {
    if (!(failure instanceof Ended)) throw failure;
    made.faults.push(...failure.faults);
  }
  return made;
}

/**
 * The audit of a log that goes on meanwhile: what is taken back while it is read is no fault. A content is erased moments before the checkpoint is
 * public that tells why, so a fault is one when it is found again under a later checkpoint, or when none comes, which `waited` answers.
 */
export async function settled(look: () => Promise<Audit>, waited: (made: Audit) => Promise<boolean>): Promise<Audit> {
  const told = ({ code, where }: Fault): string => `${code} ${where}`;
  for (let before = new Set<string>(); ; ) {
    const made = await look();
    if (made.faults.every((one) => before.has(told(one))) || !(await waited(made))) return made;
    before = new Set(made.faults.map(told));
  }
}

/** Whether a log that is sound may show this for a moment. */
export const isPassing = ({ code }: Fault): boolean => code === "content.missing" || code === "content.not_erased";

/** What two checkpoints of one log have against each other; without `proof` there is none. */
export function compared(older: Checkpoint, newer: Checkpoint, proof: readonly Uint8Array[] | undefined): Fault[] {
  const between = `${older.size}-${newer.size}`;
  if (older.origin !== newer.origin) return [{ code: "checkpoint.origin", where: newer.origin }];
  if (older.size > newer.size) return [{ code: "log.rolled_back", where: `${older.size} > ${newer.size}` }];
  if (older.size === newer.size) return hex(older.root) === hex(newer.root) ? [] : [{ code: "view.split", where: String(newer.size) }];
  if (older.size === 0) return [];
  if (!proof) return [{ code: "proof.missing", where: between }];
  return isConsistent(plainSha256, older.size, newer.size, older.root, newer.root, proof) ? [] : [{ code: "history.rewritten", where: between }];
}

/** What became of entries, told from the hashes there should be and the ones that are there. */
export function differences(expected: readonly Uint8Array[], found: readonly Uint8Array[], mayGrow = false): Fault[] {
  const [these, others] = [expected.map(hex), found.map(hex)];
  const [lacking, surplus] = [only(these, others), only(others, these)];
  const kept = others.flatMap((_, place) => (surplus.has(place) ? [] : [place]));
  const last = mayGrow ? (kept.at(-1) ?? -1) : others.length;
  const order = these.filter((_, place) => !lacking.has(place));
  const sorted = (places: Iterable<number>): number[] => [...places].sort((one, other) => one - other);
  const told = (code: Code, places: number[]): Fault[] => places.map((place) => ({ code, where: String(place) }));
  return [
    ...told("entry.changed", sorted(lacking).filter((place) => surplus.has(place))),
    ...told("entry.removed", sorted(lacking).filter((place) => !surplus.has(place))),
    ...told("entry.added", sorted(surplus).filter((place) => !lacking.has(place) && place < last)),
    ...told("entry.reordered", kept.filter((place, number) => others[place] !== order[number])),
  ];
}

/** The places of what these have more often than the others; of equal ones the last. */
function only(these: readonly string[], others: readonly string[]): Set<number> {
  const more = new Map<string, number>();
  for (const one of these) more.set(one, (more.get(one) ?? 0) + 1);
  for (const one of others) more.set(one, (more.get(one) ?? 0) - 1);
  const found = new Set<number>();
  for (let place = these.length - 1; place >= 0; place--) {
    const count = more.get(these[place] as string) ?? 0;
    if (count <= 0) continue;
    more.set(these[place] as string, count - 1);
    found.add(place);
  }
  return found;
}

async function signedHead(raw: Uint8Array | undefined, keys: readonly Key[]): Promise<{ note: Note; head: Checkpoint }> {
  if (!raw) throw ended("checkpoint.missing", CHECKPOINT);
  let note: Note;
  try {
    note = noteOf(new TextDecoder("utf-8", { fatal: true }).decode(raw));
    checkpointOf(note.text);
  } catch {
    throw ended("checkpoint.malformed", CHECKPOINT);
  }
  try {
    return { note, head: await signed(note, keys) };
  } catch {
    throw ended("checkpoint.signature", CHECKPOINT);
  }
}

/** The hashes of each level, lowest first. */
async function treeOf(read: Read, size: number, progress?: Asked["progress"]): Promise<Uint8Array[][]> {
  const tree: Uint8Array[][] = [];
  const wrong: Fault[] = [];
  for (const [level, count] of levels(size)) {
    const found: Uint8Array[] = [];
    for (const [number, width] of tiles(count)) {
      const name = tileName(level, number, width);
      const raw = await read(name);
      try {
        if (raw) found.push(...hashes(raw, width));
        else wrong.push({ code: "tile.missing", where: name });
      } catch {
        wrong.push({ code: "tile.malformed", where: name });
      }
      if (level === 0) progress?.((number + 1) * WIDTH, 2 * size);
    }
    tree.push(found);
  }
  if (wrong.length) throw new Ended(wrong);
  return tree;
}

function expectedOf(tree: readonly Uint8Array[][], head: Checkpoint, made: Audit): Uint8Array[] | undefined {
  let root: Uint8Array | undefined;
  for (const level of tree) {
    const edge = [...level.slice(Math.floor(level.length / WIDTH) * WIDTH), ...(root ? [root] : [])];
    if (edge.length) root = fold(edge);
  }
  if (hex(root ?? fold([])) !== hex(head.root)) {
    made.faults.push({ code: "root.differs", where: String(head.size) });
    return undefined;
  }
  const changed = tree.flatMap((level, height) =>
    tiles(level.length)
      .filter(([number, width]) => width === WIDTH && hex(fold(level.slice(number * WIDTH, (number + 1) * WIDTH))) !== hex(tree[height + 1]?.[number] as Uint8Array))
      .map(([number, width]): Fault => ({ code: "tile.changed", where: tileName(height, number, width) })),
  );
  made.faults.push(...changed);
  return changed.length ? undefined : (tree[0] ?? []);
}

async function since(seen: Note, keys: readonly Key[], head: Checkpoint, leaves: readonly Uint8Array[]): Promise<Fault[]> {
  let older: Checkpoint;
  try {
    older = await signed(seen, keys);
  } catch {
    return [{ code: "checkpoint.signature", where: "seen" }];
  }
  if (older.origin !== head.origin || older.size >= head.size || older.size === 0) return compared(older, head, undefined);
  // All hashes are here: the older root is made again, which is more than a proof.
  return hex(fold(leaves.slice(0, older.size))) === hex(older.root) ? [] : [{ code: "history.rewritten", where: `${older.size}-${head.size}` }];
}

async function keptOf(copy: Read): Promise<Uint8Array[]> {
  const raw = await copy(CHECKPOINT);
  let size: number;
  try {
    size = checkpointOf(noteOf(new TextDecoder("utf-8", { fatal: true }).decode(raw)).text).size;
  } catch {
    throw ended("copy.malformed", CHECKPOINT);
  }
  return (await entriesOf(copy, size)).map(leafHash);
}

async function entriesOf(read: Read, size: number): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (const [number, width] of tiles(size)) {
    const name = bundleName(number, width);
    const raw = await read(name);
    if (!raw) throw ended("bundle.missing", name);
    try {
      entries.push(...unbundled(raw));
    } catch {
      throw ended("bundle.malformed", name);
    }
  }
  return entries;
}

function leavesOf(made: Audit): Leaf[] {
  const known = new Set<string>();
  return made.entries.flatMap((entry, place) => {
    try {
      const leaf = leafOf(entry);
      const name = `${leaf.version} ${leaf.id}`;
      if (known.has(name)) made.faults.push({ code: "entry.twice", where: String(place) });
      known.add(name);
      return [leaf];
    } catch {
      made.faults.push({ code: "entry.malformed", where: String(place) });
      return [];
    }
  });
}

/** A thing, and the place of its step among its steps. */
function stepOf(leaf: Leaf): [thing: string, step: string] {
  const cut = leaf.id.indexOf("/");
  return [leaf.id.slice(0, cut < 0 ? undefined : cut), `${cut < 0 ? "" : leaf.id.slice(cut + 1)}#${String(leaf.version).padStart(9, "0")}`];
}

async function checkContents(contents: Read, kept: Map<string, Uint8Array>, leaves: readonly Leaf[], made: Audit, progress?: Asked["progress"]): Promise<void> {
  const found = new Set<number>();
  const wrong = new Set<number>();
  const hiddenBy = new Map<string, string>();
  for (const [place, leaf] of leaves.entries()) {
    progress?.(leaves.length + place, 2 * leaves.length);
    const name = contentName(place);
    const raw = kept.get(name) ?? (await contents(name));
    if (!raw) continue;
    const content = readContent(raw);
    if (!content || !isOf(content, leaf)) {
      wrong.add(place);
      made.faults.push({ code: "content.changed", where: String(place) });
      continue;
    }
    found.add(place);
    kept.set(name, raw);
    const [thing, step] = stepOf(leaf);
    if (takesBack(leaf, content) && step > (hiddenBy.get(thing) ?? "")) hiddenBy.set(thing, step);
  }
  for (const [place, leaf] of leaves.entries()) {
    const [thing, step] = stepOf(leaf);
    const isHidden = step < (hiddenBy.get(thing) ?? "");
    // It may have been read before it was taken back.
    if (found.has(place) && isHidden && !(await contents(contentName(place)))) found.delete(place);
    if (found.has(place) && isHidden) made.faults.push({ code: "content.not_erased", where: String(place) });
    else if (!found.has(place) && !wrong.has(place)) {
      if (isHidden) made.erased++;
      else made.faults.push({ code: "content.missing", where: String(place) });
    }
  }
}

/** Whether a step takes what the earlier ones told out of the public eye. */
function takesBack(leaf: Leaf, content: Content): boolean {
  const { state, step } = JSON.parse(content.text) as { state?: unknown; step?: unknown };
  return state === "hidden" || step === "corrected" || leaf.event.startsWith("standing.shown/");
}

function readContent(raw: Uint8Array): Content | undefined {
  try {
    return contentOf(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
}
