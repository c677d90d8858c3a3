/** What a page of the register shows of its file on a day; pure. */
import { standingOn, TONES, type Tone } from "../standing";
import type { Standing } from "../types";
import type { DistrictFile, Entry, Instrument } from "./types";

/** What the clock says is over is not shown, whether or not the file was made again: the last day still counts. */
export function shown<T extends { until?: string }>(entries: readonly T[], day: string): T[] {
  return entries.filter((one) => !one.until || one.until >= day);
}

/** Visits newest first, and what is no visit. */
export function parted(entries: readonly Entry[]): { visits: Entry[]; others: Entry[] } {
  return { visits: entries.filter((one) => one.codes), others: entries.filter((one) => !one.codes) };
}

/** As chalicelib/certified.py. */
export function instrumentStanding(one: Instrument, day: string, soon: string): Standing {
  return standingOn({ state: one.state, verified: one.verified_on !== undefined, until: one.valid_until, voided: one.voided }, day, soon);
}

export function countedOn(instruments: readonly Instrument[], day: string, soon: string): Record<Tone, number> {
  const count: Record<Tone, number> = { bad: 0, warn: 0, good: 0 };
  for (const one of instruments) count[TONES[instrumentStanding(one, day, soon)]] += 1;
  return count;
}

/** Whose name or credit code has all the words that were typed. */
export function searched(file: DistrictFile, typed: string): DistrictFile {
  const words = typed.toUpperCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  return {
    ...file,
    merchants: file.merchants.filter((one) => has(`${one.name} ${one.credit_code ?? ""}`.toUpperCase())),
    sites: file.sites.filter((one) => has(one.name.toUpperCase())),
  };
}
