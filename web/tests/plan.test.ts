import { describe, expect, it } from "vitest";
import { due } from "../src/sampling/board";
import { DRAND_QUICKNET } from "../src/sampling/chain";
import { freshPlan, freshStratum, fromPlan, instant, lacksOf, percentOf, pointersOf, ratio, roundAt, stepOf, toPlan } from "../src/sampling/plan";
import { beginsAt, stepsDone, STEPS } from "../src/sampling/steps";

const day = (n: number): string => `2026-12-${String(1 + n).padStart(2, "0")}`;
const form = () => ({ ...freshPlan("pln-1", (n) => day(Math.min(n, 30))), name: "演示", items: ["itm-1"], departments: "甲局、乙局" });

describe("a plan in its editor", () => {
  it("becomes what the API takes, and back", () => {
    const plan = toPlan(form());
    expect(plan.departments).toEqual(["甲局", "乙局"]);
    expect(plan.strata[0]).toEqual({ name: "", districts: [], venues: [], ratio: { numerator: 5, denominator: 100 }, reserve: 5 });
    expect(plan.year).toBe(2026);
    expect(toPlan(fromPlan({ ...plan, id: "pln-1" }))).toEqual(plan);
  });
  it("gives back a plan it did not change as it came, whatever another client wrote", () => {
    const plan = {
      ...toPlan(form()), year: 2027, scope: { objects: "instrument", categories: ["price_scale"], venues: ["market"] }, exempt: "recheck",
      strata: [{ name: "甲", ratio: { numerator: 1, denominator: 3 }, reserve: 0 }, { name: "乙", venues: ["market"], count: 2, reserve: 5 }],
      source: { kind: "drand", chain: "52", public_key: "83", scheme: "x", genesis_seconds: 1, period_seconds: 3, round: 7 } as const,
      fallback: { kind: "dice", throws: 25, thrown_at: "2026-12-04T02:00:31.000Z", witnesses: 2 } as const, open_by: "2026-12-30T02:00:59.500Z",
    };
    const read = fromPlan({ ...plan, id: "pln-1" });
    expect(toPlan(read)).toEqual(plan);
    const renamed = toPlan({ ...read, name: "另名", districts: ["350203"] });
    expect(renamed).toEqual({ ...plan, name: "另名", scope: { objects: "instrument", districts: ["350203"], categories: ["price_scale"], venues: ["market"] } });
    expect(toPlan({ ...read, exempt: "" })).not.toHaveProperty("exempt");
    expect(toPlan({ ...read, strata: read.strata.slice(0, 1) }).strata).toEqual([{ name: "甲", districts: [], venues: [], ratio: { numerator: 1, denominator: 3 }, reserve: 0 }]);
  });
  it("keeps ratios exact", () => {
    expect(ratio("2.5")).toEqual({ numerator: 25, denominator: 1000 });
    expect(ratio("x").numerator).toBe(-1);
    for (const [numerator, denominator, text] of [[5, 100, "5"], [25, 1000, "2.5"], [1, 3, "1/3"], [1, 40, "1/40"], [50, 1000, "50/1000"]] as const) {
      expect(percentOf({ numerator, denominator })).toBe(text);
      expect(ratio(text)).toEqual({ numerator, denominator });
    }
  });
  it("names the first round that begins at or after a local time", () => {
    const at = "2026-12-01T10:00";
    const begins = new Date(beginsAt({ kind: "drand", ...DRAND_QUICKNET, round: roundAt(DRAND_QUICKNET, at) })).getTime();
    const asked = new Date(instant(at)).getTime();
    expect(begins).toBeGreaterThanOrEqual(asked);
    expect(begins - asked).toBeLessThan(3000);
    expect(instant(at)).toBe("2026-12-01T02:00:00.000Z");
    expect(instant("soon")).toBe("soon");
  });
  it("shows a refusal at its field", () => {
    const plan = { ...toPlan(form()), strata: [{ name: "甲", reserve: 1, count: 1 }, { name: "乙", reserve: 1, count: 1 }] };
    expect(pointersOf("sampling.above_ceiling", { stratum: "乙" }, plan)).toEqual(["/strata/1/ratio"]);
    expect(pointersOf("sampling.item_not_published", {}, plan)).toEqual(["/items"]);
    expect(pointersOf("server.unexpected", {}, plan)).toEqual([]);
    expect(["/name", "/scope/districts", "/strata/0/count", "/open_by", "/officers/load_cap", "/exempt"].map(stepOf)).toEqual([1, 2, 3, 4, 5, 5]);
  });
});

describe("a step of the editor", () => {
  const lacking = (more: Partial<ReturnType<typeof form>>): string[] => lacksOf({ ...form(), ...more }).map((one) => one.field);
  it("lacks what is empty on it, in its order", () => {
    expect(lacking({ name: " ", items: [], departments: "" })).toEqual(["name", "items", "departments"]);
    expect(lacking({ step: 2 })).toEqual([]);
    const strata = [{ ...freshStratum(), percent: "" }, { name: "乙", districts: [], venues: [], by: "count" as const, count: "", percent: "", reserve: "" }];
    expect(lacking({ step: 3, strata })).toEqual(["stratum-0", "stratum-0-percent", "stratum-1-count", "stratum-1-reserve"]);
    const source = { kind: "lottery" as const, at: "", name: "", issue: "1", throws: "" };
    expect(lacking({ step: 4, until: "", source, fallback: { ...source, kind: "dice" } })).toEqual(["until", "source-name", "source-at", "fallback-throws", "fallback-at"]);
    expect(lacking({ step: 5, loadCap: "" })).toEqual(["load-cap"]);
  });
});

describe("a ceremony", () => {
  it("goes on step by step and never past its end", () => {
    expect((["draft", "approved", "published", "frozen", "drawn", "opened"] as const).map((state) => STEPS[stepsDone(state)])).toEqual([
      "approved", "published", "frozen", "random", "visits", undefined,
    ]);
  });
});

describe("the colour of an assignment", () => {
  it("is green, yellow in the last three days, red when late, none when it ended", () => {
    const tones = ["2026-12-10", "2026-12-04", "2026-12-01", "2026-11-30"].map((due_on) => due({ state: "open", due_on }, "2026-12-01")?.tone);
    expect(tones).toEqual(["good", "warn", "warn", "bad"]);
    expect(due({ state: "closed", due_on: "2026-11-30" }, "2026-12-01")).toBeUndefined();
  });
});
