import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import type { FileRow } from "../src/complaints/desk";
import type { ToldRow } from "../src/complaints/respondent";
import type { OrderRow } from "../src/review";
import type { VisitRow } from "../src/types";
import { answersCount, count, filesCount, isCounted, isFresh, keptCounts, ordersCount, visitsCount } from "../src/todo";
import { resumeMe } from "../src/me";
import { signedIn } from "../src/session";

const DAY = "2026-11-27";
const visit = (state: string, planned_on: string, is_late = false): VisitRow => ({ id: "vst", state, planned_on, is_late, item: { code: "", name: "" }, place_id: "", place_name: "" }) as VisitRow;
const order = (state: string, overdue = false): OrderRow => ({ id: "rct", state, overdue }) as OrderRow;
const reviewer = { account: "acc-todo", roles: ["reviewer" as const], districts: ["350203", "350206"], merchants: [], sites: [], labs: [] };
const answer = (items: unknown[], cursor = ""): Response => new Response(JSON.stringify({ items, cursor }), { headers: { "Content-Type": "application/json" } });

beforeEach(() => {
  signedIn.value = true;
  resumeMe(reviewer);
});

test("visits wait today and when they are late, not those to come nor those that are over", () => {
  const rows = [visit("accepted", "2026-11-20", true), visit("accepted", DAY), visit("accepted", "2026-12-01"), visit("reviewed", DAY)];
  expect(visitsCount(rows, DAY)).toEqual({ n: 2, late: 1 });
});

test("a handler's file waits when it is late, warned of, or due within three days", () => {
  const file = (facts: Partial<FileRow>): FileRow => ({ late: false, warned: false, ...facts }) as FileRow;
  const due = (due_on: string): Partial<FileRow> => ({ next: { name: "", due_on, warn_on: "", provisional: false } });
  expect(filesCount([file({ late: true }), file({ warned: true }), file(due("2026-11-30")), file(due("2026-12-01")), file({})], DAY)).toEqual({ n: 3, late: 1 });
});

test("a merchant's complaints wait while an answer is asked, its orders until they are put right", () => {
  const told = (answer_due?: string): ToldRow => ({ ...(answer_due ? { answer_due } : {}) }) as ToldRow;
  expect(answersCount([told("2026-11-26"), told(DAY), told()], DAY)).toEqual({ n: 2, late: 1 });
  expect(ordersCount([order("ordered"), order("failed", true), order("submitted"), order("passed")])).toEqual({ n: 2, late: 1 });
});

test("every district is counted, kept, and not asked again at once; a list that fails keeps its count of before", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return url.includes("/entries") ? new Response("", { status: 503 }) : answer([visit("entered", DAY), visit("entered", DAY, true)], url.includes("350206") ? "next" : "");
  });
  expect(isCounted()).toBe(true);
  const before = { "/publication": { n: 5, late: 0 } };
  expect(await count(before, () => true)).toEqual({ counts: { "/reviews": { n: 4, late: 2, isMore: true }, "/publication": { n: 5, late: 0 } }, isWhole: false });
  expect(asked.filter((url) => url.includes("state=entered"))).toHaveLength(2);
  expect(await keptCounts()).toBeUndefined(); // not all of it was counted
  vi.stubGlobal("fetch", async () => answer([]));
  expect(await count(before, () => true)).toEqual({ counts: {}, isWhole: true });
  const kept = await keptCounts();
  expect(kept?.counts).toEqual({});
  expect([isFresh(kept?.since), isFresh(0), isFresh(undefined)]).toEqual([true, false, false]);
});

test("nothing is asked once its page was left", async () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  expect(await count({ "/reviews": { n: 1, late: 0 } }, () => false)).toEqual({ counts: { "/reviews": { n: 1, late: 0 } }, isWhole: false });
  expect(fetched).not.toHaveBeenCalled();
});
