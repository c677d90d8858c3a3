/** What was read lately, kept on this phone for whoever read it, so that it can be read again without network. */
import type { DBSchema } from "idb";
import { database } from "../database";
import { isRefused } from "../api";
import { ANSWERS } from "../forgetting";
import { hasRole, owner } from "../me";

/** Long enough for a visit and its record; a lost phone should not tell old ones. */
const KEPT_MS = 3 * 86_400_000;

interface Shelf extends DBSchema {
  answers: { key: [account: string, name: string]; value: { account: string; name: string; at: number; value: unknown } };
}

const { open: shelf } = database<Shelf>(ANSWERS, 1, (made) => void made.createObjectStore("answers", { keyPath: ["account", "name"] }));

/** An answer, and since when (Unix milliseconds) the phone has it when it could not be asked for now. */
export interface Read<T> { value: T; keptAt?: number }

/** Keep an answer under its name for the person who is signed in. */
export async function keepAnswer(name: string, value: unknown, now = Date.now()): Promise<void> {
  await (await shelf()).put("answers", { account: await owner(), name, at: now, value: JSON.parse(JSON.stringify(value)) as unknown });
}

/** What is kept under a name. */
export async function keptAnswer<T>(name: string): Promise<T | undefined> {
  return (await (await shelf()).get("answers", [await owner(), name]))?.value as T | undefined;
}

/** All that is kept under names that begin so, and since when (Unix milliseconds). */
export async function keptAnswers<T>(beginning: string): Promise<{ value: T; at: number }[]> {
  const account = await owner();
  const found = await (await shelf()).getAll("answers", IDBKeyRange.bound([account, beginning], [account, `${beginning}\uffff`]));
  return found.map(({ value, at }) => ({ value: value as T, at }));
}

/** Since when the phone has an answer, Unix milliseconds. */
export async function keptSince(name: string): Promise<number | undefined> {
  return (await (await shelf()).get("answers", [await owner(), name]))?.at;
}

/** The server said that these answers are what it would answer now; all of them at once, with the one that says so. */
export async function renewAnswers(names: readonly string[], by: string, value: unknown, now = Date.now()): Promise<void> {
  const account = await owner();
  const writing = (await shelf()).transaction("answers", "readwrite");
  for (const name of names) {
    const kept = await writing.store.get([account, name]);
    if (kept) await writing.store.put({ ...kept, at: now });
  }
  await writing.store.put({ account, name: by, at: now, value });
  await writing.done;
}

/** Ask; without network what one was answered before, where that is kept. `keeps`: this answer for the next time. Throws what `ask` throws. */
export async function orKept<T>(name: string, ask: () => Promise<T>, keeps = true): Promise<Read<T>> {
  try {
    const value = await ask();
    if (keeps) await keepAnswer(name, value);
    return { value };
  } catch (failure) {
    if (!isRefused(failure, "network")) throw failure;
    const kept = await (await shelf()).get("answers", [await owner(), name]);
    if (!kept) throw failure;
    return { value: kept.value as T, keptAt: kept.at };
  }
}

/** The same of what an inspector took along: looking at others keeps nothing, so that the phone holds no more than the visits need. */
export async function orTaken<T>(name: string, ask: () => Promise<T>): Promise<Read<T>> {
  return hasRole("inspector") ? orKept(name, ask, (await keptAnswer(name)) !== undefined) : { value: await ask() };
}

/** Forget all that one account read here: it was disabled, or its phone changes hands. */
export async function forgetAnswersOf(account: string): Promise<void> {
  await (await shelf()).delete("answers", IDBKeyRange.bound([account], [account, []]));
}

/** Forget what is older than three days, anybody's. */
export async function forgetOld(now = Date.now()): Promise<void> {
  const held = await shelf();
  for (const { account, name, at } of await held.getAll("answers")) if (at < now - KEPT_MS) await held.delete("answers", [account, name]);
}
