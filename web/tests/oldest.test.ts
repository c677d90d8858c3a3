import { expect, test } from "vitest";
import { at, findLast, findLastIndex, hasOwn } from "../src/oldest";

const ROWS = [[], [7], [3, 5, 8, 5]];
const PLACES = [0, 1, 3, 4, -1, -4, -5, 1.9, -1.9, NaN];

test("places count from both ends, as the browser's own do", () => {
  for (const row of ROWS) for (const place of PLACES) expect(at.call(row, place)).toBe(row.at(place));
  for (const place of PLACES) expect(at.call("权衡", place)).toBe("权衡".at(place));
  for (const place of PLACES) expect(at.call(new Uint8Array([9, 4]), place)).toBe(new Uint8Array([9, 4]).at(place));
});

test("the last that is meant is found, with its place", () => {
  for (const row of ROWS) for (const wanted of [3, 5, 6]) {
    expect(findLast.call(row, (one) => one === wanted)).toBe(row.findLast((one) => one === wanted));
    expect(findLastIndex.call(row, (one) => one === wanted)).toBe(row.findLastIndex((one) => one === wanted));
  }
  expect(findLastIndex.call(["a", "b"], (one, place, all) => place === 0 && all[0] === one)).toBe(0);
});

test("only what an object has itself is its own", () => {
  expect(hasOwn({ a: undefined }, "a")).toBe(true);
  expect(hasOwn(Object.create({ a: 1 }) as object, "a")).toBe(false);
  expect(hasOwn(Object.assign(Object.create(null) as object, { a: 1 }), "a")).toBe(true);
});
