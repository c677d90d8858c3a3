/** Drafts of checks, kept in IndexedDB: nothing is lost on reload, without network, or signed out. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Answers } from "./law/forms";

/** What is typed into the form of a check; `key` names officer, visit, instrument, form and version. */
export interface Draft {
  key: string;
  answers: Answers;
  note: string;
}
/** A check that the app before the queue of sync/ still had to send. */
export interface Waiting { account: string; check: string; visit: string; instrument: string; body: unknown; made: number }

interface Kept extends DBSchema {
  drafts: { key: string; value: Draft };
  queue: { key: string; value: Waiting };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;

function store(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("steelyard", 1, {
    upgrade(made) {
      made.createObjectStore("drafts", { keyPath: "key" });
      made.createObjectStore("queue", { keyPath: "check" });
    },
  });
  return opened;
}

export async function keepDraft(draft: Draft): Promise<void> {
  await (await store()).put("drafts", JSON.parse(JSON.stringify(draft)) as Draft);
}
export async function readDraft(key: string): Promise<Draft | undefined> {
  return (await store()).get("drafts", key);
}
export async function dropDraft(key: string): Promise<void> {
  await (await store()).delete("drafts", key);
}

export async function queued(): Promise<Waiting[]> {
  const all = await (await store()).getAll("queue");
  return all.sort((one, other) => one.made - other.made);
}
export async function settle(check: string): Promise<void> {
  await (await store()).delete("queue", check);
}
