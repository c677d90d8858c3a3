/** Three families of codes hang in a market and are never mixed: our labels, payment codes, everything else. */
import { PAYMENT } from "./l1";
import { segmentOf } from "./reader";

export type Kind = "label" | "payment" | "foreign";

/** What a code is by its text alone; whether a label is genuine is another question. */
export function kindOf(text: string): Kind {
  if (PAYMENT.test(text.trim())) return "payment";
  return segmentOf(text) ? "label" : "foreign";
}
