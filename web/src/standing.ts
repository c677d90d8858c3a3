/** What an instrument is on a day, from a list's row; the server says it for a single one. */
import { today } from "./clock";
import type { Head, InstrumentRow, Standing } from "./types";

export type Tone = "good" | "warn" | "bad";
export const DUE_SOON_DAYS = 30;

export const TONES: Record<Standing, Tone> = {
  valid: "good", due_soon: "warn", overdue: "bad", unverified: "bad", failed: "bad", void: "bad",
  suspended: "bad", disputed_frozen: "bad", replaced: "bad", scrapped: "bad",
};

/** As certified.Certified: `until` is there when the last verification was passed; its last day still counts. */
export function standingOn(one: { state: string; verified: boolean; until?: string | undefined; voided: boolean }, day: string, soon: string): Standing {
  if (one.state !== "in_use") return one.state as Standing;
  if (!one.verified) return "unverified";
  if (!one.until) return "failed";
  if (one.voided) return "void";
  if (day > one.until) return "overdue";
  return soon >= one.until ? "due_soon" : "valid";
}

/** What a row of an officer's list is today. */
export function standingOf(row: InstrumentRow): Standing {
  const until = row.conclusion === "pass" ? row.valid_until : undefined;
  return standingOn({ state: row.state, verified: row.conclusion !== "", until, voided: row.voided ?? false }, today(), today(DUE_SOON_DAYS));
}

/** What an instrument of which the phone has the head alone is today. */
export function standingOfHead({ state, verification, void: voided }: Head): Standing {
  const until = verification?.conclusion === "pass" ? verification.valid_until : undefined;
  return standingOn({ state, verified: verification !== undefined, until, voided: voided !== undefined }, today(), today(DUE_SOON_DAYS));
}

/** The row of an officer's list for an instrument of which the phone has the head alone. */
export function rowOfHead({ id, number, name, stall, state, merchant, verification, void: voided }: Head): InstrumentRow {
  return { id, number, name, stall, state, merchant: merchant.name, conclusion: verification?.conclusion ?? "", valid_until: verification?.valid_until ?? "", voided: voided !== undefined };
}

/** How many of each, the worst first: what a list says before it is read. */
export function counted(rows: readonly InstrumentRow[]): Record<Tone, number> {
  const count: Record<Tone, number> = { bad: 0, warn: 0, good: 0 };
  for (const row of rows) count[TONES[standingOf(row)]] += 1;
  return count;
}
