/** Sales by weight, as chalicelib/law/retail.py judges them. */
import { Exact } from "./exact";
import { authority, joined, on, told, type Band, type Row, type Version } from "./rules";
import { cited, noted, type Verdict } from "./verdict";

/** As the check sends it: masses in kilograms as text; what was left out is absent or empty. */
export type Sale = Partial<Record<
  "food_class" | "special" | "unit_price_yuan_per_kg" | "weights_nominal_kg" | "weights_indication_kg" | "reference_mpe_g", string
>> & { settled_kg: string; actual_kg: string; method: string };

const RULE = "retail.food";
const GRAMS = Exact.of("1000");
interface Found { row: Row; bands: Band[] }

/** One sale, by the law of the local day. Throws NoVersion. */
export function retail(day: string, sale: Sale): Verdict {
  return noted(judged(day, sale), day);
}

function judged(day: string, sale: Sale): Verdict {
  const version = on(RULE, day);
  const settled = Exact.of(sale.settled_kg);
  const found = settled.minus(Exact.of(sale.actual_kg)).times(GRAMS);
  const { used, notes } = rowOf(sale, version);
  const common = { rule: cited(RULE, version, used?.row), authority: authority(version, day, used?.row.confidence), found: { value: found, unit: "g" } };
  if (sale.special) {
    const isOpen = sale.special === "live_other_aquatic";
    return { ...common, verdict: isOpen ? "cannot_tell" : "exempt", notes: [sale.special], explanation: told("retail", isOpen ? "officer" : "live") };
  }
  if (!used) return { ...common, verdict: "cannot_tell", notes: ["class_or_price_needed"], explanation: told("retail", "unnamed") };
  const deviation = limitOf(used, settled);
  if (!deviation) return { ...common, verdict: "out_of_table", notes: [...notes, "above_last_band"], explanation: told("retail", "above", { mass: settled }) };
  const actual = limitOf(used, Exact.of(sale.actual_kg));
  if (!actual?.is(deviation)) notes.push("actual_mass_in_another_band");
  if (!sale.reference_mpe_g) notes.push("reference_assumed_adequate");
  return byMethod(day, sale, deviation, { ...common, notes });
}

function byMethod(day: string, sale: Sale, deviation: Exact, common: Pick<Verdict, "rule" | "authority" | "notes"> & { found: { value: Exact; unit: string } }): Verdict {
  const methods = on("retail.methods", day);
  const method = methods.rows.find((row) => row.method === sale.method);
  if (!method) throw new RangeError(`no method ${sale.method}`);
  const limit = deviation.times(Exact.of(method.limit_factor ?? ""));
  const divisor = Exact.of(method.reference_divisor ?? "");
  const found = common.found.value;
  const grams = (value: Exact): { value: Exact; unit: string } => ({ value, unit: "g" });
  const stated = { ...common, limit: grams(limit), authority: joined(common.authority, authority(methods, day, method.confidence)) };
  const { notes } = common;
  const mpe = sale.reference_mpe_g ? Exact.of(sale.reference_mpe_g) : undefined;
  if (mpe?.times(divisor).isOver(deviation)) {
    return { ...stated, verdict: "cannot_tell", notes: [...notes, "reference_too_coarse"], explanation: told("retail", "coarse", { limit: deviation.over(divisor).rounded(2), mpe }) };
  }
  if (found.isOver(limit)) {
    const excess = found.minus(limit);
    return { ...stated, verdict: "fail", excess: grams(excess), explanation: told("retail", "failed", { found, limit, excess }) };
  }
  if (sale.method === "original_instrument") {
    if (!sale.weights_indication_kg) return { ...stated, verdict: "cannot_tell", notes: [...notes, "scale_not_checked_with_weights"], explanation: told("retail", "untested") };
    const nominal = sale.weights_nominal_kg || sale.actual_kg;
    const off = Exact.of(sale.weights_indication_kg).minus(Exact.of(nominal)).times(GRAMS);
    if (!sale.weights_nominal_kg) notes.push("weights_assumed_equal_to_reading");
    else if (!Exact.of(nominal).is(Exact.of(sale.actual_kg))) notes.push("weights_differ_from_reading");
    if (off.abs().isOver(limit)) {
      return { ...stated, verdict: "fail", excess: grams(off.abs().minus(limit)), notes: [...notes, "scale_wrong_with_weights"], explanation: told("retail", "bad_scale", { found: off, limit }) };
    }
  }
  return { ...stated, verdict: "pass", explanation: found.isPositive ? told("retail", "passed", { found, limit }) : told("retail", "enough") };
}

/** The row that judges: the named class before the price. */
function rowOf(sale: Sale, version: Version): { used: Found | undefined; notes: string[] } {
  const rows = version.rows.map((row, place) => ({ row, bands: version.bands?.[place] ?? [] }));
  const byClass = sale.food_class ? rows.find(({ row }) => row.food_class === sale.food_class) : undefined;
  const price = sale.unit_price_yuan_per_kg ? Exact.of(sale.unit_price_yuan_per_kg) : undefined;
  const byPrice = price && rows.find(({ row }) => price.isOver(Exact.of(row.price_over ?? "")) && (row.price_up_to === undefined || !price.isOver(Exact.of(row.price_up_to))));
  return { used: byClass ?? byPrice, notes: byClass && byPrice && byClass !== byPrice ? ["row_by_price_differs"] : [] };
}

function limitOf({ bands }: Found, mass: Exact): Exact | undefined {
  const band = bands.find(({ up_to_kg }) => !mass.isOver(Exact.of(up_to_kg)));
  return band && Exact.of(band.limit_g);
}
