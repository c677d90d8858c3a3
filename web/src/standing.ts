/** What an instrument is on a day, from a list's row; the server says it for a single one. */
import { today } from "./clock";
import type { InstrumentRow, Standing } from "./types";

export type Tone = "good" | "warn" | "bad";
const DUE_SOON_DAYS = 30;

export const TONES: Record<Standing, Tone> = {
  valid: "good", due_soon: "warn", overdue: "bad", unverified: "bad", failed: "bad", void: "bad",
  suspended: "bad", disputed_frozen: "bad", replaced: "bad", scrapped: "bad",
};

/** As InstrumentHead.standing: the certificate's last day still counts. */
export function standingOf(row: InstrumentRow): Standing {
  if (row.state !== "in_use") return row.state as Standing;
  if (row.conclusion === "") return "unverified";
  if (row.conclusion === "fail") return "failed";
  if (row.voided) return "void";
  if (today() > row.valid_until) return "overdue";
  return today(DUE_SOON_DAYS) >= row.valid_until ? "due_soon" : "valid";
}

/** How many of each, the worst first: what a list says before it is read. */
export function counted(rows: readonly InstrumentRow[]): Record<Tone, number> {
  const count: Record<Tone, number> = { bad: 0, warn: 0, good: 0 };
  for (const row of rows) count[TONES[standingOf(row)]] += 1;
  return count;
}
