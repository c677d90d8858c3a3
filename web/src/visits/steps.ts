/** The steps of a visit in the order its officers take them, and which is next. */
import type { Visit, VisitState } from "../types";

export const STEPS = ["approve", "accept", "identify", "check", "evidence", "sign", "close", "result"] as const;
export type Step = (typeof STEPS)[number];
export type Mark = "done" | "now" | "open" | "later";
/** What officers do at the place, in any order; which of them is next they say themselves. */
const AT_PLACE: readonly Step[] = ["check", "evidence", "sign", "close"];

/** The first step that a visit in this state waits for; undefined when officers have nothing more to do. */
const WAITS_FOR: Record<VisitState, Step | undefined> = {
  planned: "approve", approved: "accept", accepted: "identify", coded_in: "check", checked: "result", entered: undefined, reviewed: undefined, ended: undefined, void: undefined,
};

/** How many steps its officers have left; the approval is somebody else's and not counted. */
export function stepsLeft(state: VisitState): number {
  const first = WAITS_FOR[state];
  return first ? STEPS.length - Math.max(STEPS.indexOf(first), 1) : 0;
}

/** The step to take now. An emergency does not wait for its approval. `turned`: the step at the place the officer went on to. */
export function stepNow(visit: Pick<Visit, "state" | "emergency">, turned: string): Step | undefined {
  const first = WAITS_FOR[visit.state];
  if (first === "approve" && visit.emergency) return "accept";
  return first === "check" ? (AT_PLACE.find((step) => step === turned) ?? "check") : first;
}

/** `has`: what is on record or on this phone already, of the steps that may be taken more than once. */
export function marks(visit: Pick<Visit, "state" | "emergency">, now: Step | undefined, has: Partial<Record<Step, boolean>>): Record<Step, Mark> {
  const at = now ? STEPS.indexOf(now) : STEPS.length;
  const atPlace = visit.state === "coded_in";
  const markOf = (step: Step, place: number): Mark => {
    if (step === now) return "now";
    if (atPlace && AT_PLACE.includes(step)) return has[step] ? "done" : "open";
    if (step === "approve" && visit.emergency && has.approve === false) return "open";
    return place < at && (visit.state !== "ended" && visit.state !== "void" || has[step]) ? "done" : "later";
  };
  return Object.fromEntries(STEPS.map((step, place) => [step, markOf(step, place)])) as Record<Step, Mark>;
}
