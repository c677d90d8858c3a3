/** From what a planner typed to the visit that is sent. */
import { describe, expect, it } from "vitest";
import { freshVisit, missing, numberOf, reasonOf, SOURCES, toPlan, type SourceKind, type VisitForm } from "../src/visits/plan";

const ITEMS = [{ code: "JL-01", name: "衡器" }];
const site = { id: "sit-1", name: "市场" };
const merchant = { id: "mer-1", name: "老陈" };
const form = (more: Partial<VisitForm> = {}): VisitForm => ({ ...freshVisit("2026-11-26"), site, item: "JL-01", first: "acc-1", second: "acc-2", ...more });

describe("a plan", () => {
  it("says where, for what, who and when; an ordinary visit has no source", () => {
    expect(missing(form(), ITEMS)).toEqual([]);
    expect(toPlan(form(), ITEMS)).toEqual({ site_id: "sit-1", item: ITEMS[0], officers: ["acc-1", "acc-2"], planned_on: "2026-11-26" });
    expect(toPlan(form({ where: "merchants", merchant, instruments: ["ins-1"] }), ITEMS)).toMatchObject({ merchant_id: "mer-1", instruments: ["ins-1"] });
  });
  it("names its source as the API takes it", () => {
    const sourceOf = (source: SourceKind, more: Partial<VisitForm> = {}): unknown => (toPlan(form({ source, number: " 7 ", ...more }), ITEMS) as { source?: unknown }).source;
    expect(sourceOf("campaign")).toEqual({ kind: "campaign", plan: "7" });
    expect(sourceOf("complaint")).toEqual({ kind: "complaint", id: "7" });
    expect(sourceOf("recheck", { number: "rec-7" })).toEqual({ kind: "recheck", order: "rec-7" });
    expect(sourceOf("recheck", { number: "vis-7" })).toEqual({ kind: "recheck", visit: "vis-7" });
    expect(sourceOf("handover", { sender: "市局" })).toEqual({ kind: "handover", from: "市局", number: "7" });
    expect(sourceOf("monitoring")).toEqual({ kind: "monitoring", clue: "7" });
    expect(sourceOf("licence")).toEqual({ kind: "licence", number: "7" });
    expect(sourceOf("request", { requester: merchant })).toEqual({ kind: "request", merchant: "mer-1" });
    expect(sourceOf("request", { where: "merchants", merchant })).toEqual({ kind: "request", merchant: "mer-1" });
  });
  it("says what is missing", () => {
    expect(missing(freshVisit("2026-11-26"), ITEMS)).toEqual(["where", "whatFor", "who"]);
    for (const source of SOURCES) expect(missing(form({ source }), ITEMS)).toEqual(source === "ordinary" ? [] : ["why"]);
    expect(missing(form({ source: "handover", number: "7" }), ITEMS)).toEqual(["why"]);
    expect(missing(form({ isEmergency: true, why: "火灾" }), ITEMS)).toEqual(["emergencyWhy"]);
    expect(missing(form({ item: "JL-02", day: "" }), ITEMS)).toEqual(["whatFor", "when"]);
  });
  it("is of the reason class the server counts it by", () => {
    expect(SOURCES.map((source) => reasonOf({ source, isEmergency: false }))).toEqual(
      ["ordinary", "campaign", "complaint", "recheck", "assigned", "requested", "data_clue", "licence"],
    );
    expect(reasonOf({ source: "complaint", isEmergency: true })).toBe("emergency");
    expect(toPlan(form({ isEmergency: true, why: " 群众举报正在作弊 " }), ITEMS)).toMatchObject({ emergency: { reason: "群众举报正在作弊" } });
  });
});

describe("a source", () => {
  it("is called by its number; a draw has none to show", () => {
    expect(numberOf({ kind: "handover", from: "市局", number: "7" })).toBe("市局 7");
    expect(numberOf({ kind: "complaint", id: "12315-1" })).toBe("12315-1");
    expect(numberOf({ kind: "draw", plan: "pln-1", order: 3 })).toBe("");
  });
});
