/** What an officer does at a visit goes through the phone's queue, with network and without. */
import { knownMe, owner } from "../me";
import { refusalOf, send } from "../sync/queue";
import { entries, isSettled, type Kept } from "../sync/store";
import type { VisitState } from "../types";

type Kind = "acceptance" | "identification" | "finding" | "decision" | "order" | "closing" | "result" | "attempt";
const LEADS_TO: Partial<Record<string, VisitState>> = { acceptance: "accepted", identification: "coded_in", closing: "checked", result: "entered", attempt: "ended" };

/**
 * Do it: `done` when the server took it, `waits` while there is no network. Throws Refused with the remedy.
 * id  of the finding or order it makes, or of the finding it decides
 */
export async function act(kind: Kind, visit: string, body: object, id?: string): Promise<"done" | "waits"> {
  const kept = await send({ kind, visit, body, made: Date.now(), ...(id ? { id } : {}), corrects: await refusedBefore(kind, visit, id) });
  if (kept?.answer?.outcome === "refused") throw refusalOf(kept);
  return kept ? "done" : "waits";
}

/** The refused act that the same act done anew stands for. */
async function refusedBefore(kind: Kind, visit: string, id = ""): Promise<Kept | undefined> {
  const isIt = (one: Kept): boolean => one.kind === kind && one.visit === visit && one.id === id;
  return (await entries(await owner())).findLast((one) => isIt(one) && one.answer?.outcome === "refused" && one.corrected === undefined);
}

/** A check that the server has neither taken nor refused yet; `fails` by the phone. */
export interface WaitingCheck { id: string; kind: string; instrument: string; fails: boolean }
/** Any other act that is not settled; `made` in Unix milliseconds. */
export interface WaitingAct { kind: string; id: string; body: object; made: number }
/** What this phone still has to hand in of a visit: its checks, the other acts, and the state the last step will lead to. */
export interface Waiting { checks: WaitingCheck[]; acts: WaitingAct[]; state: VisitState | undefined }

export async function waitingOf(visit: string): Promise<Waiting> {
  const account = (await knownMe())?.account;
  const waiting = account ? (await entries(account)).filter((one) => one.visit === visit && !isSettled(one) && one.moved === undefined) : [];
  const all = waiting.map(({ kind, id, made, text }) => ({ kind, id, made, body: (JSON.parse(text) as { body: object }).body }));
  const checks = all.filter((one) => one.kind === "check").map(({ id, body }) => {
    const { kind, instrument_id, shown } = body as { kind: string; instrument_id?: string; shown?: { verdict: string } };
    return { id, kind, instrument: instrument_id ?? "", fails: shown?.verdict === "fail" };
  });
  const last = all.findLast((one) => one.kind in LEADS_TO);
  return { checks, acts: all.filter((one) => !["check", "evidence"].includes(one.kind)), state: last && LEADS_TO[last.kind] };
}
