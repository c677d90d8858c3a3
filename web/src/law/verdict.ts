/** What the phone says of one item or of a check: the server's words and numbers, for display; the server judges for the record. */
import type { Words } from "../i18n";
import type { Answer } from "../types";
import type { Exact } from "./exact";
import { isInDoubt, on, rule, type Row, type Version } from "./rules";

export interface Amount { value: Exact; unit: string }
export interface Verdict {
  verdict: Answer; authority: "settled" | "indicative"; limit?: Amount; found?: Amount; excess?: Amount;
  rule: { id: string; version_from: string; title: string; source: string; url: string };
  notes: string[]; explanation: Words;
}

/** From the lightest to the gravest, as law/findings.py has them. */
const GRAVITY: readonly Answer[] = ["exempt", "not_tested", "pass", "out_of_table", "cannot_tell", "fail"];

/** What at least one verdict on one thing come to. */
export function overall(given: readonly Pick<Verdict, "verdict" | "authority">[]): Pick<Verdict, "verdict" | "authority"> {
  const verdict = GRAVITY[Math.max(...given.map((one) => GRAVITY.indexOf(one.verdict)))] as Answer;
  const restsOn = given.filter((one) => verdict !== "fail" || one.verdict === "fail");
  const isSettled = verdict === "fail" ? restsOn.some((one) => one.authority === "settled") : restsOn.every((one) => one.authority === "settled");
  return { verdict, authority: isSettled ? "settled" : "indicative" };
}

/** The citation of a version, by the row that answered where the row has a source of its own. */
export function cited(id: string, version: Version, row?: Row): Verdict["rule"] {
  return { id, version_from: version.from, title: rule(id).title, source: row?.source ?? version.source, url: row?.url ?? version.url };
}

/** The verdict with the code of why it is only indicative, where it is. */
export function noted(verdict: Verdict, day: string): Verdict {
  if (verdict.authority === "settled") return verdict;
  const version = on(verdict.rule.id, day);
  const why = version.carried_forward ? "text_carried_forward" : isInDoubt(version, day) ? "first_day_in_doubt" : "number_not_settled";
  return { ...verdict, notes: [...verdict.notes, why] };
}
