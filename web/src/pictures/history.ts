/** How many were late over time: a figure a week from the counts of days in `public/data/history.json`. */
import { categoryName } from "../catalogue";
import { districtName } from "../districts";
import { pair } from "../i18n";
import { pictures } from "../words/pictures";
import type { Teller } from "./course";
import type { Series, Told } from "./drawing";
import { sum } from "./overview";

/** As chalicelib/publication/history.py: a number for each day in every series. */
export interface History { days: string[]; series: { district: string; category: string; instruments: number[]; late: number[] }[] }
interface Line { name: string; late: number[] }

const WEEKS = 26;
const DAY_MS = 86_400_000;
/** Told apart without colour, the worst first; what is beyond them is one line. */
const LOOKS: readonly Omit<Series, "spots">[] = [
  { tone: "bad", dash: "plain", mark: "circle" }, { tone: "jade", dash: "plain", mark: "square", filling: "empty" }, { tone: "warn", dash: "dashed", mark: "triangle" },
  { tone: "jade", dash: "dotted", mark: "diamond" }, { tone: "soft", dash: "dashed", mark: "times" }, { tone: "soft", dash: "dotted", mark: "circle", filling: "empty" },
];

/** The days whose figures are drawn: of each week from Monday the last one that was counted. */
export function weekly(days: readonly string[]): number[] {
  const week = (day: string): number => Math.floor((Date.parse(day) / DAY_MS + 3) / 7);
  return days.flatMap((day, n) => (week(day) === week(days[n + 1] ?? "9999-12-31") ? [] : [n])).slice(-WEEKS);
}

/** In use without a certificate that counts, of one district or all when it is empty, a line for each district or kind. */
export function lateOver(t: Teller, { days, series }: History, district: string, by: "district" | "category"): Told | undefined {
  const shown = weekly(days);
  const own = series.filter((one) => !district || one.district === district);
  if (shown.length < 2 || !own.length) return undefined;
  const added = (rows: readonly number[][]): number[] => shown.map((_, n) => sum(rows.map((row) => row[n] ?? 0)));
  const late = (rows: typeof own): number[] => added(rows.map((one) => shown.map((n) => one.late[n] ?? 0)));
  const last = shown.length - 1;
  const lines: Line[] = [...new Set(own.map((one) => one[by]))]
    .map((key) => ({ name: by === "district" ? districtName(key) : categoryName(key), late: late(own.filter((one) => one[by] === key)) }))
    .filter((one) => one.late.some(Boolean))
    .sort((one, other) => (other.late[last] ?? 0) - (one.late[last] ?? 0) || sum(other.late) - sum(one.late));
  const rest = lines.length > LOOKS.length ? lines.splice(LOOKS.length - 1) : [];
  if (rest.length) lines.push({ name: pair(pictures.others), late: added(rest.map((one) => one.late)) });
  const all = late(own);
  const instruments = added(own.map((one) => shown.map((n) => one.instruments[n] ?? 0)));
  const [before = 0, now = 0] = [all[0], all[last]];
  const at = shown.map((n) => days[n] as string);
  return {
    finding: t(now > before ? "late_more" : now < before ? "late_fewer" : "late_same", { n: String(now), before: String(before), day: at[0] as string }),
    figures: {
      heads: [t("day"), ...lines.map(({ name }) => name), t("all"), t("count")],
      rows: at.map((day, n) => [day, ...[...lines.map((one) => one.late[n] ?? 0), all[n] ?? 0, instruments[n] ?? 0].map(String)]).reverse(),
    },
    drawing: lines.length ? {
      kind: "plot", x: { low: Date.parse(at[0] as string), high: Date.parse(at[last] as string), isDays: true }, y: { low: 0, high: Math.max(5, ...lines.flatMap((one) => one.late)) * 1.05 },
      series: lines.map(({ name, late: values }, n): Series => ({ name, ...LOOKS[n] as Omit<Series, "spots">, spots: values.map((y, week) => ({ x: Date.parse(at[week] as string), y })) })),
    } : undefined,
  };
}
