import { expect, test } from "vitest";
import { counted, direction, factPath, numbersOf, signed, type Point, type Report } from "../src/credit/standing";

test("points are read with their sign", () => {
  expect([2, 0, -3].map(signed)).toEqual(["+2", "0", "−3"]);
});

test("every point leads to its fact", () => {
  const of = (about: Point["about"], asMerchant: boolean): string => factPath({ kind: "x", about, fact: "id", day: "2026-01-01", points: 1 }, asMerchant);
  expect([of("entry", true), of("instrument", true), of("commitment", true)]).toEqual(["/mine/results/id", "/instruments/id", "/mine/commitments"]);
  expect([of("entry", false), of("commitment", false)]).toEqual(["/publication/id", "/commitments"]);
});

test("a report says how many go which way", () => {
  expect([direction("regular", "good"), direction("good", "poor"), direction("poor", "poor")]).toEqual(["better", "worse", "same"]);
  const moved: Report["moved"] = [{ was: "good", becomes: "regular", merchants: 3 }, { was: "regular", becomes: "good", merchants: 2 }, { was: "poor", becomes: "poor", merchants: 7 }];
  expect(counted({ moved } as Report)).toEqual({ better: 2, worse: 3, same: 7 });
});

test("an instrument is named by the number on its label, other facts by nothing", () => {
  const lines = ['{"about":"instrument","id":"ins-1","number":"7K3M9Q2RTB"}', '{"about":"entry","id":"ent-1"}'];
  expect([...numbersOf(lines)]).toEqual([["ins-1", "7K3M9Q2RTB"]]);
});
