/** Where a merchant stands, as the server tells it, and how a page shows it: words are the rulebook's, points only beside their facts. */
import type { Words } from "../i18n";
import type { Tone } from "../standing";

export type Grade = "good" | "regular" | "attention" | "poor";
export interface SaidGrade { code: Grade; word: Words; means: Words }
export interface Point { kind: string; about: "entry" | "commitment" | "instrument"; fact: string; day: string; points: number; until?: string; contested?: true; instead?: string[] }
export interface SaidPoint { point: Point; says: Words; change: Words; basis: string }
export interface SaidProspect { prospect: { kind: string; fact?: string; gain: number; grade: Grade; on?: string }; says: Words; change: Words }
export interface BookName { id: string; from: string; sha256: string }
export interface Proposal {
  n: number; state: "open" | "lapsed" | "confirmed" | "refused"; was: Grade; made_at: string; explain_until: string; reckoned: { grade: Grade; facts_sha256: string };
  explanation?: { text: string; asks_to_be_heard: boolean; at: string };
  decision?: { outcome: "confirmed" | "refused"; reason: string; at: string; heard_on?: string };
}
export interface Standing {
  merchant_id: string; grade: SaidGrade; since?: string; confirmed: boolean; refused?: SaidGrade; reckoned: { day: string; facts_sha256: string; points: number; rulebook: BookName; grade: Grade; because: Point[]; changes_on?: string };
  reckoned_grade: SaidGrade; grades: SaidGrade[]; because: SaidPoint[]; prospects: SaidProspect[]; facts: string[]; proposal?: Proposal; coming?: { rulebook: BookName; begins?: string; grade: SaidGrade; points: number };
  public?: { words: Words }; demonstration: boolean; explain_workdays: number;
}
export interface ProposalRow { merchant_id: string; n: number; was: Grade; grade: Grade; made_at: string; explain_until: string; is_explained: boolean; asks_to_be_heard: boolean }

export interface Rule { kind: string; points: number; for_days?: number; cap?: number; grace_days: number; says: Words; change: Words; basis: string }
export interface GradeRow { code: Grade; at_least?: number; needs: string[]; word: Words; means: Words }
export interface Rulebook {
  from: string; title: Words; demonstration: boolean; notice_days: number; explain_workdays: number; source: { title: string; checked: string; checked_by: string };
  publication?: { words: Words; source: { title: string } }; grade: GradeRow[]; rule: Rule[];
  same_facts?: { says: Words; basis: string };
}
export interface ShownRulebook { sha256: string; text: string; rulebook: Rulebook; begins?: string; is_now: boolean; reported_on?: string }
export interface Report {
  n: number; day: string; made_at: string; now: BookName; coming: BookName; merchants: number; moved: { was: Grade; becomes: Grade; merchants: number }[]; parts: { name: string; sha256: string; lines: number }[];
}
export interface Change { rulebook: BookName; title: Words; begins?: string; grades: GradeRow[]; report: Report }

export const TONES: Record<Grade, Tone> = { good: "good", regular: "good", attention: "warn", poor: "bad" };
const ORDER: readonly Grade[] = ["good", "regular", "attention", "poor"];

/** +2, −3, 0: with the sign that is read aloud. */
export const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : "0");

/** Where the fact of a point is shown: to its merchant, or to the office. */
export function factPath(point: Point, asMerchant: boolean): string {
  if (point.about === "instrument") return `/instruments/${point.fact}`;
  if (point.about === "entry") return `${asMerchant ? "/mine/results" : "/publication"}/${point.fact}`;
  return asMerchant ? "/mine/commitments" : "/commitments";
}

/** The number on the label of each instrument that these lines of facts tell of, by its id. */
export function numbersOf(lines: readonly string[]): Map<string, string> {
  const told = lines.map((line) => JSON.parse(line) as { about: string; id: string; number?: string });
  return new Map(told.flatMap(({ id, number }) => (number ? [[id, number] as const] : [])));
}

/** Whether a move is to a better word, a worse one, or none. */
export function direction(was: Grade, becomes: Grade): "better" | "worse" | "same" {
  const by = ORDER.indexOf(becomes) - ORDER.indexOf(was);
  return by < 0 ? "better" : by > 0 ? "worse" : "same";
}

/** How many merchants of a report go which way. */
export function counted(report: Report): Record<"better" | "worse" | "same", number> {
  const count = { better: 0, worse: 0, same: 0 };
  for (const one of report.moved) count[direction(one.was, one.becomes)] += one.merchants;
  return count;
}
