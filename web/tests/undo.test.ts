import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { done, failed, later, remove, undo, UNDO_SECONDS, waiting } from "../src/undo";

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

test("what was cleared on the phone comes back with one tap, and nothing is owed for it", async () => {
  const back = vi.fn();
  await done("已清空", back);
  expect(waiting.value?.act).toBeUndefined();
  undo();
  expect(back).toHaveBeenCalledTimes(1);
  expect(waiting.value).toBeUndefined();
  await done("已清空", back);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(back).toHaveBeenCalledTimes(1);
});

test("what is left to do for something given up is done when it was not brought back", async () => {
  const [back, act] = [vi.fn(), vi.fn(async () => undefined)];
  await done("已清空", back, act);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([back.mock.calls.length, act.mock.calls.length]).toEqual([0, 1]);
  await done("已清空", back, act);
  undo();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([back.mock.calls.length, act.mock.calls.length]).toEqual([1, 1]);
});

test("a removed row comes back where it stood", () => {
  const rows = ["一", "二", "三"];
  remove("已删除一行", rows, 1);
  expect(rows).toEqual(["一", "三"]);
  undo();
  expect(rows).toEqual(["一", "二", "三"]);
});
