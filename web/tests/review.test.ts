import { describe, expect, it } from "vitest";
import { stateOf, toggled, uncovered, type Finding, type Results } from "../src/review";

const finding = (checks: string[], ...decisions: ("confirmed" | "dropped")[]): Finding => ({
  id: "fin-1", kind: "instrument", text: "示值超差", basis: { checks, evidence: [], citation: "" },
  decisions: decisions.map((decision) => ({ decision, reason: "", at: "2026-11-24T04:00:00Z" })),
});
const table: Results = {
  codes: ["1", "5", "8"].map((code) => ({ code, zh: code, en: code, alone: code === "1", finding: code !== "1", order: code === "5" })),
  statuses: [],
};

describe("review", () => {
  it("takes the last decision of a finding", () => {
    expect([finding([]), finding([], "confirmed"), finding([], "confirmed", "dropped")].map(stateOf)).toEqual(["open", "confirmed", "dropped"]);
  });
  it("names failing checks that no finding rests on", () => {
    const checks = [{ id: "a", verdict: "fail" }, { id: "b", verdict: "fail" }, { id: "c", verdict: "pass" }];
    expect(uncovered(checks, [finding(["a"])]).map((one) => one.id)).toEqual(["b"]);
  });
  it("lets nothing stand beside «nothing found»", () => {
    expect(toggled(table, ["5", "8"], "1")).toEqual(["1"]);
    expect(toggled(table, ["1"], "8")).toEqual(["8"]);
    expect(toggled(table, ["8"], "5")).toEqual(["5", "8"]);
    expect(toggled(table, ["5"], "5")).toEqual([]);
  });
});
