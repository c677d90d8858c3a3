/** Findings, results and orders to rectify, as the server answers them. */
import { dayOf } from "./clock";
import type { Recorded, Visit } from "./types";
import type { WaitingAct, WaitingCheck } from "./visits/acts";

export type FindingKind = "instrument" | "data" | "behaviour" | "result";
export const FINDING_KINDS: readonly FindingKind[] = ["instrument", "data", "behaviour", "result"];
export interface Decision { decision: "confirmed" | "dropped"; quote?: { text: string; source: string }; reason: string; at: string }
export interface Finding {
  id: string; kind: FindingKind; text: string; basis: { checks: string[]; evidence: string[]; citation: string };
  instrument_id?: string; merchant_id?: string; decisions: Decision[];
  /** It, or its last decision, was not handed in yet. */
  waits?: boolean;
}
export interface Reviewed extends Visit {
  findings: Finding[]; returns: { reason: string; at: string; result: { codes: string[] } }[];
  result?: { codes: string[]; status?: string; note: string }; review?: { at: string };
}
export interface Results {
  codes: { code: string; zh: string; en: string; alone: boolean; finding: boolean; order: boolean }[];
  statuses: { code: string; zh: string; en: string }[];
}
/** A correction of a reviewed record; it counts when `review` accepts it. */
export interface Correction {
  id: string; corrects: string; text: string; codes: string[]; status?: string; by: string; at: string; review?: { verdict: "accepted" | "refused"; reason: string };
}
export type OrderState = "ordered" | "in_progress" | "submitted" | "passed" | "failed" | "escalated" | "withdrawn";
export const ORDER_LISTS = ["submitted", "late", "ordered", "in_progress", "failed", "passed", "escalated", "withdrawn"] as const;
export interface OrderRow { id: string; no?: string; visit_id: string; state: OrderState; place_name: string; demand: string; due_on: string; corrected_on?: string; overdue: boolean }
export interface Order extends OrderRow {
  merchant_id: string; findings: string[]; told: { id: string; text: string; quote: string; source: string }[]; stop_use: string[];
  submission?: { text: string; evidence: string[]; at: string }; recheck?: { visit_id: string; day: string }; escalation?: { reason: string }; withdrawal?: { reason: string; at: string };
}

/** What holds of a finding: its last decision. */
export function stateOf(finding: Finding): "open" | "confirmed" | "dropped" {
  return finding.decisions.at(-1)?.decision ?? "open";
}

/** A visit's findings as they stand when what waits on this phone was handed in. */
export function withWaiting(findings: readonly Finding[], waiting: readonly WaitingAct[]): Finding[] {
  const all = new Map(findings.map((one) => [one.id, one]));
  for (const { kind, id, body, made } of waiting) {
    const standing = all.get(id);
    if (kind === "finding") {
      const told = body as Pick<Finding, "kind" | "text"> & { basis: Partial<Finding["basis"]> };
      all.set(id, { ...told, id, basis: { checks: [], evidence: [], citation: "", ...told.basis }, decisions: [], waits: true });
    } else if (kind === "decision" && standing) {
      const decision = { ...(body as Omit<Decision, "at">), at: new Date(made).toISOString() };
      all.set(id, { ...standing, decisions: [...standing.decisions, decision], waits: true });
    }
  }
  return [...all.values()];
}

const DAY_MS = 86_400_000;

/** The orders of a visit that wait on this phone, due as the phone's clock says. */
export function waitingOrders(visit: Visit, waiting: readonly WaitingAct[]): (OrderRow & { findings: string[] })[] {
  return waiting.filter((one) => one.kind === "order").map(({ id, body, made }) => {
    const { demand, term_days, findings } = body as { demand: string; term_days: number; findings: string[] };
    return { id, visit_id: visit.id, state: "ordered", place_name: visit.place_name, demand, findings, due_on: dayOf(made + term_days * DAY_MS), overdue: false };
  });
}

/** A check as far as a finding needs it. */
export type Failing = Pick<Recorded, "id" | "verdict" | "instrument_id" | "explanation" | "readings" | "judgements">;

/** Checks that wait on this phone and fail by it, so that what they show can be put on record at the place. */
export function failingHere(waiting: readonly WaitingCheck[]): Failing[] {
  const explanation = { zh: "检测不合格（手机初判，以提交后的判定为准）。", en: "The check fails by this phone; the server judges it when it is handed in." };
  return waiting.filter((one) => one.fails).map(({ id, instrument }) => ({ id, verdict: "fail", ...(instrument ? { instrument_id: instrument } : {}), explanation, judgements: [] }));
}

/** Failing checks that no finding rests on: somebody must say what they mean. */
export function uncovered<C extends { id: string; verdict: string }>(checks: readonly C[], findings: readonly Finding[]): C[] {
  const covered = new Set(findings.flatMap((one) => one.basis.checks));
  return checks.filter((one) => one.verdict === "fail" && !covered.has(one.id));
}

/** The codes after one was clicked: those that stand alone drop the others, and are dropped by them. */
export function toggled(results: Results, chosen: readonly string[], code: string): string[] {
  if (chosen.includes(code)) return chosen.filter((one) => one !== code);
  const alone = (one: string): boolean => !!results.codes.find((row) => row.code === one)?.alone;
  return alone(code) ? [code] : [...chosen.filter((one) => !alone(one)), code].sort();
}
