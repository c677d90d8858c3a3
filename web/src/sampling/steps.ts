/** A draw as a ceremony: which steps there are, which is done, which comes next, and when. */
import type { KeptPlan, PlanState, Source } from "./plan";

export const STEPS = ["drafted", "approved", "published", "frozen", "random", "drawn", "visits", "opened"] as const;
export type Step = (typeof STEPS)[number];

/** GET /v1/plans/{plan}/draw: how far a frozen plan is. */
export interface DrawTold {
  state: string; frozen_at?: string; freeze_digest?: string; begins_at: string; falls_back_at: string; opens_from: string; open_by: string;
  numbers?: { entered_by: string; confirmed_by?: string; used: string };
}

const DONE: Record<PlanState, number> = { draft: 1, approved: 2, published: 3, frozen: 4, drawn: 6, opened: 8, void: 0 };

/** How many steps are over; the one after them is next. While visits go on, the opening is what comes after them. */
export function stepsDone(state: PlanState): number {
  return DONE[state];
}

/** When the randomness of a source comes into being. */
export function beginsAt(source: Source): string {
  if (source.kind === "drand") return new Date((source.genesis_seconds + (source.round - 1) * source.period_seconds) * 1000).toISOString();
  return source.kind === "lottery" ? source.drawn_at : source.thrown_at;
}

/** The instant or day a step was done or is due; empty when nobody fixed one. */
export function whenOf(step: Step, plan: KeptPlan, draw?: DrawTold): string {
  const times: Partial<Record<Step, string | undefined>> = {
    approved: plan.approved_at,
    published: plan.published_at,
    frozen: draw?.frozen_at ?? beginsAt(plan.source),
    random: beginsAt(plan.source),
    opened: plan.open_by,
  };
  return times[step] ?? "";
}
