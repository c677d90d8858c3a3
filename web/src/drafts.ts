/** Drafts of checks, kept in IndexedDB: nothing is lost on reload, without network, or signed out. */
import type { DBSchema } from "idb";
import { database } from "./database";
import { tellHeld, type Held } from "./held";
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

const { open: store } = database<Kept>("steelyard", 1, (made) => {
  made.createObjectStore("drafts", { keyPath: "key" });
  made.createObjectStore("queue", { keyPath: "check" });
});

/** What the key of a draft names; `about`: the instrument, or "place". */
export interface Place { account: string; visit: string; about: string; form: string; version: number }

export function placeOf(key: string): Place | undefined {
  const [, account, visit, about, form, version] = /^([^/]*)\/([^/]+)\/([^/]+)\/(.+)\.(\d+)$/.exec(key) ?? [];
  return visit && about && form ? { account: account ?? "", visit, about, form, version: Number(version) } : undefined;
}
export function keyOf({ account, visit, about, form, version }: Place): string {
  return `${account}/${visit}/${about}/${form}.${version}`;
}

async function changed(): Promise<void> {
  const keys = await (await store()).getAllKeys("drafts");
  tellHeld("draft", undefined, keys.flatMap((name): Held[] => {
    const place = placeOf(name);
    return place ? [{ kind: "draft", account: place.account, name, what: place.form, visit: place.visit, made: Date.now() }] : [];
  }));
}

export async function keepDraft(draft: Draft): Promise<void> {
  await (await store()).put("drafts", JSON.parse(JSON.stringify(draft)) as Draft);
  await changed();
}
export async function readDraft(key: string): Promise<Draft | undefined> {
  return (await store()).get("drafts", key);
}
/** One's drafts that were not sent. */
export async function draftsOf(account: string): Promise<Draft[]> {
  return (await store()).getAll("drafts", IDBKeyRange.bound(`${account}/`, `${account}/\uffff`));
}

/** Drafts of the same form for the same thing under earlier versions of it, the newest first. */
async function earlier(key: string): Promise<Draft[]> {
  const of = placeOf(key);
  if (!of) return [];
  const found = (await draftsOf(of.account)).map((draft) => ({ draft, version: placeOf(draft.key)?.version ?? 0 }));
  const isEarlier = ({ draft, version }: { draft: Draft; version: number }): boolean => version < of.version && draft.key === keyOf({ ...of, version });
  return found.filter(isEarlier).sort((one, other) => other.version - one.version).map(({ draft }) => draft);
}

/** What was typed into the form before it got a newer version. */
export async function draftBefore(key: string): Promise<Draft | undefined> {
  return (await earlier(key))[0];
}

/** Forget a draft that was sent, and what of it was typed into earlier versions of its form. */
export async function dropDraft(key: string): Promise<void> {
  for (const one of [key, ...(await earlier(key)).map((draft) => draft.key)]) await (await store()).delete("drafts", one);
  await changed();
}

export async function queued(): Promise<Waiting[]> {
  const all = await (await store()).getAll("queue");
  return all.sort((one, other) => one.made - other.made);
}
export async function settle(check: string): Promise<void> {
  await (await store()).delete("queue", check);
}
