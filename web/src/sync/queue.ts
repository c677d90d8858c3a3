/** What pages do with the queue: write an act down and hand it in, send a refused one again. */
import { Refused } from "../api";
import { wordsOf } from "../fields";
import { owner } from "../me";
import { newId } from "../ids";
import { askToPersist } from "./storage";
import * as store from "./store";
import { recount, wake } from "./sender";

const PATIENCE_MS = 15_000;

/**
 * Write an act down, hand it in, and answer what the server says of it; undefined when that must wait. It is kept before
 * anything is sent.
 */
export async function send(act: store.Act): Promise<store.Kept | undefined> {
  void askToPersist();
  const account = await owner();
  const kept = await store.append(account, act);
  await recount(account);
  await Promise.race([handedIn(kept), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  const answered = await store.entry(kept.account, kept.device, kept.n);
  return answered && store.isSettled(answered) ? answered : undefined;
}

/** A run that began before this entry was written may miss it: then another follows. */
async function handedIn(kept: store.Kept): Promise<void> {
  await wake();
  if (!(await store.entry(kept.account, kept.device, kept.n))?.answer) await wake();
}

/** The refusal of an entry as a failure to show, with what is wrong with each field. */
export function refusalOf(kept: store.Kept): Refused {
  const { code = "", sentences = { zh: "", en: "" }, faults = [] } = kept.answer ?? {};
  const problem = { status: 400, code, sentences, faults: faults.map((one) => ({ pointer: one.pointer, code: one.code, ...one.sentences, at: wordsOf(one.pointer) })) };
  return new Refused(problem);
}

/** A refused entry once more as it was, as a new one: a check gets a new id, and so does what finds its own taken; others are known by theirs. */
export async function again(kept: store.Kept): Promise<store.Kept | undefined> {
  const { body } = JSON.parse(kept.text) as { body: object };
  const { kind, visit, id } = kept;
  const isTaken = kind === "check" || kept.answer?.code === "request.id_taken";
  return send({ kind, visit, body, made: Date.now(), ...(id ? { id: isTaken ? newId(id.slice(0, 3) as "chk") : id } : {}), corrects: kept });
}

/** The refused entry that the address of a form says it corrects. */
export function correctedBy(query: Record<string, unknown>): { device: string; n: number } | undefined {
  const { device, corrects } = query;
  const n = Number(corrects);
  return typeof device === "string" && Number.isSafeInteger(n) && n > 0 ? { device, n } : undefined;
}
