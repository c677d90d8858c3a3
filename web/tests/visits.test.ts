/** What a visit's page and the list of visits decide by themselves. */
import { describe, expect, it } from "vitest";
import type { VisitRow } from "../src/types";
import { byStall, grouped, metresBetween, nearestFirst } from "../src/visits/route";
import { marks, STEPS, stepNow, stepsLeft } from "../src/visits/steps";

const row = (id: string, more: Partial<VisitRow> = {}): VisitRow => ({
  id, state: "approved", is_late: false, item: { code: "JL-01", name: "衡器" }, place_id: "sit-1", place_name: "市场", planned_on: "2026-11-24", ...more,
});
const at = (lat: string, lon: string): { place: { lat: string; lon: string } } => ({ place: { lat, lon } });

describe("the list", () => {
  it("puts what is late first, then today's and what was left, then what comes; what is over stands apart", () => {
    const groups = grouped([
      row("far", { planned_on: "2026-12-01" }), row("near", { planned_on: "2026-11-25" }), row("now"), row("left", { planned_on: "2026-11-20" }),
      row("newer", { is_late: true, planned_on: "2026-11-10" }), row("older", { is_late: true, planned_on: "2026-11-01" }), row("gone", { state: "void", is_late: true }),
      row("entered", { state: "entered" }),
    ], "2026-11-24");
    const ids = Object.fromEntries(Object.entries(groups).map(([group, rows]) => [group, rows.map((one) => one.id)]));
    expect(ids).toEqual({ late: ["older", "newer"], today: ["now", "left"], coming: ["near", "far"], over: ["gone", "entered"] });
  });
  it("goes to the nearest, and from there to the nearest; a place that is not surveyed comes last", () => {
    const stops = nearestFirst([row("far", at("24.60", "118.10")), row("none"), row("near", at("24.46", "118.08")), row("middle", at("24.50", "118.09"))], { lat: "24.45", lon: "118.08" });
    expect(stops.map((stop) => stop.row.id)).toEqual(["near", "middle", "far", "none"]);
    expect(stops[3]?.metres).toBeUndefined();
    expect(stops[1]?.metres).toBeCloseTo(metresBetween({ lat: "24.46", lon: "118.08" }, { lat: "24.50", lon: "118.09" }));
  });
  it("measures a minute of latitude as a sea mile", () => {
    expect(metresBetween({ lat: "24", lon: "118" }, { lat: "24.016667", lon: "118" })).toBeGreaterThan(1845);
    expect(metresBetween({ lat: "24", lon: "118" }, { lat: "24.016667", lon: "118" })).toBeLessThan(1860);
  });
  it("orders stalls as they stand", () => {
    expect(byStall([{ stall: "A10" }, { stall: "A2" }, { stall: "1号档" }]).map((one) => one.stall)).toEqual(["1号档", "A2", "A10"]);
  });
});

describe("the steps", () => {
  it("are counted for the officers alone", () => {
    expect((["planned", "approved", "accepted", "coded_in", "checked", "entered", "ended"] as const).map(stepsLeft)).toEqual([7, 7, 6, 5, 1, 0, 0]);
  });
  it("follow the state, and at the place the officer", () => {
    expect(stepNow({ state: "planned" }, "")).toBe("approve");
    expect(stepNow({ state: "planned", emergency: { reason: "火灾" } }, "")).toBe("accept");
    expect(stepNow({ state: "accepted" }, "sign")).toBe("identify");
    expect(stepNow({ state: "coded_in" }, "")).toBe("check");
    expect(stepNow({ state: "coded_in" }, "sign")).toBe("sign");
    expect(stepNow({ state: "coded_in" }, "result")).toBe("check");
    expect(stepNow({ state: "reviewed" }, "")).toBeUndefined();
  });
  it("say what is done, what is next and what can be done already", () => {
    const marked = marks({ state: "coded_in" }, "sign", { check: true });
    expect(STEPS.map((step) => marked[step])).toEqual(["done", "done", "done", "done", "open", "now", "open", "later"]);
  });
  it("of a visit that ended are those that were taken", () => {
    const marked = marks({ state: "ended" }, undefined, { approve: true, accept: true });
    expect(STEPS.map((step) => marked[step])).toEqual(["done", "done", "later", "later", "later", "later", "later", "later"]);
  });
});
