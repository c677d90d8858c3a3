/** The phone's own code in a real browser, without its pages; tests/e2e/killing.py says at which step it stands still. */
import { openDB } from "idb";
import { queued } from "../../src/drafts";
import { wake } from "../../src/sync/sender";
import { send } from "../../src/sync/queue";
import { append, entries, queue, type Act, type Kept } from "../../src/sync/store";

interface Instruments {
  /** Stands still for ever when the app is to die here. */
  step: (name: string) => void;
  /** From here on steps count. */
  begin: () => void;
  /** Whether it is to die at this step, which is not here. */
  isNext: () => boolean;
  /** Whether steps that differ in nothing stored count too. */
  isFine: boolean;
  said: (what: string) => void;
}
const { step, begin: arm, isNext, isFine, said } = globalThis as unknown as Instruments;

/** Every write, every end of a transaction and every part of a question is a step. */
for (const name of ["put", "delete"] as const) {
  const really = IDBObjectStore.prototype[name] as (this: IDBObjectStore, ...told: unknown[]) => IDBRequest;
  IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...told: unknown[]) {
    step(`${name} ${this.name}`);
    const asked = really.apply(this, told);
    if (isFine) asked.addEventListener("success", () => step(`${name} ${this.name} done`));
    return asked;
  } as never;
}
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...told: Parameters<typeof begin>) {
  const begun = begin.apply(this, told);
  if (told[1] === "readwrite") begun.addEventListener("complete", () => step("committed"));
  return begun;
};
const ask = globalThis.fetch;
globalThis.fetch = async (path, how) => {
  step("before it is sent");
  const answer = await ask(path, isNext() ? { ...how, headers: { "x-die": "sent" } } : how);
  const text = await answer.text();
  step("before it is noted");
  return new Response(text, { status: answer.status });
};

/** Write the acts down, hand in with the last. `said` each that the officer was told is saved. */
export async function work(account: string, acts: Act[]): Promise<void> {
  arm();
  for (const one of acts.slice(0, -1)) {
    await append(account, one);
    said(`saved ${one.kind} ${one.id ?? ""}`);
  }
  const last = acts.at(-1);
  if (last) {
    await send(last);
    said(`saved ${last.kind} ${last.id ?? ""}`);
  }
  await wake();
  said("done");
}

/** Write down as fast as a person never does. */
export async function write(account: string, acts: Act[]): Promise<number> {
  for (const one of acts) await append(account, one);
  return (await entries(account)).length;
}

/** Hand in all there is; what stands then, and how many checks of the app before are left. */
export async function kept(account: string): Promise<{ entries: Kept[]; device: string; old: number }> {
  await wake();
  return { entries: await entries(account), device: (await queue(account))?.device ?? "", old: (await queued()).length };
}

/** As the app before the queue kept checks that it still had to send. */
export async function left(account: string, acts: Act[]): Promise<void> {
  await queued(); // makes the store
  const base = await openDB("steelyard", 1);
  for (const { visit, id, body, made } of acts) await base.put("queue", { account, check: id, visit, instrument: "", body, made });
  base.close();
}
