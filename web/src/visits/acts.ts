/** What an officer does at a visit goes through the phone's queue, with network and without. */
import { knownMe } from "../me";
import { refusalOf, send } from "../sync/queue";
import { entries, isSettled } from "../sync/store";
import type { VisitState } from "../types";

type Kind = "acceptance" | "identification" | "closing" | "attempt";
const LEADS_TO: Record<Kind, VisitState> = { acceptance: "accepted", identification: "coded_in", closing: "checked", attempt: "ended" };

/** Do it: `done` when the server took it, `waits` while there is no network. Throws Refused with the remedy. */
export async function act(kind: Kind, visit: string, body: object): Promise<"done" | "waits"> {
  const kept = await send({ kind, visit, body, made: Date.now() });
  if (kept?.answer?.outcome === "refused") throw refusalOf(kept);
  return kept ? "done" : "waits";
}

/** A check that the server has neither taken nor refused yet. */
export interface WaitingCheck { id: string; kind: string; instrument: string }
/** What this phone still has to hand in of a visit: its checks, and the state the last step will lead to. */
export interface Waiting { checks: WaitingCheck[]; state: VisitState | undefined }

export async function waitingOf(visit: string): Promise<Waiting> {
  const account = (await knownMe())?.account;
  const waiting = account ? (await entries(account)).filter((one) => one.visit === visit && !isSettled(one) && one.moved === undefined) : [];
  const checks = waiting.filter((one) => one.kind === "check").map(({ id, text }) => {
    const { body } = JSON.parse(text) as { body: { kind: string; instrument_id?: string } };
    return { id, kind: body.kind, instrument: body.instrument_id ?? "" };
  });
  const last = waiting.findLast((one) => one.kind in LEADS_TO);
  return { checks, state: last && LEADS_TO[last.kind as Kind] };
}
