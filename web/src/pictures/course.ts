/** What happened in which order: a lane for each kind of thing, a mark for each event, a line for what lasts. */
import type { pictures } from "../words/pictures";
import type { Figures, Mark, Plot, Series, Tone } from "./drawing";

export type Teller = (key: keyof typeof pictures, facts?: Record<string, string>) => string;
export type Kind = "good" | "bad" | "other";
/** On a local day; `until` is the last day of what lasts. */
export interface Happened { day: string; lane: string; what: string; kind: Kind; until?: string | undefined }

const DAY_MS = 86_400_000;
const LANE = 46;
const LOOKS: Record<Kind, { tone: Tone; mark: Mark }> = { good: { tone: "good", mark: "circle" }, bad: { tone: "bad", mark: "times" }, other: { tone: "soft", mark: "square" } };

/** Undefined when nothing happened. The drawing ends a month after today, or with what lasts, at most a year on. */
export function course(t: Teller, happened: readonly Happened[], today: string): { figures: Figures; drawing: Plot } | undefined {
  if (!happened.length) return undefined;
  const newest = [...happened].sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
  const lanes = [...new Set(happened.map(({ lane }) => lane))];
  const now = Date.parse(today);
  const low = Math.min(...happened.map(({ day }) => Date.parse(day)), now - 30 * DAY_MS);
  const high = Math.max(now + 30 * DAY_MS, ...happened.flatMap(({ day, until }) => [Date.parse(day), Math.min(Date.parse(until ?? day), now + 366 * DAY_MS)]));
  const edge = (high - low) * 0.03;
  const y = (lane: string): number => lanes.length - 1 - lanes.indexOf(lane);
  const series = (Object.keys(LOOKS) as Kind[]).flatMap((kind): Series[] => {
    const own = happened.filter((one) => one.kind === kind);
    const lines = own.flatMap(({ day, until, lane }): Series[] =>
      (until && until > day ? [{ tone: LOOKS[kind].tone, dash: "plain", spots: [{ x: Date.parse(day), y: y(lane) }, { x: Math.min(Date.parse(until), high), y: y(lane) }] }] : []));
    return own.length ? [...lines, { name: t(`kind_${kind}`), ...LOOKS[kind], spots: own.map(({ day, lane }) => ({ x: Date.parse(day), y: y(lane) })) }] : [];
  });
  const isLasting = happened.some(({ until }) => until);
  return {
    figures: {
      heads: [t("day"), t("lane"), t("what"), ...(isLasting ? [t("until")] : [])],
      rows: newest.map(({ day, lane, what, until }) => [day, lane, what, ...(isLasting ? [until ?? ""] : [])]),
    },
    drawing: {
      kind: "plot", height: lanes.length * LANE, series, now: { at: now, words: t("now") },
      x: { low: low - edge, high: high + edge, isDays: true }, y: { low: -0.6, high: lanes.length - 0.4, ticks: lanes.map((words) => ({ at: y(words), words })) },
    },
  };
}
