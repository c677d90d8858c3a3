import { expect, test } from "vitest";
import { countedOn, instrumentStanding, parted, searched, shown } from "../src/open/register";
import type { DistrictFile, Entry, Instrument } from "../src/open/types";

const scale = (changed: Partial<Instrument>): Instrument => ({ number: "7K3M9Q2RTB", category: "price_scale", name: "电子计价秤", stall: "A12", state: "in_use", voided: false, ...changed });
const DAY = "2026-11-24";
const SOON = "2026-12-24";

test("what is over by the clock is not shown, its last day is", () => {
  const entries = [{ until: "2026-11-23" }, { until: "2026-11-24" }, {}];
  expect(shown(entries, DAY)).toEqual(entries.slice(1));
});

test("an instrument stands as the server would say, on the day of the reader", () => {
  const verified = { verified_on: "2026-01-01", valid_until: "2026-12-31" };
  expect(instrumentStanding(scale(verified), DAY, SOON)).toBe("valid");
  expect(instrumentStanding(scale({ ...verified, valid_until: "2026-12-24" }), DAY, SOON)).toBe("due_soon");
  expect(instrumentStanding(scale({ ...verified, valid_until: "2026-11-23" }), DAY, SOON)).toBe("overdue");
  expect(instrumentStanding(scale({ verified_on: "2026-01-01" }), DAY, SOON)).toBe("failed");
  expect(instrumentStanding(scale({}), DAY, SOON)).toBe("unverified");
  expect(instrumentStanding(scale({ ...verified, voided: true }), DAY, SOON)).toBe("void");
  expect(instrumentStanding(scale({ ...verified, state: "suspended" }), DAY, SOON)).toBe("suspended");
  expect(countedOn([scale(verified), scale({})], DAY, SOON)).toEqual({ bad: 1, warn: 0, good: 1 });
});

test("visits and decisions are told apart", () => {
  const [visit, decision] = [{ id: "ent-1", visit_id: "vis-1", codes: [] }, { id: "ent-2", visit_id: "vis-1" }] as unknown as [Entry, Entry];
  expect(parted([visit, decision])).toEqual({ visits: [visit], others: [decision] });
});

test("a search finds by every word of name or credit code", () => {
  const none = { standing: null, committed: false };
  const file: DistrictFile = {
    district: "350203",
    merchants: [{ id: "m1", name: "明眸眼镜店经营部(演示)", kind: "enterprise", credit_code: "91350200MADEM0002X", ...none }, { id: "m2", name: "陈*", kind: "stall_keeper", credit_code: null, ...none }],
    sites: [{ id: "s1", name: "八市海鲜农贸市场(演示)", venue: "market" }],
  };
  expect(searched(file, "眼镜 经营部").merchants.map((one) => one.id)).toEqual(["m1"]);
  expect(searched(file, "madem0002x").merchants.map((one) => one.id)).toEqual(["m1"]);
  expect(searched(file, "八市").sites).toHaveLength(1);
  expect(searched(file, "八市").merchants).toEqual([]);
  expect(searched(file, " ").merchants).toHaveLength(2);
});
