/** From the answers of a guided form to the check that is sent. */
import { describe, expect, it } from "vitest";
import { allForms, blank, filled, firstMissed, formsFor, isOdd, useForms, type Answers, type Form, type Step } from "../src/law/forms";

const scale = formsFor("price_scale", "2026-11-24").find((form) => form.kind === "weighing_instrument") as Form;
const step = (field: string, asks: Step["asks"], more: Partial<Step> = {}): Step => ({ field, asks, zh: field, en: field, ...more });

describe("the forms for an instrument", () => {
  it("are those of its category, the test itself first", () => {
    expect(formsFor("price_scale", "2026-11-24").map((form) => form.kind)).toEqual(["weighing_instrument", "retail", "identity"]);
    expect(formsFor("fuel_dispenser", "2026-11-24").map((form) => form.kind)).toEqual(["fuel", "identity"]);
  });
  it("are the newest begun", () => {
    const versions = [{ ...scale, version: 1 }, { ...scale, version: 3, from: "2027-01-08" }, { ...scale, version: 2, from: "2026-12-01" }];
    const used = (day: string): number | undefined => formsFor("price_scale", day, versions)[0]?.version;
    expect(["2026-10-31", "2026-11-30", "2026-12-01", "2027-01-07", "2027-01-08"].map(used)).toEqual([undefined, 1, 2, 2, 3]);
  });
});

describe("forms fetched from the server", () => {
  it("serve beside those of the app, the newest begun first", () => {
    useForms([{ ...scale, version: 99, from: "2026-11-01" }, { ...scale, version: 100, from: "2027-01-01" }]);
    expect(formsFor("price_scale", "2026-11-24").map((form) => [form.kind, form.version])).toEqual([["weighing_instrument", 99], ["retail", 1], ["identity", 1]]);
    expect(allForms.value.filter((form) => form.id === scale.id).map((form) => form.version)).toEqual([scale.version, 99, 100]);
    useForms([]);
    expect(formsFor("price_scale", "2026-11-24")[0]?.version).toBe(scale.version);
  });
});

describe("answers", () => {
  it("become the check, without what was left blank", () => {
    const answers = blank(scale.steps);
    expect((answers.readings as Answers[]).length).toBe(3);
    Object.assign(answers.weights as Answers, { class: "M1" });
    Object.assign((answers.readings as Answers[])[1] as Answers, { load_g: "1000", indication_g: "-0.5", direction: "increasing" });
    expect(filled(scale.steps, answers)).toEqual({ weights: { class: "M1" }, readings: [{ load_g: "1000", indication_g: "-0.5", direction: "increasing" }] });
  });
  it("are no check while one is missing or no number", () => {
    const one = (row: Answers): unknown => filled([step("rows", "group", { repeats: { least: 1, most: 3, usual: 1 }, steps: [step("n", "number"), step("m", "number", { optional: true })] })], { rows: [row] });
    expect(one({ n: "", m: "" })).toBeUndefined();
    expect(one({ n: "", m: "1" })).toBeUndefined();
    expect(one({ n: "1e3", m: "" })).toBeUndefined();
    expect(one({ n: "1", m: "" })).toEqual({ rows: [{ n: "1" }] });
  });
  it("leave out an optional group that is blank and want a begun one whole", () => {
    const steps = [step("pair", "group", { optional: true, steps: [step("a", "text"), step("b", "yes_no")] })];
    expect(filled(steps, { pair: { a: "", b: "" } })).toEqual({});
    expect(filled(steps, { pair: { a: "x", b: "" } })).toBeUndefined();
    expect(filled(steps, { pair: { a: "x", b: "no" } })).toEqual({ pair: { a: "x", b: false } });
  });
  it("stand where their path says", () => {
    expect(filled([step("answers.system", "group", { steps: [step("answer", "choice")] })], { "answers.system": { answer: "yes" } })).toEqual({ answers: { system: { answer: "yes" } } });
  });
  it("names the field that is missed first: in a row begun sooner than in one left blank, in none once all are filled", () => {
    const steps = [step("of.day", "date"), step("rows", "group", { repeats: { least: 1, most: 3, usual: 2 }, steps: [step("n", "number"), step("m", "number")] }), step("why", "text", { optional: true })];
    const missed = (day: string, ...rows: Answers[]): unknown => firstMissed("f", steps, { "of.day": day, rows, why: "" });
    const empty = { n: "", m: "" };
    expect(missed("", empty)).toBe("f-of-day");
    expect(missed("2026-01-01", empty, empty)).toBe("f-rows-1-n");
    expect(missed("2026-01-01", empty, { n: "1", m: "x" })).toBe("f-rows-2-m");
    expect(missed("2026-01-01", empty, { n: "1", m: "2" })).toBeUndefined();
  });
  it.each(allForms.value.map((form) => [form.id, form] as const))("leads through %s to its end, a missed field at a time", (_, form) => {
    const answers = blank(form.steps);
    const put = (id: string, within: string, steps: readonly Step[], into: Answers): boolean => steps.some((one) => {
      const own = `${within}-${one.field.replace(".", "-")}`;
      const answer = into[one.field];
      if (own === id && !one.steps) return (into[one.field] = one.choices?.[0]?.value ?? { number: "1", yes_no: "yes", date: "2026-01-01", text: "x", choice: "x", group: "" }[one.asks]), true;
      if (!one.steps || typeof answer !== "object") return false;
      return Array.isArray(answer) ? answer.some((row, n) => put(id, `${own}-${n + 1}`, one.steps ?? [], row)) : put(id, own, one.steps, answer);
    });
    for (let id = firstMissed("f", form.steps, answers), tries = 0; id; id = firstMissed("f", form.steps, answers)) {
      expect(filled(form.steps, answers)).toBeUndefined();
      expect([tries++ < 100, put(id, "f", form.steps, answers)]).toEqual([true, true]);
    }
    expect(filled(form.steps, answers)).toBeDefined();
  });
  it("that are unusual are asked again only", () => {
    const load = step("n", "number", { least: "0", most: "150" });
    expect(["-1", "0", "150", "150.001", "", "x"].map((text) => isOdd(load, text))).toEqual([true, false, false, true, false, false]);
  });
});
