import { describe, expect, it } from "vitest";
import { drawn, isSignature, pointOn, toneOf, type Stroke } from "../src/commitments";

const line = (count: number, step = 10): Stroke => Array.from({ length: count }, (_, at) => [at * step, 20]);

describe("a signature", () => {
  it("keeps whole numbers of a field a thousand wide", () => {
    expect(pointOn(179, 100.4, 358)).toEqual([500, 280]);
    expect(pointOn(-3, 9999, 358)).toEqual([0, 1000]);
  });

  it("is no dot, no blot and not endless", () => {
    expect(isSignature([])).toBe(false);
    expect(isSignature([line(7, 100)])).toBe(false);
    expect(isSignature([line(40, 1)])).toBe(false);
    expect(isSignature([line(12)])).toBe(true);
    expect(isSignature([line(2409, 0.4)])).toBe(false);
  });

  it("grows by strokes and points, and stops growing at the most the server takes", () => {
    const begun = drawn(drawn([], [1, 1], true), [5, 5], false);
    expect(begun).toEqual([[[1, 1], [5, 5]]]);
    expect(drawn(begun, [5, 5], false)).toEqual(begun);
    expect(drawn(begun, [9, 9], true)).toHaveLength(2);
    expect(drawn([], [2, 2], false)).toEqual([[[2, 2]]]);
    const full = [line(2400, 0.4)];
    expect(drawn(full, [1, 1], false)).toEqual(full);
    const strokes = Array.from({ length: 80 }, () => line(1));
    expect(drawn(strokes, [1, 1], true)).toHaveLength(80);
  });
});

it("a breach looks bad, a question only careful, and what is private like nothing", () => {
  expect([toneOf("breached"), toneOf("questioned"), toneOf("published"), toneOf("signed")]).toEqual(["bad", "warn", "good", ""]);
});
