/** The queue in IndexedDB: entries numbered without gaps, each with the hash of the one before; docs/sync-protocol.md. */
import type { DBSchema, IDBPTransaction } from "idb";
import { database } from "../database";
import type { Words } from "../i18n";
import type { Draft } from "../drafts";
import { newId } from "../ids";
import { canonical, hashOf, type Json } from "./canonical";

export const START = "0".repeat(64);
const ENTRY_LIMIT_BYTES = 64 * 1024;

export interface Wrong { pointer: string; code: string; sentences: Words }
export interface Standing { hash: string; state: string; received_at: string; kind: string; visit: string; id: string }
/** What the server said of an entry. */
export interface Answer {
  outcome: "accepted" | "already" | "refused" | "conflict" | "waiting" | "later";
  code?: string; sentences?: Words; attempt?: string; faults?: Wrong[]; shown?: Record<string, string>; standing?: Standing;
}
/**
 * What an officer does at a visit: `id` of the check it makes; `corrects`: the refused entry it stands for; `typed`: the draft
 * it was made from, kept on this phone for a correction.
 */
export interface Act { kind: string; visit: string; id?: string; body: object; made: number; corrects?: { device: string; n: number } | undefined; typed?: Draft }
/**
 * An entry as kept; `text` is what its hash is of. `moved`: where it went after a conflict. `corrected`: the number of the
 * entry that stands for it.
 */
export interface Kept {
  account: string; device: string; n: number; hash: string; text: string;
  kind: string; visit: string; id: string; made: number;
  answer?: Answer; moved?: number; corrected?: number; typed?: Draft;
}
/** An account's queue: this store's device id for it, and the end of the chain as the server last confirmed it. */
export interface Queue { account: string; device: string; confirmed: number; tip: string }

interface Shelf extends DBSchema {
  queues: { key: string; value: Queue };
  entries: { key: [string, string, number]; value: Kept; indexes: { id: string } };
}
type Writing = IDBPTransaction<Shelf, ("queues" | "entries")[], "readwrite">;

const { open: base } = database<Shelf>("steelyard-sync", 1, (made) => {
  made.createObjectStore("queues", { keyPath: "account" });
  made.createObjectStore("entries", { keyPath: ["account", "device", "n"] }).createIndex("id", "id");
});

/** All or nothing, and on the disk before it is done. */
async function write<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
  const writing = (await base()).transaction(["queues", "entries"], "readwrite", { durability: "strict" });
  const [result] = await Promise.all([work(writing), writing.done]);
  return result;
}

const whole = (account: string, device: string): IDBKeyRange => IDBKeyRange.bound([account, device, 0], [account, device, Infinity]);
const everyQueue = (account: string): IDBKeyRange => IDBKeyRange.bound([account, "", 0], [account, "\uffff", Infinity]);
/** The server took it or refused it; else it waits, or has moved to another queue. */
export const isSettled = (kept: Kept): boolean => ["accepted", "already", "refused"].includes(kept.answer?.outcome ?? "");

async function queueOf(writing: Writing, account: string, isNew = false): Promise<Queue> {
  const standing = await writing.objectStore("queues").get(account);
  if (standing && !isNew) return standing;
  const made: Queue = { account, device: newId("dev"), confirmed: 0, tip: START };
  await writing.objectStore("queues").put(made);
  return made;
}

async function appended(writing: Writing, queue: Queue, act: Act): Promise<Kept> {
  const entries = writing.objectStore("entries");
  const last = (await entries.openCursor(whole(queue.account, queue.device), "prev"))?.value;
  const end = last && last.n >= queue.confirmed ? { n: last.n, hash: last.hash } : { n: queue.confirmed, hash: queue.tip };
  const n = end.n + 1;
  const { kind, visit, id } = act;
  const body = act.body as Json; // canonical refuses what is none
  const corrects = act.corrects?.device === queue.device ? act.corrects.n : undefined; // one of another queue has no number in this
  const text = canonical({ n, before: end.hash, kind, visit, id, made_at: new Date(act.made).toISOString(), body, corrects });
  if (new TextEncoder().encode(text).length > ENTRY_LIMIT_BYTES) throw new RangeError("an entry is larger than 64 KB");
  const kept: Kept = { account: queue.account, device: queue.device, n, hash: hashOf(text), text, kind, visit, id: id ?? "", made: act.made, ...(act.typed ? { typed: JSON.parse(JSON.stringify(act.typed)) as Draft } : {}) };
  await entries.put(kept);
  if (act.corrects) {
    const wrong = await entries.get([queue.account, act.corrects.device, act.corrects.n]);
    if (wrong) await entries.put({ ...wrong, corrected: n });
  }
  return kept;
}

/** Write an act down; it is on the disk when this is done. */
export function append(account: string, act: Act): Promise<Kept> {
  return write(async (writing) => appended(writing, await queueOf(writing, account), act));
}

/** Write an act down unless one that makes the same thing stands already, in any queue of this store. */
export function appendOnce(account: string, act: Act & { id: string }): Promise<void> {
  return write(async (writing) => {
    if (await writing.objectStore("entries").index("id").get(act.id)) return;
    await appended(writing, await queueOf(writing, account), act);
  });
}

export async function queue(account: string): Promise<Queue | undefined> {
  return (await base()).get("queues", account);
}

/** One's entries of this queue, or of all the queues this store had, oldest first. */
export async function entries(account: string, device?: string): Promise<Kept[]> {
  const range = device ? whole(account, device) : everyQueue(account);
  const found = await (await base()).getAll("entries", range);
  return device ? found : found.sort((one, other) => one.made - other.made || one.n - other.n);
}

export async function entry(account: string, device: string, n: number): Promise<Kept | undefined> {
  return (await base()).get("entries", [account, device, n]);
}

/** Entries of one's queue that are not settled, in order. */
export async function pending(account: string): Promise<{ queue: Queue; entries: Kept[] } | undefined> {
  const own = await queue(account);
  return own && { queue: own, entries: (await entries(account, own.device)).filter((kept) => !isSettled(kept)) };
}

export interface Told {
  answers: ({ n: number; hash: string } & Answer)[];
  confirmed: { n: number; hash: string };
  missing: { first: number; last: number }[];
}

/**
 * Note the answers of one request. An entry that was settled and lies beyond what is confirmed now is sent again: the server
 * forgot it. What is missing and not in this store is answered: those numbers are lost. After a conflict the queue goes
 * on under a new device id. Undefined, and nothing noted, when the confirmed entry is another than this store has under
 * its number: that is the end of somebody else's queue.
 */
export function note(account: string, device: string, told: Told): Promise<number[] | undefined> {
  return write(async (writing) => {
    const store = writing.objectStore("entries");
    const queue = await queueOf(writing, account);
    if (queue.device !== device) return [];
    const kept = new Map((await store.getAll(whole(account, device))).map((one) => [one.n, one]));
    const isForked = told.answers.some((one) => one.outcome === "conflict");
    const end = kept.get(told.confirmed.n);
    if (end && end.hash !== told.confirmed.hash && !isForked) return undefined;
    const change = async (one: Kept): Promise<void> => {
      kept.set(one.n, one);
      await store.put(one);
    };
    for (const { n, hash, ...answer } of told.answers) {
      const one = kept.get(n);
      if (one?.hash === hash) await change({ ...one, answer });
    }
    for (const one of kept.values()) if (one.n > told.confirmed.n && isSettled(one)) await change(unanswered(one));
    await writing.objectStore("queues").put({ ...queue, confirmed: told.confirmed.n, tip: told.confirmed.hash });
    if (isForked) await fork(writing, account, [...kept.values()]);
    return told.missing.flatMap(({ first, last }) => range(first, last)).filter((n) => !kept.has(n));
  });
}

function unanswered(kept: Kept): Kept {
  const rest = { ...kept };
  delete rest.answer;
  return rest;
}

/** Write what is not settled into a new queue, under the same ids: what was done already is found there. */
async function fork(writing: Writing, account: string, all: Kept[]): Promise<void> {
  const fresh = await queueOf(writing, account, true);
  for (const one of all.filter((kept) => !isSettled(kept)).sort((one, other) => one.n - other.n)) {
    const { body } = JSON.parse(one.text) as { body: object };
    const { kind, visit, made, id, typed } = one;
    const moved = await appended(writing, fresh, { kind, visit, body, made, ...(id ? { id } : {}), ...(typed ? { typed } : {}) });
    await writing.objectStore("entries").put({ ...one, moved: moved.n });
  }
}

/**
 * Write down what another store of this account had left, in its order, unless it stands here already: what is not settled as
 * new entries under the same ids, what was refused as it is, to be corrected. Answers how many.
 */
export function takeOver(account: string, others: readonly Kept[]): Promise<number> {
  const named = ({ kind, visit, id, made }: Kept): string => `${kind} ${visit} ${id} ${made}`;
  return write(async (writing) => {
    const shelf = writing.objectStore("entries");
    const own = await queueOf(writing, account);
    const known = new Set((await shelf.getAll(everyQueue(account))).map(named));
    const isWanted = (one: Kept): boolean => !known.has(named(one)) && one.moved === undefined && one.corrected === undefined;
    const wanted = others.filter((one) => isWanted(one) && (!isSettled(one) || one.answer?.outcome === "refused"));
    for (const one of wanted) {
      const { kind, visit, id, made, typed, text } = one;
      const { body } = JSON.parse(text) as { body: object };
      if (isSettled(one)) await shelf.put(one);
      else await appended(writing, own, { kind, visit, body, made, ...(id ? { id } : {}), ...(typed ? { typed } : {}) });
    }
    return wanted.length;
  });
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, place) => first + place);

/** Forget what was accepted before `until` (Unix milliseconds): it is at the server, and a phone can be lost. */
export function forget(account: string, until: number): Promise<void> {
  return write(async (writing) => {
    const queue = await queueOf(writing, account);
    for (const one of await writing.objectStore("entries").getAll(whole(account, queue.device)))
      if (one.made < until && one.n < queue.confirmed && ["accepted", "already"].includes(one.answer?.outcome ?? ""))
        await writing.objectStore("entries").delete([account, one.device, one.n]);
  });
}
