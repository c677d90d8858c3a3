/** What an officer writes down for somebody, as it is sent: the form of a citizen's phone without its pictures; pure. */
import { today } from "../clock";
import type { Place } from "./place";
import { fresh } from "./sale";
import { submissionOf, type Form } from "./submission";
import type { Submission } from "./types";

/** What was bought, as it is told; masses in grams. Without goods there is none. */
export interface Bought { goods: string; category: string; on: string; price: string; settled: string; found: string; method: "fair_scale" | "own_scale" | "other" }
export const freshBought = (): Bought => ({ goods: "", category: "other", on: today(), price: "", settled: "", found: "", method: "other" });

export function takenDown(form: Form, place: Place, bought: Bought, secretHash: string): Submission {
  const { goods, category, on, price, settled, found, method } = bought;
  const numbers = { price_yuan_per_kg: price, settled_g: settled, found_g: found };
  const told = Object.fromEntries(Object.entries(numbers).filter(([, typed]) => typed));
  const purchase = goods.trim() ? { purchase: { goods: goods.trim(), category, bought_on: on, method, ...told } } : {};
  return { ...submissionOf({ ...form, withSale: false }, place, fresh(), secretHash, [], ""), ...purchase };
}
