/** The phone's judges against the server's: every vector of tests/golden/law_web. */
import { describe, expect, it } from "vitest";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { judged } from "../src/law/check";
import { Exact, greatest, least } from "../src/law/exact";
import { fuel, type Run } from "../src/law/fuel";
import { retail, type Sale } from "../src/law/retail";
import { nextChange, NoVersion, on, TABLES, type Rule } from "../src/law/rules";
import { overall, type Amount, type Verdict } from "../src/law/verdict";
import { weighing, type WeighingParameters, type WeighingReading } from "../src/law/weighing";

const JUDGES = {
  weighing: (day: string, asked: unknown) => weighing(day, asked as WeighingParameters, asked as WeighingReading),
  retail: (day: string, asked: unknown) => retail(day, asked as Sale),
  fuel: (day: string, asked: unknown) => fuel(day, (asked as { runs: Run[] }).runs),
};
const amount = (one?: Amount): string | null => (one ? `${one.value} ${one.unit}` : null);

function told(verdict: Verdict): unknown[] {
  const spoken = createHash("sha256").update(`${verdict.explanation.zh}\n${verdict.explanation.en}`).digest("hex").slice(0, 12);
  return [verdict.verdict, verdict.authority, amount(verdict.limit), amount(verdict.found), amount(verdict.excess), verdict.rule.version_from, verdict.notes, spoken];
}

describe.each(Object.entries(JUDGES))("%s", (kind, judge) => {
  it("says of every vector what the server says", () => {
    const lines = readFileSync(new URL(`../../tests/golden/law_web/${kind}.jsonl`, import.meta.url), "utf8").trim().split("\n");
    expect(lines.length).toBeGreaterThan(700);
    const wrong = lines.filter((line) => {
      const [asked, said] = JSON.parse(line) as [{ on: string }, unknown[]];
      return JSON.stringify(told(judge(asked.on, asked))) !== JSON.stringify(said);
    });
    expect(wrong.slice(0, 5).map((line) => { const [asked, said] = JSON.parse(line) as [{ on: string }, unknown[]]; return { asked, said, here: told(judge(asked.on, asked)), in: judge(asked.on, asked).explanation }; })).toEqual([]);
  });
});

describe("exact numbers", () => {
  it("adds, divides and tells decimals without loss", () => {
    const sum = Exact.of("0.1").plus(Exact.of("0.2"));
    expect(`${sum}`).toBe("0.3");
    expect(`${Exact.of("-1.50").times(Exact.of("2"))} ${Exact.of("100")} ${Exact.of("-0")} ${Exact.of("0.0050")}`).toBe("-3 100 0 0.005");
    expect(Exact.of("123456789012345678.901").minus(Exact.of("0.001")).toString()).toBe("123456789012345678.9");
    const third = Exact.of("1").over(Exact.of("3"));
    expect(() => third.toString()).toThrow(RangeError);
    expect([third.rounded(2), third.times(Exact.of("2")).rounded(2)].join(" ")).toBe("0.33 0.67");
    expect(["0.125", "0.135", "-0.125", "-0.135", "-0.001"].map((one) => `${Exact.of(one).rounded(2)}`)).toEqual(["0.12", "0.14", "-0.12", "-0.14", "0"]);
    expect(`${greatest(Exact.of("-2"), Exact.of("1"))} ${least(Exact.of("-2"), Exact.of("1"))}`).toBe("1 -2");
  });
  it.each(["", ".", "1.", "1e3", "NaN", " 1", "0x1", "1,5", "--1"])("takes no %j", (text) => {
    expect(() => Exact.of(text)).toThrow(RangeError);
  });
});

describe("a check", () => {
  const scale = { accuracy_class: "III", e_g: "5", max_g: "15000" };
  const check = (indications: string[], valid_until?: string) => ({
    kind: "weighing_instrument" as const, weights: { valid_until }, readings: indications.map((indication_g) => ({ load_g: "1000", indication_g })),
  });

  it("is explained by the reading furthest beyond its limit", () => {
    const found = judged(check(["1010", "1030", "1000"]), scale, "2026-11-24");
    expect(found?.shown).toEqual({ verdict: "fail", authority: "settled", tables: TABLES });
    expect(found?.explanation).toEqual(found?.parts[1]?.explanation);
  });
  it("is not judged by weights whose certificate had expired", () => {
    expect(judged(check(["1030"], "2026-11-23"), scale, "2026-11-24")?.shown).toMatchObject({ verdict: "cannot_tell", authority: "indicative" });
    expect(judged(check(["1030"], "2026-11-24"), scale, "2026-11-24")?.shown.verdict).toBe("fail");
  });
  it("has no verdict without what is on record, or on a day without law", () => {
    expect(judged(check(["1030"]), {}, "2026-11-24")).toBeUndefined();
    expect(judged(check([]), scale, "2026-11-24")).toBeUndefined();
    expect(judged(check(["1030"]), scale, "2017-05-29")).toBeUndefined();
    expect(() => on("weighing.tolerance", "2017-05-29")).toThrow(NoVersion);
  });
  it("of goods and fuel is judged too", () => {
    const sale = { food_class: "grain_vegetable_fruit", settled_kg: "1", actual_kg: "0.97", method: "high_accuracy" };
    expect(judged({ kind: "retail", sale }, {}, "2026-11-24")?.shown.verdict).toBe("fail");
    expect(judged({ kind: "retail", sale, reference: { valid_until: "2026-01-01" } }, {}, "2026-11-24")?.shown.verdict).toBe("cannot_tell");
    expect(judged({ kind: "fuel", runs: [{ indicated_l: "20", standard_l: "20" }] }, {}, "2026-11-24")?.shown.verdict).toBe("pass");
  });
  it("is put together as the law puts verdicts together", () => {
    const of = (...given: [Verdict["verdict"], Verdict["authority"]][]) => overall(given.map(([verdict, authority]) => ({ verdict, authority })));
    expect(of(["pass", "settled"], ["not_tested", "settled"])).toEqual({ verdict: "pass", authority: "settled" });
    expect(of(["fail", "settled"], ["fail", "indicative"], ["pass", "indicative"])).toEqual({ verdict: "fail", authority: "settled" });
    expect(of(["pass", "settled"], ["pass", "indicative"])).toEqual({ verdict: "pass", authority: "indicative" });
  });
});

it("names the next day from which another version counts, and none after the last", () => {
  const version = (from: string): Rule["versions"][number] => ({ from, confidence: "A", trusted: [], source: "", url: "", rows: [] });
  const rules = [{ id: "a", title: "", versions: [version("2020-01-01"), version("2027-03-01")] }, { id: "b", title: "", versions: [version("2027-01-08")] }];
  expect(["2026-11-27", "2027-01-08", "2027-03-01"].map((day) => nextChange(day, rules))).toEqual(["2027-01-08", "2027-03-01", undefined]);
});
