/** What the law says of goods weighed again, in the buyer's terms. With its tables it is loaded only where something is judged. */
import { Exact } from "../law/exact";
import { retail } from "../law/retail";
import { NoVersion } from "../law/rules";
import type { Verdict as Judged } from "../law/verdict";
import { weighing } from "../law/weighing";
import type { Verdict } from "../types";
import { gramsOf, type Sold } from "./sale";

/** What it was weighed on: a verified scale with what its name plate says, or one's own and the steps it shows. */
export type Reference = { by: "fair"; accuracy_class: string; e_g: string; max_g?: string | undefined } | { by: "own"; step_g: string };
export type Saying = "enough" | "within" | "short" | "seems_short" | "no_number" | "arguable" | "too_coarse" | "unnamed" | "above" | "beyond_scale" | "no_law";

/** `asked`: what POST /v1/public/judgements answers with the same verdict, absent where there is nothing to ask. */
export interface Told { saying: Saying; verdict?: Verdict; asked?: object }

/** The law's method for a scale as good as the seller's (article 6): it allows twice the shortage. The server judges a complaint by the same. */
const METHOD = "equal_accuracy";

/** By the law of the local `day`. */
export function judged(day: string, sold: Sold, reference: Reference): Told {
  try {
    const mpe = errorOf(day, reference, gramsOf(sold.actual_kg));
    if (!mpe) return { saying: "beyond_scale" };
    const sale = { ...sold, method: METHOD, reference_mpe_g: mpe.toString() };
    const verdict = spelled(retail(day, sale));
    return { saying: sayingOf(verdict, reference.by), verdict, asked: { kind: "retail_weighing", on: day, ...sale } };
  } catch (failure) {
    if (failure instanceof NoVersion) return { saying: "no_law" };
    throw failure;
  }
}

/** What a verdict comes to for somebody who bought something; an unverified scale proves nothing. */
export function sayingOf(verdict: Verdict, by: Reference["by"]): Saying {
  switch (verdict.verdict) {
    case "pass": return verdict.found && Exact.of(verdict.found.value).isPositive ? "within" : "enough";
    case "fail": return by === "own" ? "seems_short" : "short";
    case "exempt": return "no_number";
    case "out_of_table": return "above";
    default:
      if (verdict.notes.includes("reference_too_coarse")) return "too_coarse";
      return verdict.notes.includes("live_other_aquatic") ? "arguable" : "unnamed";
  }
}

/** How wrong the scale may be at this load; undefined above what it can weigh. One's own is no better than its steps. */
function errorOf(day: string, reference: Reference, grams: string): Exact | undefined {
  if (reference.by === "own") return Exact.of(reference.step_g);
  return weighing(day, reference, { load_g: grams, indication_g: grams }).limit?.value;
}

/** As the server sends it: numbers as text. */
function spelled({ limit, found, excess, ...rest }: Judged): Verdict {
  const numbers = Object.entries({ limit, found, excess }).flatMap(([name, one]) => (one ? [[name, { value: `${one.value}`, unit: one.unit }]] : []));
  return { ...rest, ...(Object.fromEntries(numbers) as Pick<Verdict, "limit" | "found" | "excess">) };
}
