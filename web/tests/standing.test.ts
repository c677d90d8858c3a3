import { beforeEach, expect, test, vi } from "vitest";
import { aheadDays, dayOf, daysBetween, today } from "../src/clock";
import { counted, standingOf } from "../src/standing";
import type { InstrumentRow } from "../src/types";

const row = (changed: Partial<InstrumentRow> = {}): InstrumentRow =>
  ({ id: "ins-1", number: "X", name: "秤", stall: "A01", merchant: "林", state: "in_use", conclusion: "pass", valid_until: "2026-12-31", ...changed });

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-30T15:59:00Z") });
  aheadDays.value = 0;
});

test("the day is the city's, and moves with the demo's clock", () => {
  expect(today()).toBe("2026-11-30");
  vi.setSystemTime(Date.parse("2026-11-30T16:00:00Z"));
  expect(today()).toBe("2026-12-01");
  aheadDays.value = 2;
  expect(today()).toBe("2026-12-03");
  expect(daysBetween(today(), "2026-12-01")).toBe(-2);
});

test("the certificate's last day still counts, and thirty days before it is due soon", () => {
  expect(standingOf(row())).toBe("valid");
  aheadDays.value = 1;
  expect(standingOf(row())).toBe("due_soon");
  aheadDays.value = 31;
  expect(standingOf(row())).toBe("due_soon");
  aheadDays.value = 32;
  expect(standingOf(row())).toBe("overdue");
});

test("what was done to it, a failure and a void certificate come before its dates", () => {
  expect(standingOf(row({ state: "suspended" }))).toBe("suspended");
  expect(standingOf(row({ conclusion: "fail", valid_until: "" }))).toBe("failed");
  expect(standingOf(row({ conclusion: "", valid_until: "" }))).toBe("unverified");
  expect(standingOf(row({ voided: true }))).toBe("void");
});

test("a list is counted by what matters", () => {
  expect(counted([row(), row({ valid_until: "2026-12-05" }), row({ state: "scrapped" }), row({ conclusion: "" })])).toEqual({ bad: 2, warn: 1, good: 1 });
});

test("an instant belongs to the city's day", () => {
  expect(dayOf("2026-10-26T16:00:00.000Z")).toBe("2026-10-27");
});
