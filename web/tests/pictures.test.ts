/** Pictures: the figures are the law's and the record's own texts, what is drawn is where they say, and files hold the same. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Rulebook } from "../src/credit/standing";
import { teller } from "../src/i18n";
import { curve, underOn } from "../src/pictures/curve";
import type { Bars, Plot } from "../src/pictures/drawing";
import { lateOver, weekly, type History } from "../src/pictures/history";
import { instrumentCourse } from "../src/pictures/instrument";
import { complaints, dueBy, endsByMonth, found as problems, map, months, within, type Overview } from "../src/pictures/overview";
import { placed, wide } from "../src/pictures/layout";
import { merchantCourse } from "../src/pictures/merchant";
import { csv } from "../src/pictures/save";
import { standingOver, steps } from "../src/pictures/standing";
import type { TimelineEntry } from "../src/types";
import { pictures } from "../src/words/pictures";

const t = teller(pictures);
const SCALE = { accuracy_class: "III", e_g: "5", max_g: "15000", min_g: "100" };
const UNDER = underOn("2026-11-27", SCALE);
const point = (load: string, error: string, limit?: string): { load: string; error: string; limit: string | undefined } => ({ load, error, limit });

test("the limits of a curve are the law's exact ones: at first verification, and in service", () => {
  const told = curve(t, [point("10000", "-5", "10"), point("2500", "0", "5"), point("15000", "7.5", "15")], UNDER);
  expect(told?.figures.rows).toEqual([["2500", "0", "2.5", "5"], ["10000", "-5", "5", "10"], ["15000", "7.5", "7.5", "15"]]);
  expect(told?.finding).toContain("都在允许误差以内");
});

test("a limit that is just met is kept, and the least beyond it is not", () => {
  const told = (error: string): string | undefined => curve(t, [point("2500", "0", "5"), point("5000", error, "10")], UNDER)?.finding;
  expect(told("10")).toContain("1 个已超过首次检定的限值");
  expect(told("-10.00001")).toContain("2 个载荷中有 1 个的误差超过");
});

test("beyond the limit is another mark, not only another colour", () => {
  const drawing = curve(t, [point("2500", "0", "5"), point("5000", "11", "10")], UNDER)?.drawing as Plot;
  const marks = drawing.series.filter(({ mark }) => mark).map(({ mark, spots }) => [mark, spots.length]);
  expect(marks).toEqual([["circle", 1], ["times", 1]]);
});

test("without the scale, or beyond its table, nothing is made up", () => {
  expect(underOn("2026-11-27", { e_g: "5" })).toBeUndefined();
  expect(curve(t, [point("1", "0")])).toBeUndefined();
  const told = curve(t, [point("2500", "0", "5"), point("20000", "3")]);
  expect(told?.figures.rows).toEqual([["2500", "0", "5"], ["20000", "3", "—"]]);
  expect(told?.finding).toContain("不能比较");
});

test("limits are drawn as the stairs of the law", () => {
  const drawing = curve(t, [point("2500", "0", "5"), point("5000", "1", "10")], UNDER)?.drawing as Plot;
  const service = drawing.series.find(({ dash }) => dash === "dashed");
  expect(service?.spots).toEqual([{ x: 0, y: 5 }, { x: 2500, y: 5 }, { x: 2500, y: 10 }, { x: 10000, y: 10 }, { x: 10000, y: 15 }, { x: 15000, y: 15 }]);
});

test("a CSV opens in a spreadsheet and runs nothing there", () => {
  const told = csv({ heads: ["名称", "数"], rows: [[{ words: "=1+1", to: "/x" }, "-5"], ["a,\"b\"", "-a"]] });
  expect(told).toBe("\uFEFF名称,数\r\n'=1+1,-5\r\n\"a,\"\"b\"\"\",'-a\r\n");
});

test("everything of a plot stands within the drawing, at a phone's width and a laptop's", () => {
  const drawing = curve(t, [point("2500", "-5", "5"), point("15000", "15", "15")], UNDER)?.drawing as Plot;
  for (const width of [300, 1000]) {
    const { marks, texts, height } = placed(drawing, width);
    for (const { x, y } of marks) expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
    for (const { x, words, anchor } of texts) {
      const left = anchor === "start" ? x : anchor === "end" ? x - wide(words) : x - wide(words) / 2;
      expect(left >= -1 && left + wide(words) <= width + 1, words).toBe(true);
    }
  }
});

test("bars are as long as their values, and say their sum", () => {
  const bars: Bars = { kind: "bars", names: ["思明", "湖里"], parts: [{ name: "a", tone: "bad", filling: "full", values: [10, 0] }, { name: "b", tone: "warn", filling: "hatched", values: [10, 5] }] };
  const across = placed(bars, 400);
  const own = across.rects.slice(2).map(({ width }) => width);
  expect([own[0], own[1]]).toEqual([own[0], own[0]]);
  expect(own[2]).toBeCloseTo((own[0] ?? 0) / 2);
  expect(across.texts.filter(({ tone }) => tone === "strong").map(({ words }) => words)).toEqual(["20", "5"]);
  const upright = placed({ ...bars, upright: true }, 400).rects.slice(2);
  expect(upright.map(({ height }) => Math.round(height))).toEqual([85, 85, 43]);
});

const DAY = "2026-11-27";
const ENTRIES = [
  { at: "2026-11-20T02:00:00.000Z", what: "act", id: "a", act: { sent: { kind: "suspend", reason: "" } } },
  { at: "2026-11-19T18:00:00.000Z", what: "check", id: "c", check: { verdict: "fail" } },
  { at: "2026-05-02T02:00:00.000Z", what: "verification", id: "v", verification: { conclusion: "pass", verified_on: "2026-05-01", valid_until: "2027-04-30" } },
] as unknown as TimelineEntry[];

test("a time line has a lane for each kind of thing, on the city's days, and the same rows in its table", () => {
  const told = instrumentCourse(t, ENTRIES, ({ id }) => id, DAY);
  expect(told?.figures.rows).toEqual([["2026-11-20", "停用", "a", ""], ["2026-11-20", "检查", "c", ""], ["2026-05-01", "检定", "v", "2027-04-30"]]);
  expect(told?.finding).toBe("检定 1 次，检查 1 次，其中不合格 1 次；停用、修理等 1 次。");
  const drawing = told?.drawing as Plot;
  expect(drawing.y.ticks?.map(({ words }) => words)).toEqual(["停用", "检查", "检定"]);
  const marks = drawing.series.filter(({ mark }) => mark).map(({ mark, spots }) => [mark, spots.length]);
  expect(marks).toEqual([["circle", 1], ["times", 2]]);
  expect(drawing.series.filter(({ dash }) => dash).map(({ spots }) => spots.map(({ x }) => new Date(x).toISOString().slice(0, 10)))).toEqual([["2026-05-01", "2027-04-30"]]);
});

test("nothing that happened is no picture", () => {
  expect(instrumentCourse(t, [], () => "", DAY)).toBeUndefined();
  expect(merchantCourse(t, [], [], DAY)).toBeUndefined();
});

interface Vectors { rulebooks: Rulebook[]; cases: { lines: string[]; day: string; book: number; expected: { points: number; grade: string } }[] }
const { rulebooks, cases } = JSON.parse(readFileSync(new URL("../../tests/golden/standing_web/vectors.json", import.meta.url), "utf8")) as Vectors;

test("a standing over time ends at what the server reckoned for the day", () => {
  let drawn = 0;
  for (const { lines, day, book, expected } of cases.slice(0, 30)) {
    const found = steps(lines, rulebooks[book] as Rulebook, day);
    const past = found.filter((one) => one.day <= day);
    expect(past[past.length - 1]).toMatchObject({ points: expected.points, grade: expected.grade });
    const told = standingOver(t, lines, rulebooks[book] as Rulebook, day);
    if (!told) continue;
    drawn += 1;
    expect(told.figures.rows[0]?.[0]).toBe(found[found.length - 1]?.day);
  }
  expect(drawn).toBeGreaterThan(5);
});

const CITY: Overview = {
  day: "2026-11-27",
  instruments: [
    { district: "350203", category: "price_scale", valid: 90, due_soon: 3, overdue: 2, void: 1, suspended: 4 },
    { district: "350206", category: "price_scale", valid: 10, unverified: 1 },
    { district: "350206", category: "ecg", failed: 8 },
  ],
  ends: [{ district: "350203", month: "2026-10", instruments: 2 }, { district: "350203", month: "2026-12", instruments: 3 }, { district: "350206", month: "2027-05", instruments: 7 }],
  results: [
    { district: "350203", item: "JL-03", name: "市场", month: "2026-10", results: 5, problems: 2 }, { district: "350206", item: "JL-03", name: "市场", month: "2026-10", results: 1, problems: 0 },
    { district: "350203", item: "JL-01", name: "衡器", month: "2025-11", results: 9, problems: 9 },
  ],
  sites: [
    { id: "a", name: "甲市场", venue: "market", district: "350203", lat: "24.456", lon: "118.074", instruments: 100, late: 3 },
    { id: "b", name: "乙市场", venue: "market", district: "350206", lat: "24.500", lon: "118.100", instruments: 10, late: 1 },
    { id: "c", name: "丙市场", venue: "market", district: "350206", instruments: 4, late: 0 },
    { id: "d", name: "空", venue: "market", district: "350206", instruments: 0, late: 0 },
  ],
};

test("what waits stands by district and by kind, the worst first, and the bars are the table's", () => {
  const by = dueBy(t, CITY, "district");
  expect(by.figures.rows).toEqual([["湖里区", "9", "0", "0", "10", "19"], ["思明区", "3", "3", "4", "90", "100"]]);
  expect((by.drawing as Bars).parts.map(({ values }) => values)).toEqual([[9, 3], [0, 3], [0, 4]]);
  expect(by.finding).toContain("“湖里区”最多，9 台");
  expect(dueBy(t, CITY, "category").figures.rows.map(([name, late]) => [name, late])).toEqual([["心电图机", "8"], ["电子计价秤", "4"]]);
  expect(dueBy(t, within(CITY, "350203"), "category").figures.rows).toEqual([["电子计价秤", "3", "3", "4", "90", "100"]]);
});

test("certificates stand in the month they end: over, this month, to come", () => {
  const told = endsByMonth(t, CITY);
  const bars = told.drawing as Bars;
  const at = (month: string): number[] => bars.parts.map(({ values }) => values[bars.names.indexOf(month)] ?? 0);
  expect([at("2026-10"), at("2026-11"), at("2026-12"), at("2027-05")]).toEqual([[2, 0, 0], [0, 0, 0], [0, 0, 3], [0, 0, 7]]);
  expect(told.figures.rows.map(([, n]) => Number(n)).reduce((one, other) => one + other)).toBe(12);
  expect(told.finding).toContain("2 台在本月以前已到期");
  expect(told.finding).toContain("2027-05，7 台");
});

test("what was found stands by month and item, a year back and no more", () => {
  const told = problems(t, CITY, "month");
  expect(told.figures.rows.length).toBe(12);
  expect(told.figures.rows.find(([month]) => month === "2026-10")).toEqual(["2026-10", "6", "2"]);
  expect(told.finding).toContain("6 个检查结果，2 个有问题");
  expect(problems(t, CITY, "name").figures.rows).toEqual([["市场", "6", "2"]]);
  expect(problems(t, { ...CITY, results: [] }, "month").drawing).toBeUndefined();
});

test("months go over the year's end", () => {
  expect(months("2026-11", "2027-02")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(months("2027-01", "2026-12")).toEqual([]);
});

test("no quarter is made up", () => {
  expect(complaints(t, [])).toBeUndefined();
  expect(complaints(t, [{ quarter: "2026-Q3", files: 7 }])?.figures.rows).toEqual([["2026-Q3", "7"]]);
});

test("a market's mark says by its form how many are late, and leads where the table leads", () => {
  const told = map(t, CITY.sites, (id) => `/open/markets/${id}`);
  expect(told.figures.rows.map(([site, , , late]) => [typeof site === "object" && site.to, late])).toEqual([["/open/markets/b", "1"], ["/open/markets/a", "3"], ["/open/markets/c", "0"]]);
  const plot = told.drawing as Plot;
  expect(plot.series.map(({ mark, spots }) => [mark, spots.map(({ to }) => to)])).toEqual([["triangle", ["/open/markets/b"]], ["diamond", ["/open/markets/a"]]]);
  expect(told.finding).toContain("1 个没有登记位置");
  const { marks, width } = placed(plot, 360);
  const own = marks.filter(({ to }) => to);
  expect(own.map(({ x }) => x > 0 && x < width)).toEqual([true, true]);
  expect((own[0]?.y ?? 0) < (own[1]?.y ?? 0), "the northern one stands above").toBe(true);
});

test("a market's name stands on no other's mark and not below the axis, or is left to the table", () => {
  const crowd = Array.from({ length: 12 }, (_, n) => ({ id: `${n}`, name: `市场${n}号(演示)`, venue: "market", district: "350203", lat: `24.4${n % 4}`, lon: `118.0${n % 10}`, instruments: 5 + n, late: n % 2 }));
  const { texts, marks, strokes } = placed(map(t, crowd, String).drawing as Plot, 360);
  const axis = Math.max(...strokes.filter(({ tone }) => tone === "axis").map(({ d }) => Number(/,([\d.]+)/.exec(d)?.[1])));
  const names = texts.filter(({ words }) => words.startsWith("市场"));
  expect(names.length).toBeGreaterThan(2);
  for (const one of names) {
    expect(one.y).toBeLessThan(axis);
    const on = marks.filter(({ to, x, y }) => to && x > one.x && x < one.x + wide(one.words) && y > one.y - 10 && y < one.y);
    expect(on, one.words).toEqual([]);
  }
});

/** Counted on three Sundays, and on the Monday and Wednesday after the last. */
const HISTORY: History = {
  days: ["2026-11-08", "2026-11-15", "2026-11-22", "2026-11-23", "2026-11-25"],
  series: [
    { district: "350203", category: "price_scale", instruments: [9, 9, 9, 9, 10], late: [1, 2, 3, 9, 4] },
    { district: "350203", category: "ecg", instruments: [2, 2, 2, 2, 2], late: [0, 0, 0, 0, 0] },
    { district: "350206", category: "price_scale", instruments: [5, 5, 5, 5, 5], late: [5, 5, 5, 5, 0] },
  ],
};

test("a trend has the last counted day of each week, and its table the same figures with their sum", () => {
  expect(weekly(HISTORY.days)).toEqual([0, 1, 2, 4]);
  const told = lateOver(t, HISTORY, "", "district");
  expect(told?.figures.heads).toEqual(["日期", "思明区", "湖里区", "合计", "器具"]);
  expect(told?.figures.rows).toEqual([["2026-11-25", "4", "0", "4", "17"], ["2026-11-22", "3", "5", "8", "16"], ["2026-11-15", "2", "5", "7", "16"], ["2026-11-08", "1", "5", "6", "16"]]);
  expect(told?.finding).toBe("现在 4 台在用而没有有效检定；2026-11-08 是 6 台，变少了。");
  const drawing = told?.drawing as Plot;
  expect(drawing.series.map(({ name, spots }) => [name, spots.map(({ y }) => y)])).toEqual([["思明区", [1, 2, 3, 4]], ["湖里区", [5, 5, 5, 0]]]);
  expect(new Set(drawing.series.map(({ mark }) => mark)).size).toBe(2);
});

test("a district's trend is its own, and a single week is none", () => {
  expect(lateOver(t, HISTORY, "350203", "category")?.figures.rows[0]).toEqual(["2026-11-25", "4", "4", "12"]);
  expect(lateOver(t, HISTORY, "350205", "category")).toBeUndefined();
  expect(lateOver(t, { ...HISTORY, days: HISTORY.days.slice(0, 1) }, "", "district")).toBeUndefined();
});

test("more kinds than can be told apart are one line together", () => {
  const series = Array.from({ length: 8 }, (_, n) => ({ district: "350203", category: `kind-${n}`, instruments: [9, 9], late: [8 - n, 8 - n] }));
  const told = lateOver(t, { days: ["2026-11-15", "2026-11-22"], series }, "", "category");
  expect(told?.figures.heads.slice(1, -2)).toEqual(["kind-0", "kind-1", "kind-2", "kind-3", "kind-4", "其他"]);
  expect(told?.figures.rows[0]).toEqual(["2026-11-22", "8", "7", "6", "5", "4", "6", "36", "72"]);
  expect(told?.finding).toContain("一样多");
});
