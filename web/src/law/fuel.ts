/** Fuel dispensers, as chalicelib/law/fuel.py judges them. */
import type { Answer } from "../types";
import { Exact, greatest, least } from "./exact";
import { authority, on, told, type Authority, type Row, type Version } from "./rules";
import { cited, noted, overall, type Verdict } from "./verdict";

export type Run = Partial<Record<"flow_point" | "temperature_c" | "material", string>> & { indicated_l: string; standard_l: string };

const RULE = "fuel.dispenser";
const PERCENT = Exact.of("100");
const ONE = Exact.of("1");
type Finding = Pick<Verdict, "verdict" | "authority" | "notes" | "explanation" | "rule" | "found" | "limit" | "excess">;

/** All runs, by the law of the local day: the numbers are always those of the worst error. Throws NoVersion. */
export function fuel(day: string, runs: readonly Run[]): Verdict {
  const version = on(RULE, day);
  const expansions = on("fuel.temperature", day);
  const smallest = least(...(expansions.rows.map((row) => Exact.of(row.least_l ?? "")) as [Exact]));
  const small = runs.some((run) => smallest.isOver(Exact.of(run.standard_l))) ? ["standard_measure_small"] : [];
  const errors = new Map<string | undefined, [Exact, ...Exact[]]>();
  for (const run of runs) {
    const error = errorOf(run, expansions);
    if (!error) {
      return noted({ verdict: "cannot_tell", authority: authority(version, day), rule: cited(RULE, version), notes: [...small, "material_needed"], explanation: told("fuel", "material") }, day);
    }
    const ofFlow = errors.get(run.flow_point || undefined);
    if (ofFlow) ofFlow.push(error);
    else errors.set(run.flow_point || undefined, [error]);
  }
  const worst = worstOf(day, version, [...errors.values()].flat());
  const repeated = repeatability(day, version, [...errors.values()]);
  return noted(together(worst, repeated, small), day);
}

function errorOf(run: Run, expansions: Version): Exact | undefined {
  let standard = Exact.of(run.standard_l);
  if (run.temperature_c) {
    const row = expansions.rows.find((one) => one.material === run.material);
    if (!row) return undefined;
    const warmer = Exact.of(run.temperature_c).minus(Exact.of(row.reference_c ?? ""));
    standard = standard.times(ONE.plus(Exact.of(row.per_degree ?? "").times(warmer)));
  }
  return Exact.of(run.indicated_l).minus(standard).over(standard).times(PERCENT);
}

function rowOf(version: Version, quantity: string): Row {
  const row = version.rows.find((one) => one.quantity === quantity);
  if (!row) throw new RangeError(`no row ${quantity}`);
  return row;
}

function worstOf(day: string, version: Version, all: Exact[]): Finding {
  const row = rowOf(version, "error");
  const worst = all.reduce((so, next) => (next.abs().isOver(so.abs()) ? next : so));
  const excess = worst.abs().minus(Exact.of(row.limit_percent ?? ""));
  const said = !excess.isPositive ? "passed" : worst.isPositive ? "short" : "over";
  return finding(version, row, worst, excess, said, authority(version, day, row.confidence), []);
}

/** The widest range of errors among the flow points run at least twice. */
function repeatability(day: string, version: Version, flows: [Exact, ...Exact[]][]): Finding {
  const row = rowOf(version, "repeatability");
  const ranges = flows.filter((one) => one.length > 1).map((one) => greatest(...one).minus(least(...one)));
  const [first, ...more] = ranges;
  if (!first) {
    return { verdict: "not_tested", authority: authority(version, day), rule: cited(RULE, version, row), explanation: told("fuel", "once"), notes: ["repeatability_not_tested"] };
  }
  const widest = greatest(first, ...more);
  const excess = widest.minus(Exact.of(row.limit_percent ?? ""));
  const marks = excess.isPositive ? [row.confidence, row.formula_confidence] : [row.confidence];
  const isFew = row.runs !== undefined && flows.some((one) => one.length < Number(row.runs));
  const notes = [...(excess.isPositive ? ["repeatability_beyond_limit"] : []), ...(isFew ? ["fewer_runs_than_asked"] : [])];
  return finding(version, row, widest, excess, excess.isPositive ? "unrepeatable" : "repeated", authority(version, day, ...marks), notes);
}

function finding(version: Version, row: Row, found: Exact, excess: Exact, said: string, rests: Authority, notes: string[]): Finding {
  const percent = (value: Exact): { value: Exact; unit: string } => ({ value: value.rounded(6), unit: "%" });
  const limit = Exact.of(row.limit_percent ?? "");
  return {
    verdict: excess.isPositive ? "fail" : "pass", authority: rests, rule: cited(RULE, version, row), notes, limit: { value: limit, unit: "%" }, found: percent(found),
    ...(excess.isPositive ? { excess: percent(excess) } : {}), explanation: told("fuel", said, { found: found.rounded(6), limit }),
  };
}

/** As law/findings.py puts findings together, with the numbers of the error. */
function together(worst: Finding, repeated: Finding, notes: string[]): Verdict {
  const all = [worst, repeated];
  const { verdict, authority: rests } = overall(all);
  const deciding = all.filter((one) => one.verdict === verdict);
  const first = (verdict === "fail" && deciding.find((one) => one.authority === rests)) || (deciding[0] as Finding);
  return {
    verdict: verdict as Answer, authority: rests, rule: first.rule,
    ...(worst.limit ? { limit: worst.limit } : {}), ...(worst.found ? { found: worst.found } : {}), ...(worst.excess ? { excess: worst.excess } : {}),
    notes: [...new Set([...notes, ...all.flatMap((one) => one.notes)])],
    explanation: { zh: deciding.map((one) => one.explanation.zh).join(""), en: deciding.map((one) => one.explanation.en).join(" ") },
  };
}
