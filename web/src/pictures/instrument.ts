/** An instrument's own time line. */
import { dayOf } from "../clock";
import type { TimelineEntry } from "../types";
import { course, type Happened, type Kind, type Teller } from "./course";
import type { Told } from "./drawing";

const STOPS: readonly string[] = ["suspend", "freeze", "release", "unfreeze"];
const WORK: readonly string[] = ["repair", "seal_change"];
const WORSE: readonly string[] = ["suspend", "freeze", "repair", "seal_change", "scrap"];

/** `what` says an entry in words, as the list beside the picture does. */
export function instrumentCourse(t: Teller, entries: readonly TimelineEntry[], what: (entry: TimelineEntry) => string, today: string): Told | undefined {
  const made = course(t, entries.map((one) => ({ ...placed(t, one), what: what(one) })), today);
  if (!made) return undefined;
  const of = (name: TimelineEntry["what"]): TimelineEntry[] => entries.filter((one) => one.what === name);
  const failed = [...of("check"), ...of("verification")].filter(({ check, verification }) => (check?.verdict ?? verification?.conclusion) === "fail").length;
  const facts = { verifications: of("verification").length, checks: of("check").length, failed, acts: of("act").length };
  return { ...made, finding: t("course_instrument", Object.fromEntries(Object.entries(facts).map(([name, n]) => [name, String(n)]))) };
}

function placed(t: Teller, { at, act, verification, label, check }: TimelineEntry): Omit<Happened, "what"> {
  if (verification) return { day: verification.verified_on, lane: t("lane_verification"), kind: verification.conclusion === "pass" ? "good" : "bad", until: verification.valid_until };
  if (check) return { day: dayOf(at), lane: t("lane_check"), kind: check.verdict === "pass" ? "good" : check.verdict === "fail" ? "bad" : "other" };
  if (label) return { day: dayOf(at), lane: t("lane_label"), kind: "other" };
  const done = act?.sent.kind ?? "";
  const kind: Kind = WORSE.includes(done) ? "bad" : STOPS.includes(done) ? "good" : "other";
  return { day: dayOf(at), lane: t(STOPS.includes(done) ? "lane_order" : WORK.includes(done) ? "lane_repair" : "lane_other"), kind };
}
