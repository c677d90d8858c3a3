/** A standing over time: every local day of two years reckoned by today's rulebook from the facts that are known. */
import { plus, reckonedOver } from "../credit/recompute";
import { signed, type Grade, type Point, type Rulebook } from "../credit/standing";
import { said } from "../i18n";
import type { Teller } from "./course";
import type { Series, Told } from "./drawing";

const BACK_DAYS = 730;
const AHEAD_DAYS = 182;
interface Step { day: string; points: number; grade: Grade; because: Point[] }

/** The days on which it became another one; the first is where it began. */
export function steps(lines: readonly string[], book: Rulebook, today: string): Step[] {
  const days = Array.from({ length: BACK_DAYS + AHEAD_DAYS + 1 }, (_, n) => plus(today, n - BACK_DAYS));
  const all = reckonedOver(lines, book, days).map((one, n) => ({ ...one, day: days[n] as string }));
  return all.filter((one, n) => n === 0 || keys(one) !== keys(all[n - 1] as Step));
}
const key = ({ kind, fact, points }: Point): string => `${kind} ${fact} ${points}`;
const keys = ({ grade, because }: Step): string => `${grade}|${because.map(key).sort().join("|")}`;

export function standingOver(t: Teller, lines: readonly string[], book: Rulebook, today: string): Told | undefined {
  const found = steps(lines, book, today);
  if (found.length < 2) return undefined;
  const word = (code: Grade): string => said(book.grade.find((one) => one.code === code)?.word ?? { zh: code, en: code });
  const past = found.filter(({ day }) => day <= today);
  const now = past[past.length - 1] as Step;
  const what = (kind: string): string => said(book.rule.find((one) => one.kind === kind)?.says ?? { zh: kind, en: kind });
  const moved = found.slice(1).map((one, n) => {
    const before = found[n] as Step;
    return { one, begun: one.because.filter((point) => !before.because.some((other) => key(other) === key(point))), ended: before.because.filter((point) => !one.because.some((other) => key(other) === key(point))) };
  });
  const ms = (day: string): number => Date.parse(day);
  const end = plus(today, AHEAD_DAYS);
  const first = ms(plus((found[1] as Step).day, -60));
  const path = (from: readonly Step[], until: string): { x: number; y: number }[] =>
    from.flatMap((one, n) => [{ x: Math.max(first, ms(one.day)), y: one.points }, { x: Math.max(first, ms(from[n + 1]?.day ?? until)), y: one.points }]);
  const coming = [{ ...now, day: today }, ...found.filter(({ day }) => day > today)];
  const marks = (name: string, tone: "good" | "bad", mark: "triangle" | "times"): Series[] => {
    const spots = moved.filter(({ one, begun }) => one.day <= today && begun.some(({ points }) => (tone === "good" ? points > 0 : points < 0))).map(({ one }) => ({ x: ms(one.day), y: one.points }));
    return spots.length ? [{ name, tone, mark, spots }] : [];
  };
  const heights = [0, ...found.map(({ points }) => points), ...book.grade.flatMap(({ at_least }) => (at_least === undefined ? [] : [at_least]))];
  return {
    finding: t("standing_finding", { points: signed(now.points), grade: word(now.grade), n: String(moved.filter(({ one }) => one.day <= today).length) }),
    figures: {
      heads: [t("day"), t("what"), t("points"), t("grade")],
      rows: moved.map(({ one, begun, ended }) => [
        one.day,
        [...begun.map(({ kind, points }) => t("begins", { what: what(kind), points: signed(points) })), ...ended.map(({ kind }) => t("ends", { what: what(kind) }))].join("；"),
        signed(one.points), word(one.grade),
      ]).reverse(),
    },
    drawing: {
      kind: "plot", now: { at: ms(today), words: t("now") },
      x: { low: first, high: ms(end), isDays: true },
      y: { low: Math.min(...heights) - 1, high: Math.max(...heights) + 1, ticks: book.grade.flatMap(({ code, at_least }) => (at_least === undefined ? [] : [{ at: at_least, words: `${word(code)} ≥ ${signed(at_least)}` }])) },
      series: [
        { name: t("points"), tone: "jade", dash: "plain", spots: path(past, today) },
        { name: t("later"), tone: "jade", dash: "dashed", spots: path(coming, end) },
        ...marks(t("better"), "good", "triangle"), ...marks(t("worse"), "bad", "times"),
      ],
    },
  };
}
