import { expect, test } from "vitest";
import { ACTS, actsFor, bodyOf, missing, sealsOf, type ActState, type Typed } from "../src/acts";

const TYPED: Typed = { reason: " 示值超差 ", day: "2026-12-01", seals: "XM1，XM2  XM3", repairCode: "", newNumber: "", merchant: undefined, site: undefined, stall: "B07" };
const kinds = (roles: Parameters<typeof actsFor>[0], state: ActState["state"], isApplied = false) => actsFor(roles, { state, isApplied }).map((act) => act.kind);
const act = (kind: string) => ACTS.filter((one) => one.kind === kind)[0] as (typeof ACTS)[number];

test("a merchant applies once, and never orders", () => {
  expect(kinds(["merchant"], "in_use")).toEqual(["apply", "repair", "replace"]);
  expect(kinds(["merchant"], "in_use", true)).toEqual(["repair", "replace"]);
});

test("a leader takes back what stands and nothing else", () => {
  expect(kinds(["leader"], "in_use")).toEqual(["suspend", "freeze"]);
  expect(kinds(["leader"], "suspended")).toEqual(["release", "freeze"]);
  expect(kinds(["leader"], "disputed_frozen")).toEqual(["unfreeze"]);
});

test("nothing is offered for what is over, and nothing to who only reads", () => {
  for (const state of ["scrapped", "replaced"] as const) expect(kinds(["supervisor", "lab", "leader", "merchant", "inspector"], state)).toEqual([]);
  expect(kinds(["auditor", "reviewer", "publisher"], "in_use")).toEqual([]);
});

test("a lab sets a day only when somebody applied", () => {
  expect(kinds(["lab"], "in_use")).not.toContain("schedule");
  expect(kinds(["lab"], "in_use", true)).toContain("schedule");
});

test("seal numbers are told apart by spaces and commas of both scripts", () => {
  expect(sealsOf(" XM1，XM2 、XM3;XM4 ")).toEqual(["XM1", "XM2", "XM3", "XM4"]);
  expect(sealsOf("  ")).toEqual([]);
});

test("an act's body holds what it asks for and nothing that was left empty", () => {
  expect(bodyOf(act("suspend"), TYPED, {})).toEqual({ kind: "suspend", reason: "示值超差" });
  expect(bodyOf(act("schedule"), TYPED, { lab: "lab-1" })).toEqual({ kind: "schedule", day: "2026-12-01", lab_id: "lab-1" });
  expect(bodyOf(act("repair"), { ...TYPED, reason: "", seals: "" }, {})).toEqual({ kind: "repair" });
  expect(bodyOf(act("seal_change"), { ...TYPED, reason: "", seals: "" }, {})).toEqual({ kind: "seal_change", seal_nos: [] });
});

test("an order tells that its reason is missing", () => {
  expect(missing(act("suspend"), { ...TYPED, reason: " " })).toEqual(["reason"]);
  expect(missing(act("apply"), { ...TYPED, reason: "" })).toEqual([]);
  expect(missing(act("replace"), TYPED)).toEqual(["newNumber"]);
});

test("a transfer tells only what changes, and leaves no stall of the old site behind", () => {
  const nowhere = { ...TYPED, reason: "", stall: " " };
  const [merchant, site] = [{ id: "mer-2", name: "林" }, { id: "sit-2", name: "八市" }];
  expect(missing(act("transfer"), nowhere)).toEqual(["place"]);
  expect(bodyOf(act("transfer"), { ...nowhere, stall: "B07" }, {})).toEqual({ kind: "transfer", stall: "B07" });
  expect(bodyOf(act("transfer"), { ...nowhere, merchant }, {})).toEqual({ kind: "transfer", merchant_id: "mer-2" });
  expect(bodyOf(act("transfer"), { ...nowhere, merchant, site }, {})).toEqual({ kind: "transfer", merchant_id: "mer-2", site_id: "sit-2", stall: "" });
});
