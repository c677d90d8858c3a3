import { expect, test } from "vitest";
import { counting, note } from "../src/labels/counting";

const head = (id: string, counter?: number) => ({ id, ...(counter ? { label: { counter } } : {}) });
const MINUTES = 60_000;

test("the head tells which label counts", () => {
  expect(counting(head("ins-a"))).toEqual({ next: 1 });
  expect(counting(head("ins-a", 4))).toEqual({ counter: 4, next: 5 });
});

test("what was issued and revoked here counts before the head has followed, on every page", () => {
  note("ins-b", { issued: 2 }, 0);
  expect(counting(head("ins-b", 1), 1)).toEqual({ counter: 2, next: 3 });
  note("ins-b", { revoked: 2 }, 2);
  expect(counting(head("ins-b", 1), 3)).toEqual({ next: 3 });
  note("ins-b", { issued: 3 }, 4);
  expect(counting(head("ins-b"), 5)).toEqual({ counter: 3, next: 4 });
  expect(counting(head("ins-c"), 5)).toEqual({ next: 1 });
});

test("once the head has followed it alone tells, also what others did", () => {
  note("ins-d", { issued: 3 }, 0);
  expect(counting(head("ins-d", 4), 1)).toEqual({ counter: 4, next: 5 });
  expect(counting(head("ins-d"), 5 * MINUTES)).toEqual({ next: 1 });
});
