import { createRenderer, nextTick, ref } from "vue";
import { expect, test } from "vitest";
import { Refused, type Problem } from "../src/api";
import { useAttempt, useLoad, useRows, type Page } from "../src/asking";

const nothing = (): object => ({});
const { createApp } = createRenderer<object, object>({
  createElement: nothing, createText: nothing, createComment: nothing, insert: nothing, remove: nothing, patchProp: nothing,
  setText: nothing, setElementText: nothing, parentNode: () => null, nextSibling: () => null,
});

/** What `use` gives to a page that has just opened. */
function opened<T>(use: () => T): T {
  const kept: T[] = [];
  createApp({ setup: () => (kept.push(use()), () => null) }).mount({});
  return kept[0] as T;
}
function refused(zh: string): Refused {
  return new Refused({ status: 409, code: "x", sentences: { zh, en: zh } } satisfies Problem);
}
/** Questions that are answered by hand, in any order. */
function questions<T>() {
  const asked: { answer: (value: T) => void; refuse: (failure: unknown) => void }[] = [];
  return { asked, ask: () => new Promise<T>((answer, refuse) => void asked.push({ answer, refuse })) };
}
const settled = (): Promise<void> => new Promise((done) => void setTimeout(done));

test("a failed attempt tells why, and the next begins without its lines", async () => {
  const { lines, busy, attempt } = useAttempt();
  expect(await attempt(() => Promise.reject(refused("已被占用。")))).toBe(false);
  expect([lines.value, busy.value]).toEqual([["已被占用。"], false]);
  const after = attempt(() => Promise.resolve());
  expect([lines.value, busy.value]).toEqual([[], true]);
  expect(await after).toBe(true);
});

test("an attempt within an attempt leaves it busy, and does not take away what the outer one tells", async () => {
  const { lines, busy, attempt } = useAttempt();
  const seen: boolean[] = [];
  await attempt(async () => Promise.reject(refused("外")), async () => {
    await attempt(() => Promise.resolve());
    seen.push(busy.value);
  });
  expect([lines.value, seen]).toEqual([["外"], [true]]);
});

test("a page reads when it opens, and waits until there is an answer or a failure", async () => {
  const { ask, asked } = questions<string>();
  const { found, waits, load, lines, busy } = opened(() => useLoad(ask));
  expect([asked.length, waits.value, busy.value]).toEqual([1, true, false]); // only an act makes a button wait
  asked[0]?.refuse(refused("没有网络。"));
  await settled();
  expect([waits.value, lines.value]).toEqual([false, ["没有网络。"]]);
  void load();
  asked[1]?.answer("一");
  await settled();
  void load();
  expect([found.value, waits.value, lines.value]).toEqual(["一", false, []]); // what stands is shown meanwhile
});

test("of two years only the one asked last is shown, and a late failure of the other is not told", async () => {
  const { ask, asked } = questions<string>();
  const year = ref(2025);
  const { found, waits, lines } = opened(() => useLoad(ask, year));
  asked[0]?.answer("2025");
  await settled();
  year.value = 2026;
  await nextTick();
  expect([found.value, waits.value]).toEqual([undefined, true]);
  year.value = 2027;
  await nextTick();
  asked[2]?.answer("2027");
  await settled();
  asked[1]?.refuse(refused("晚了"));
  await settled();
  expect([found.value, lines.value]).toEqual(["2027", []]);
});

test("a list grows page by page, and what failed is asked once more from where it stopped", async () => {
  const cursors: string[] = [];
  const pages: (Page<number> | undefined)[] = [{ items: [1, 2], cursor: "a" }, undefined, { items: [3], cursor: "" }, { items: [1], cursor: "" }];
  const list = useRows(async (cursor): Promise<Page<number>> => {
    cursors.push(cursor);
    const page = pages.shift();
    if (!page) throw refused("没有网络。");
    return page;
  });
  expect(list.waits.value).toBe(true);
  await list.load();
  await list.more();
  expect([list.rows.value, list.lines.value]).toEqual([[1, 2], ["没有网络。"]]);
  await list.retry();
  expect([list.rows.value, list.cursor.value, list.waits.value]).toEqual([[1, 2, 3], "", false]);
  const again = list.restart();
  expect(list.rows.value).toEqual([]);
  await again;
  expect([list.rows.value, cursors]).toEqual([[1], ["", "a", "a", ""]]);
});
