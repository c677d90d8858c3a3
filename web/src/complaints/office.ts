/** Beside single files at the desk: exchanges with other platforms, counts of quarters, proposed weights. */
import { call } from "../api";
import { today } from "../clock";

export type System = "12315" | "province";
export const SYSTEMS: readonly System[] = ["12315", "province"];
/** Files of one exchange at most. */
export const MOST_FILES = 90;
export interface Answer { complaint: string; number: string; status: string; text?: string }
export interface Exchange {
  id: string; kind: "export" | "answers"; format: string; system: System; unit: string; by: string; at: string;
  rows: { complaint: string; number: string; document: object }[]; answers: (Answer & { outcome: "taken" | "again" | "unknown" })[];
}
export interface Area { district: string; venue?: string }
export interface Counts {
  quarter: string; first: string; last: string; made_at: string; least: number; areas: (Area & { files: number })[]; rest?: number; hidden: number;
  weights: (Area & { weight: number })[]; rule: [places: number, weight: number][]; rule_from: string; rule_source: string;
}
export interface NotCounted { quarter: string; outcome: "not_counted" }
export interface Proposal {
  quarter: string; last: string; made_at: string; weights: { districts?: string[]; venues?: string[]; weight: number }[]; rule: [places: number, weight: number][]; rule_from: string; rule_source: string;
}

/** The published counts of a quarter; undefined while nobody had it counted. */
export async function countsOf(quarter: string): Promise<Counts | undefined> {
  const told = await call<Counts | NotCounted>("GET", `/v1/public/complaint-counts/${encodeURIComponent(quarter)}`);
  return "outcome" in told ? undefined : told;
}

/** The answers in a platform's file; undefined for any other file. Fields that nobody knows are left out, as the format asks. */
export function answersIn(text: string): Answer[] | undefined {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return undefined;
  }
  const rows: unknown = typeof told === "object" && told !== null ? (told as { answers?: unknown }).answers : undefined;
  if (!Array.isArray(rows) || !rows.length || !rows.every(isAnswer)) return undefined;
  return rows.map(({ complaint, number, status, text: said }) => ({ complaint, number, status, ...(typeof said === "string" ? { text: said } : {}) }));
}
function isAnswer(row: unknown): row is Answer {
  if (typeof row !== "object" || row === null) return false;
  const { complaint, number, status } = row as Record<string, unknown>;
  return [complaint, number, status].every((one) => typeof one === "string" && one !== "");
}

/** The last quarters that are over on a day, the newest first: `2026-Q3`. */
export function quartersBefore(day = today(), count = 8): string[] {
  const running = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, back) => running - 1 - back).map((one) => `${Math.floor(one / 4)}-Q${(one % 4) + 1}`);
}
