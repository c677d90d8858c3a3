/** What is public of a merchant, over time: results, decisions, what was put right, commitments. */
import { said } from "../i18n";
import type { Commitment, Entry } from "../open/types";
import { course, type Happened, type Teller } from "./course";
import type { Told } from "./drawing";

export function merchantCourse(t: Teller, entries: readonly Entry[], commitments: readonly Commitment[], today: string): Told | undefined {
  const told = entries.flatMap((one): Happened[] => [
    { day: one.day, lane: t(one.penalty ? "lane_penalty" : "lane_result"), what: said(one.title), kind: one.problem || one.penalty ? "bad" : "good" },
    ...(one.rectified ? [{ day: one.rectified.on, lane: t("lane_rectified"), what: t(one.rectified.on_time ? "rectified_on_time" : "rectified_late"), kind: one.rectified.on_time ? "good" : "other" } as const] : []),
  ]);
  const held = commitments.map((one): Happened => {
    const isBroken = one.step === "breached";
    return { day: one.signed_on, lane: t("lane_commitment"), what: t(isBroken ? "commitment_broken" : "commitment_held"), kind: isBroken ? "bad" : "good", until: one.until };
  });
  const made = course(t, [...told, ...held], today);
  const problems = entries.filter(({ problem, penalty }) => problem || penalty).length;
  return made && { ...made, finding: t("course_merchant", { all: String(entries.length), problems: String(problems), put: String(entries.filter(({ rectified }) => rectified).length) }) };
}
