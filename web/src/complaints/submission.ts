/** The form of a complaint or report, and what is sent of it; pure. */
import { newId } from "../ids";
import { cents, gramsOf, soldOf, type Typed } from "./sale";
import { isKnown, type Place } from "./place";
import { newSecret } from "./secret";
import type { Promised, Submission, Wants } from "./types";

/** `complaint` and `secret` are made with the form, so that whatever happens it is sent as one thing. `started`: when, Unix milliseconds; 0 before. `join`: the mark, if they join. */
export interface Form {
  started: number; complaint: string; secret: string; wants: Wants | ""; facts: string; withSale: boolean; asks: string[]; askText: string;
  named: "no" | "yes"; name: string; phone: string; address: string; joins: "" | "yes" | "no"; join: string;
}
export const freshForm = (): Form => ({
  started: 0, complaint: newId("cmp"), secret: newSecret(), wants: "", facts: "", withSale: true, asks: [], askText: "",
  named: "no", name: "", phone: "", address: "", joins: "", join: "",
});

const LEAST_FACTS = 5;
const LEAST_NAME = 2;
const PHONE = /^\+?\d(?=(?:\D*\d){6})[\d -]{5,18}$/;

export const isComplaint = (form: Form): boolean => form.wants === "complaint" || form.wants === "both";
/** Whether the sender must say who they are. */
export const isNamed = (form: Form): boolean => isComplaint(form) || form.named === "yes";

export type Lack = "wants" | "place" | "facts" | "asks" | "name" | "phone" | "address";
/** What is still missing, in the order of the form. */
export function lacksOf(form: Form, place: Place): Lack[] {
  const needs: [Lack, boolean][] = [
    ["wants", form.wants !== ""], ["place", isKnown(place)], ["facts", form.facts.trim().length >= LEAST_FACTS], ["asks", !isComplaint(form) || form.asks.length > 0],
    ["name", !isNamed(form) || (form.name.trim().length >= LEAST_NAME && !/\d/.test(form.name))],
    ["phone", !isNamed(form) || PHONE.test(form.phone.normalize("NFKC").trim())], ["address", !isComplaint(form) || form.address.trim() !== ""],
  ];
  return needs.filter(([, isThere]) => !isThere).map(([lack]) => lack);
}

/** Of a whole form; `foodName` stands for goods that were not named. */
export function submissionOf(form: Form, place: Place, sale: Typed, secret_hash: string, pictures: readonly Promised[], foodName: string): Submission {
  const purchase = form.withSale ? purchaseOf(sale, foodName) : undefined;
  const text = form.askText.trim();
  return {
    wants: form.wants as Wants, secret_hash, about: aboutOf(place), facts: form.facts.trim(), pictures: [...pictures],
    ...(purchase ? { purchase } : {}),
    ...(isComplaint(form) ? { request: { wants: [...form.asks], ...(text ? { text } : {}) } } : {}),
    ...(isNamed(form) ? { reporter: { name: form.name.trim(), phone: form.phone.trim(), ...(form.address.trim() ? { address: form.address.trim() } : {}) } } : {}),
    ...(form.joins === "yes" && form.join ? { join: form.join } : {}),
  };
}

function aboutOf(place: Place): object {
  if (place.number) return { instrument: place.number };
  if (place.site) return { site_id: place.site, ...(place.stall ? { stall_id: place.stall } : {}) };
  return { district: place.district, respondent_name: place.name, respondent_address: place.address };
}

function purchaseOf(sale: Typed, foodName: string): object | undefined {
  const sold = soldOf(sale);
  if (!sold) return undefined;
  const { unit_price_yuan_per_kg: price } = sold;
  return {
    goods: sale.goods.trim() || foodName, category: sale.food, bought_on: sale.bought, settled_g: gramsOf(sold.settled_kg), found_g: gramsOf(sold.actual_kg),
    ...(price ? { price_yuan_per_kg: cents(price) } : {}),
    ...(sale.by === "fair" && sale.fair ? { method: "fair_scale", fair_scale: sale.fair } : { method: sale.by === "own" ? "own_scale" : "other" }),
  };
}
