/** What somebody bought and weighed again, as they typed it; kept on this phone until it was sent with a complaint. */
import { today } from "../clock";
import { useDraft } from "../formdraft";
import { Exact, isNumber } from "../law/exact";

/** In the words of the stall: what the law has a row for, what it has none for, and "other", which the price decides. */
export const FOODS = [
  "grain_vegetable_fruit", "meat_egg_poultry_aquatic_pastry_sweets_seasoning", "dried_delicacy",
  "live_fish", "live_poultry", "water_soaked", "live_other_aquatic", "other",
] as const;
export type Food = (typeof FOODS)[number];
const SPECIAL: readonly string[] = ["live_fish", "live_poultry", "water_soaked", "live_other_aquatic"];

export const UNITS = ["kg", "jin", "g"] as const;
export type Unit = (typeof UNITS)[number];
const KILOGRAMS: Record<Unit, Exact> = { kg: Exact.of("1"), jin: Exact.of("0.5"), g: Exact.of("0.001") };
const GRAMS = Exact.of("1000");

/**
 * settled, found  what was paid for and what it weighs, in `unit`     price  yuan per kilogram, or per jin
 * by              on the market's fair scale (`fair`: its number) or one's own, which shows steps of `step` grams
 */
export interface Typed {
  goods: string; food: Food | ""; unit: Unit; price: string; settled: string; found: string; by: "fair" | "own" | ""; fair: string; step: string; bought: string;
}
export const fresh = (): Typed => ({ goods: "", food: "", unit: "kg", price: "", settled: "", found: "", by: "", fair: "", step: "", bought: today() });

export const useSale = (): ReturnType<typeof useDraft<Typed>> => useDraft("sale", fresh);

/** As the law is asked: masses in kilograms as text. */
export type Sold = Partial<Record<"food_class" | "special" | "unit_price_yuan_per_kg", string>> & { settled_kg: string; actual_kg: string };

const isAmount = (text: string): boolean => isNumber(text) && Exact.of(text).isPositive;
/** Whether a number is one people may type here; nothing typed yet is not wrong. */
export const isWrong = (text: string): boolean => text !== "" && !isAmount(text) && !(isNumber(text) && Exact.of(text).is(Exact.zero));

/** Whether to say so while it is typed: "2." goes on. */
export const looksWrong = (text: string): boolean => isWrong(text) && !/^\d+\.$/.test(text);

/** What was typed, as the law is asked; undefined while something it needs is missing or is no number. */
export function soldOf(typed: Typed): Sold | undefined {
  const { food, unit, price, settled, found } = typed;
  const needsPrice = food === "other";
  if (!food || !isAmount(settled) || !isNumber(found) || found.startsWith("-") || (price ? !isAmount(price) : needsPrice)) return undefined;
  const kilograms = (text: string): string => Exact.of(text).times(KILOGRAMS[unit]).toString();
  return {
    ...(SPECIAL.includes(food) ? { special: food } : needsPrice ? {} : { food_class: food }),
    ...(price ? { unit_price_yuan_per_kg: perKilogram(price, unit).toString() } : {}),
    settled_kg: kilograms(settled), actual_kg: kilograms(found),
  };
}

function perKilogram(price: string, unit: Unit): Exact {
  return unit === "jin" ? Exact.of(price).over(KILOGRAMS.jin) : Exact.of(price);
}

/** Grams as text, and what was paid for them in yuan, to the cent. */
export function gramsOf(kilograms: string): string {
  return Exact.of(kilograms).times(GRAMS).toString();
}
export function worth(grams: string, yuanPerKilogram: string): string {
  return Exact.of(grams).times(Exact.of(yuanPerKilogram)).over(GRAMS).rounded(2).toString();
}
/** Yuan as they are written: to the cent. */
export const cents = (yuan: string): string => Exact.of(yuan).rounded(2).toString();
