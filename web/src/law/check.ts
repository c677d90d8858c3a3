/** A check as it is about to be sent, judged for display; undefined where the phone cannot: other kinds, days without law. */
import type { Words } from "../i18n";
import { Exact } from "./exact";
import { fuel, type Run } from "./fuel";
import { retail, type Sale } from "./retail";
import { NoVersion, TABLES, told } from "./rules";
import { overall, type Verdict } from "./verdict";
import { weighing, type WeighingParameters, type WeighingReading } from "./weighing";

interface Reference { valid_until?: string | undefined }
export type Judgeable =
  | { kind: "weighing_instrument"; readings: WeighingReading[]; weights: Reference }
  | { kind: "retail"; sale: Sale; reference?: Reference | undefined }
  | { kind: "fuel"; runs: Run[]; reference?: Reference | undefined };
/** Sent with the check, so that a difference from the server's verdict is seen. */
export interface Shown { verdict: Verdict["verdict"]; authority: Verdict["authority"]; tables: string }
export interface Told { shown: Shown; explanation: Words; parts: Verdict[] }

/** `scale`: what is on record of the instrument; `day`: the local day, YYYY-MM-DD. */
export function judged(check: Judgeable, scale: Partial<WeighingParameters>, day: string): Told | undefined {
  try {
    switch (check.kind) {
      case "weighing_instrument": {
        const { accuracy_class, e_g } = scale;
        if (!accuracy_class || !e_g) return undefined;
        const parts = check.readings.map((reading) => weighing(day, { ...scale, accuracy_class, e_g }, reading));
        return whole(parts, check.weights, day, ["weighing", "weights_expired"]);
      }
      case "retail": return whole([retail(day, check.sale)], check.reference, day, ["check", "reference_expired"]);
      case "fuel": return whole([fuel(day, check.runs)], check.reference, day, ["check", "reference_expired"]);
    }
  } catch (failure) {
    if (failure instanceof NoVersion) return undefined;
    throw failure;
  }
}

/** Of failing parts that which is furthest beyond its limit explains the check; an expired reference proves nothing. */
function whole(parts: Verdict[], reference: Reference | undefined, day: string, expired: [judge: string, name: string]): Told | undefined {
  if (!parts.length) return undefined;
  if (reference?.valid_until && reference.valid_until < day) {
    return { shown: { verdict: "cannot_tell", authority: "indicative", tables: TABLES }, explanation: told(...expired), parts };
  }
  const together = overall(parts);
  const [first, ...more] = parts.filter((one) => one.verdict === together.verdict) as [Verdict, ...Verdict[]];
  const excess = (one: Verdict): Exact => one.excess?.value ?? Exact.zero;
  const deciding = more.reduce((so, next) => (excess(next).isOver(excess(so)) ? next : so), first);
  return { shown: { ...together, tables: TABLES }, explanation: deciding.explanation, parts };
}
