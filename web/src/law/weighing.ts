/** Scales, as chalicelib/law/weighing.py judges them. */
import { Exact } from "./exact";
import { authority, on, told, type Row, type Version } from "./rules";
import { cited, noted, type Verdict } from "./verdict";

export interface WeighingParameters { accuracy_class: string; e_g: string; max_g?: string | undefined; min_g?: string | undefined; d_g?: string | undefined }
export interface WeighingReading { load_g: string; indication_g: string; added_load_g?: string | undefined; zero_error_g?: string | undefined }

const RULE = "weighing.tolerance";
const HALF = Exact.of("0.5");

/** One reading in service, by the law of the local day. Throws NoVersion. */
export function weighing(day: string, scale: WeighingParameters, reading: WeighingReading): Verdict {
  const version = on(RULE, day);
  const found = errorOf(scale, reading);
  const step = stepOf(version, scale, Exact.of(reading.load_g));
  if (!step) {
    return noted({
      verdict: "out_of_table", authority: authority(version, day), found: { value: found, unit: "g" }, rule: cited(RULE, version),
      notes: ["load_outside_range"], explanation: told("weighing", "outside", { load: Exact.of(reading.load_g) }),
    }, day);
  }
  const limit = limitsOf(scale, step).service;
  const excess = found.abs().minus(limit);
  const failed = excess.isPositive;
  const unread = isUnread(step, scale);
  return noted({
    verdict: failed ? "fail" : "pass", authority: unread ? "indicative" : authority(version, day, step.confidence),
    limit: { value: limit, unit: "g" }, found: { value: found, unit: "g" }, ...(failed ? { excess: { value: excess, unit: "g" } } : {}),
    rule: cited(RULE, version, step),
    notes: [...roundingNotes(day, scale, reading, excess), ...classNotes(day, scale), ...(unread ? ["successor_text_unread"] : [])],
    explanation: told("weighing", failed ? "failed" : "passed", { found, limit, excess }),
  }, day);
}

function errorOf(scale: WeighingParameters, reading: WeighingReading): Exact {
  let shown = Exact.of(reading.indication_g);
  if (reading.added_load_g) shown = shown.plus(HALF.times(Exact.of(scale.e_g))).minus(Exact.of(reading.added_load_g));
  return shown.minus(Exact.of(reading.load_g)).minus(Exact.of(reading.zero_error_g || "0"));
}

/** Permissible errors in grams, to both sides: at a first verification, and in service. */
export interface Limits { first: Exact; service: Exact }

function limitsOf(scale: WeighingParameters, step: Row): Limits {
  const first = Exact.of(step.limit_e ?? "").times(Exact.of(scale.e_g));
  return { first, service: first.times(Exact.of(step.in_service ?? "")) };
}

/** What the law of the local day permits at a load; undefined beyond the scale or the table. Throws NoVersion. */
export function limitsAt(day: string, scale: WeighingParameters, load_g: string): Limits | undefined {
  const step = stepOf(on(RULE, day), scale, Exact.of(load_g));
  return step && limitsOf(scale, step);
}

/** The loads in grams, smallest first, up to which each limit of the scale's class holds; the last may be without end. Throws NoVersion. */
export function limitSteps(day: string, scale: WeighingParameters): (Limits & { upTo?: Exact })[] {
  const e = Exact.of(scale.e_g);
  return on(RULE, day).rows.filter((row) => row.accuracy_class === scale.accuracy_class)
    .map((row) => ({ ...limitsOf(scale, row), ...(row.up_to_e === undefined ? {} : { upTo: Exact.of(row.up_to_e).times(e) }) }));
}

function stepOf(version: Version, scale: WeighingParameters, load: Exact): Row | undefined {
  if (scale.max_g && load.isOver(Exact.of(scale.max_g))) return undefined;
  if (scale.min_g && load.isPositive && Exact.of(scale.min_g).isOver(load)) return undefined;
  const e = Exact.of(scale.e_g);
  return version.rows.find((row) => row.accuracy_class === scale.accuracy_class && (row.up_to_e === undefined || !load.isOver(Exact.of(row.up_to_e).times(e))));
}

function isUnread(step: Row, scale: WeighingParameters): boolean {
  const largest = step.successor_unread_up_to_g;
  return largest !== undefined && (!scale.max_g || !Exact.of(scale.max_g).isOver(Exact.of(largest)));
}

function roundingNotes(day: string, scale: WeighingParameters, reading: WeighingReading, excess: Exact): string[] {
  const interval = Exact.of(scale.d_g || scale.e_g);
  const fine = Exact.of(on("weighing.rounding", day).rows[0]?.counts_beyond_e ?? "");
  const half = interval.times(HALF);
  const isCoarse = !reading.added_load_g && interval.isOver(fine.times(Exact.of(scale.e_g)));
  const isNear = excess.plus(half).isPositive && !excess.isOver(half);
  return isCoarse && isNear ? ["rounding_not_eliminated", "confirm_with_added_weights"] : [];
}

function classNotes(day: string, scale: WeighingParameters): string[] {
  const e = Exact.of(scale.e_g);
  const ranges = on("weighing.classes", day).rows.filter((row) =>
    row.accuracy_class === scale.accuracy_class && !Exact.of(row.e_from_g ?? "").isOver(e) && (row.e_up_to_g === undefined || !e.isOver(Exact.of(row.e_up_to_g))));
  if (!ranges.length) return ["interval_unusual_for_class"];
  const notes: string[] = [];
  if (scale.max_g) {
    const number = Exact.of(scale.max_g).over(e);
    if (!ranges.some((row) => !Exact.of(row.n_from ?? "").isOver(number) && (row.n_up_to === undefined || !number.isOver(Exact.of(row.n_up_to))))) notes.push("intervals_unusual_for_class");
  }
  if (scale.min_g && ranges.every((row) => Exact.of(row.min_e ?? "").times(e).isOver(Exact.of(scale.min_g ?? "")))) notes.push("min_unusual_for_class");
  return notes;
}
