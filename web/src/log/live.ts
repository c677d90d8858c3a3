/** The log on our own origin, and what this phone remembers of it: the last checkpoint it saw, and the log's keys. */
import { local } from "../storages";
import { audit, isPassing, settled, type Audit } from "./audit";
import { keyOf, noteOf, type Key, type Note } from "./notes";
import { CHECKPOINT, type Read } from "./tiles";

const SEEN = "steelyard.log.seen";
const KEYS = "steelyard.log.keys";
const WITNESS = 4;
/** How long a later checkpoint is waited for, and how often looked for: two minutes' sealing, should one run die. */
const PATIENCE_MS = 150_000;
const EVERY_MS = 5000;

/** The files below an address. Throws without a network. */
const below = (address: string): Read => async (name) => {
  const answer = await fetch(`${address}/${name}`, { cache: "no-cache" });
  if (answer.status >= 500) throw new Error(`${name}: ${answer.status}`);
  // A site may answer the app's page for an address that leads nowhere.
  if (!answer.ok || answer.headers.get("Content-Type")?.startsWith("text/html")) return undefined;
  return new Uint8Array(await answer.arrayBuffer());
};
export const files = below("/public/log");
export const contents = below("/public/log-content");

/** The keys this phone has once taken, and the note it saw last. */
export function remembered(): { keys: Key[]; seen?: Note } {
  const keys = (local.getItem(KEYS) ?? "").split("\n").filter(Boolean).map(keyOf);
  const seen = local.getItem(SEEN);
  return seen ? { keys, seen: noteOf(seen) } : { keys };
}

export function remember(keys: readonly string[], checkpoint?: string): void {
  local.setItem(KEYS, keys.join("\n"));
  if (checkpoint) local.setItem(SEEN, checkpoint);
}

export function forget(): void {
  local.removeItem(KEYS);
  local.removeItem(SEEN);
}

export interface Checked extends Audit {
  /** Keys of the log that this phone had not seen. */
  fresh: string[];
  /** How many entries the log had when this phone saw it last, 0 for never. */
  before: number;
  keys: string[];
}

/** Wait for a later checkpoint than an audit's, if what it found wrong may pass; answers whether one came. */
async function waited(made: Audit, waits: () => void): Promise<boolean> {
  for (let left = PATIENCE_MS; left > 0 && made.note; left -= EVERY_MS) {
    const raw = await files(CHECKPOINT);
    if (!raw || !new TextDecoder().decode(raw).startsWith(made.note.text)) return true;
    if (!made.faults.every(isPassing)) return false;
    waits();
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  return false;
}

/** Check the whole log; what holds is remembered, unless a key is new and was not looked at. `waits`: it waits for the next checkpoint. */
export async function check(progress: (done: number, total: number) => void, waits: () => void): Promise<Checked> {
  const { keys: known, seen } = remembered();
  const told = new TextDecoder().decode(await files("keys")).split("\n").filter(Boolean);
  const given = told.map(keyOf);
  const isKnown = (key: Key): boolean => key.kind === WITNESS || known.some((one) => one.keyId === key.keyId && one.name === key.name);
  const fresh = known.length ? given.flatMap((key, place) => (isKnown(key) ? [] : [told[place] as string])) : [];
  const trusted = given.filter((key) => !known.length || isKnown(key));
  const asked = { contents, progress, kept: new Map<string, Uint8Array>(), ...(seen ? { seen } : {}) };
  const found = await settled(() => audit(files, trusted, asked), (made) => waited(made, waits));
  if (!found.faults.length && found.note) {
    const text = new TextDecoder().decode(await files(CHECKPOINT));
    remember(known.length ? told.filter((_, place) => isKnown(given[place] as Key)) : told, noteOf(text).text === found.note.text ? text : undefined);
  }
  return { ...found, fresh, before: seen ? Number(seen.text.split("\n")[1]) : 0, keys: told };
}
