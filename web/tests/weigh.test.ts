import { describe, expect, it } from "vitest";
import { judged, type Reference } from "../src/complaints/judging";
import { objection } from "../src/complaints/place";
import { fresh, isWrong, looksWrong, soldOf, worth, type Typed } from "../src/complaints/sale";
import type { PublicInstrument } from "../src/types";

const DAY = "2026-11-24";
const FAIR: Reference = { by: "fair", accuracy_class: "III", e_g: "5", max_g: "15000" };
const MEAT = "meat_egg_poultry_aquatic_pastry_sweets_seasoning";
const bought = (settled: string, found: string, rest: Partial<Typed> = {}): Typed => ({ ...fresh(), food: "grain_vegetable_fruit", settled, found, ...rest });

function told(typed: Typed, reference: Reference = FAIR): ReturnType<typeof judged> {
  const sold = soldOf(typed);
  if (!sold) throw new Error("not whole");
  return judged(DAY, sold, reference);
}

describe("goods weighed again", () => {
  it.each<[string, Typed, Reference?]>([
    ["enough", bought("1", "1.001")],
    ["within", bought("1", "0.96")],
    ["short", bought("1", "0.959")],
    ["within", bought("1.2", "1.19", { food: MEAT })],
    ["short", bought("1.2", "1.189", { food: MEAT })],
    ["too_coarse", bought("1.2", "1.1", { food: MEAT }), { ...FAIR, e_g: "10", max_g: "30000" }],
    ["seems_short", bought("1", "0.959"), { by: "own", step_g: "1" }],
    ["within", bought("1", "0.96"), { by: "own", step_g: "1" }],
    ["too_coarse", bought("1", "0.5", { food: MEAT }), { by: "own", step_g: "10" }],
    ["no_number", bought("1", "0.5", { food: "live_fish" })],
    ["arguable", bought("1", "0.5", { food: "live_other_aquatic" })],
    ["above", bought("26", "14")],
    ["beyond_scale", bought("16", "15.01")],
    ["short", bought("0.4", "0.3979", { food: "other", price: "120" }), { ...FAIR, accuracy_class: "II", e_g: "0.1" }],
  ])("are %s", (saying, typed, reference) => {
    expect(told(typed, reference).saying).toBe(saying);
  });

  it("may be short by twice the limit, for the fair scale is as good as the seller's", () => {
    const { verdict, asked } = told(bought("1.2", "1.189", { food: MEAT }));
    expect([verdict?.limit, verdict?.found, verdict?.excess]).toEqual([{ value: "10", unit: "g" }, { value: "11", unit: "g" }, { value: "1", unit: "g" }]);
    expect(asked).toEqual({ kind: "retail_weighing", on: DAY, food_class: MEAT, settled_kg: "1.2", actual_kg: "1.189", method: "equal_accuracy", reference_mpe_g: "5" });
  });

  it("are not judged on a day without law", () => {
    expect(judged("2004-11-30", { settled_kg: "1", actual_kg: "1" }, FAIR)).toEqual({ saying: "no_law" });
  });
});

describe("what was typed", () => {
  it("may be in jin or grams and is asked in kilograms", () => {
    expect(soldOf(bought("2", "1.9", { unit: "jin", price: "12.5" }))).toEqual({ food_class: "grain_vegetable_fruit", settled_kg: "1", actual_kg: "0.95", unit_price_yuan_per_kg: "25" });
    expect(soldOf(bought("500", "480", { unit: "g", price: "25" }))).toEqual({ food_class: "grain_vegetable_fruit", settled_kg: "0.5", actual_kg: "0.48", unit_price_yuan_per_kg: "25" });
  });
  it("is not asked while something is missing or no number", () => {
    for (const typed of [bought("", "1"), bought("1", ""), bought("0", "1"), bought("1", "-1"), bought("1", "1", { food: "" }), bought("1", "1", { food: "other" }), bought("1", "1", { price: "abc" })]) {
      expect(soldOf(typed)).toBeUndefined();
    }
    expect(["", "1", "0", "0.05"].map(isWrong)).toEqual([false, false, false, false]);
    expect(["-1", "1,5", "x", "1."].map(isWrong)).toEqual([true, true, true, true]);
    expect(["-1", "1,5", "x", "1."].map(looksWrong)).toEqual([true, true, true, false]);
  });
  it("tells what the missing goods are worth, to the cent", () => {
    expect([worth("81", "12.8"), worth("5", "25"), worth("1", "1")]).toEqual(["1.04", "0.12", "0"]);
  });
});

describe("a fair scale", () => {
  const scale = { number: "A", accuracy_class: "III", e_g: "5", standing: "valid" } as PublicInstrument;
  it("decides while its verification is valid", () => {
    expect([objection(scale, "B"), objection({ ...scale, standing: "due_soon" }, "")]).toEqual(["", ""]);
    for (const standing of ["overdue", "unverified", "failed", "void", "suspended", "disputed_frozen", "replaced", "scrapped"] as const) {
      expect(objection({ ...scale, standing }, "B")).toBe("not_valid");
    }
  });
  it("is a scale, and not the seller's own", () => {
    expect(objection({ number: "A", standing: "valid" } as PublicInstrument, "B")).toBe("not_scale");
    expect(objection(scale, "A")).toBe("same_scale");
  });
});
