/** Assignments as the API lists them, and how urgent each is. */
import { daysBetween } from "../clock";

export type AssignmentState = "open" | "done" | "refused" | "closed" | "moved" | "substituted" | "voided";
export const STATES: readonly AssignmentState[] = ["open", "done", "refused", "closed", "moved", "substituted", "voided"];
export interface AssignmentRow {
  plan: string; order: number; stratum: number; number: string; objects: "site" | "merchant" | "instrument"; object_id: string; object_name: string; district: string;
  officers: string[]; due_on: string; state: AssignmentState; visit: string; last_visit?: string; visits: number; replaces?: number; replaced_by?: number;
}
export interface AssignmentPage { items: AssignmentRow[]; cursor: string }

const SOON_DAYS = 3;
/** From these a further visit or a substitution is possible. */
export const GOES_ON: readonly AssignmentState[] = ["open", "closed", "moved"];

export interface Due { tone: "good" | "warn" | "bad"; days: number }

/** The colour of an open one: red when late, yellow in its last days, green before. */
export function due(row: Pick<AssignmentRow, "state" | "due_on">, today: string): Due | undefined {
  if (row.state !== "open") return undefined;
  const days = daysBetween(today, row.due_on);
  return { days, tone: days < 0 ? "bad" : days <= SOON_DAYS ? "warn" : "good" };
}
