import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failed, later, undo, UNDO_SECONDS, waiting } from "../src/undo";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an act is done when its seconds have passed, once", async () => {
  const act = vi.fn(async () => undefined);
  await later("报废", act);
  await vi.advanceTimersByTimeAsync((UNDO_SECONDS - 1) * 1000);
  expect(act).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(act).toHaveBeenCalledTimes(1);
  expect(waiting.value).toBeUndefined();
});

test("what is undone in time is never done", async () => {
  const act = vi.fn(async () => undefined);
  await later("报废", act);
  await vi.advanceTimersByTimeAsync(2000);
  undo();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(act).not.toHaveBeenCalled();
});

test("a second act does not swallow the first", async () => {
  const first = vi.fn(async () => undefined);
  await later("一", first);
  await later("二", async () => undefined);
  expect(first).toHaveBeenCalledTimes(1);
  undo();
});

test("a failure is told", async () => {
  await later("报废", async () => Promise.reject(new Error("x")), 1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(failed.value).toHaveLength(1);
});
