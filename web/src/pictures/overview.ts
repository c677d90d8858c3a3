/** The pictures of the city: what `public/data/overview.json` counts, district by district, kind by kind, month by month. */
import { categoryName } from "../catalogue";
import { DISTRICTS, districtName } from "../districts";
import type { Standing } from "../types";
import type { Teller } from "./course";
import type { Part, Spot, Told } from "./drawing";

type Counts = Partial<Record<Standing, number>>;
export interface Place { id: string; name: string; venue: string; district: string; lat?: string; lon?: string; instruments: number; late: number }
/** As chalicelib/publication/overview.py. */
export interface Overview {
  day: string; instruments: (Counts & { district: string; category: string })[]; ends: { district: string; month: string; instruments: number }[];
  results: { district: string; item: string; name: string; month: string; results: number; problems: number }[]; sites: Place[];
}
export interface Quarter { quarter: string; files: number }

const LATE: readonly Standing[] = ["overdue", "unverified", "failed", "void"];
const STOPPED: readonly Standing[] = ["suspended", "disputed_frozen"];
const MONTHS = 12;

export const sum = (all: readonly number[]): number => all.reduce((so, one) => so + one, 0);
const of = (counts: Counts, standings: readonly Standing[]): number => sum(standings.map((one) => counts[one] ?? 0));
export interface Due { late: number; soon: number; stopped: number; valid: number }

export function due(rows: readonly Counts[]): Due {
  const all = (standings: readonly Standing[]): number => sum(rows.map((one) => of(one, standings)));
  return { late: all(LATE), soon: all(["due_soon"]), stopped: all(STOPPED), valid: all(["valid"]) };
}

/** Of one district, or of all when it is empty. */
export function within(overview: Overview, district: string): Overview {
  if (!district) return overview;
  const own = <T extends { district: string }>(rows: readonly T[]): T[] => rows.filter((one) => one.district === district);
  return { ...overview, instruments: own(overview.instruments), ends: own(overview.ends), results: own(overview.results), sites: own(overview.sites) };
}

/** What must be verified, a bar for each district or each kind, the most urgent first. */
export function dueBy(t: Teller, overview: Overview, by: "district" | "category"): Told {
  const keys = [...new Set(overview.instruments.map((one) => one[by]))];
  const rows = keys.map((key) => ({ name: by === "district" ? districtName(key) : categoryName(key), ...due(overview.instruments.filter((one) => one[by] === key)) }))
    .sort((one, other) => other.late - one.late || other.soon - one.soon);
  const [first] = rows;
  const facts = { name: first?.name ?? "", n: String(first?.late ?? 0), soon: String(sum(rows.map(({ soon }) => soon))) };
  const part = (name: "late" | "soon" | "stopped", look: Pick<Part, "tone" | "filling">): Part => ({ name: t(`part_${name}`), ...look, values: rows.map((one) => one[name]) });
  return {
    finding: t(first?.late ? "due_worst" : "due_none", facts),
    figures: {
      heads: [t(by === "district" ? "district" : "category"), t("part_late"), t("part_soon"), t("part_stopped"), t("part_valid"), t("all")],
      rows: rows.map((one) => [one.name, ...[one.late, one.soon, one.stopped, one.valid, one.late + one.soon + one.stopped + one.valid].map(String)]),
    },
    drawing: rows.length ? { kind: "bars", names: rows.map(({ name }) => name), parts: [part("late", { tone: "bad", filling: "full" }), part("soon", { tone: "warn", filling: "hatched" }), part("stopped", { tone: "soft", filling: "dotted" })] } : undefined,
  };
}

/** The months from one to another, both inclusive: 2026-11. */
export function months(from: string, to: string): string[] {
  const found: string[] = [];
  for (let [year, month] = from.split("-").map(Number) as [number, number]; ; [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]) {
    const one = `${year}-${String(month).padStart(2, "0")}`;
    if (one > to || found.length > 60) return found;
    found.push(one);
  }
}
const shifted = (month: string, by: number): string => {
  const [year = 0, own = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, own - 1 + by, 1)).toISOString().slice(0, 7);
};

/** Certificates by the month of their last day: those that are over are late, the others will fall due. */
export function endsByMonth(t: Teller, { day, ends }: Overview): Told {
  const now = day.slice(0, 7);
  const known = months(ends.map(({ month }) => month).filter((one) => one >= shifted(now, -MONTHS)).sort()[0] ?? now, shifted(now, MONTHS));
  const count = (month: string): number => sum(ends.filter((one) => one.month === month).map((one) => one.instruments));
  const before = sum(ends.filter(({ month }) => month < now).map(({ instruments }) => instruments));
  const [busiest] = known.filter((one) => one > now).sort((one, other) => count(other) - count(one));
  const values = (isOf: (month: string) => boolean): number[] => known.map((one) => (isOf(one) ? count(one) : 0));
  return {
    finding: t("ends_finding", { late: String(before), month: busiest ?? "—", n: String(busiest ? count(busiest) : 0) }),
    figures: { heads: [t("month"), t("certificates")], rows: known.map((one) => [one, String(count(one))]) },
    drawing: {
      kind: "bars", upright: true, names: known,
      parts: [{ name: t("ends_past"), tone: "bad", filling: "full", values: values((one) => one < now) }, { name: t("ends_now"), tone: "warn", filling: "hatched", values: values((one) => one === now) }, { name: t("ends_coming"), tone: "jade", filling: "empty", values: values((one) => one > now) }],
    },
  };
}

/** Published results a year back: how many found a problem, by month or by what was inspected. */
export function found(t: Teller, { day, results }: Overview, by: "month" | "name"): Told {
  const now = day.slice(0, 7);
  const own = results.filter(({ month }) => month > shifted(now, -MONTHS) && month <= now);
  const keys = by === "month" ? months(shifted(now, 1 - MONTHS), now) : [...new Set(own.map(({ name }) => name))];
  const rows = keys.map((key) => {
    const those = own.filter((one) => one[by] === key);
    const [all, problems] = [sum(those.map((one) => one.results)), sum(those.map((one) => one.problems))];
    return { key, all, problems, clean: all - problems };
  });
  const facts = { all: String(sum(rows.map(({ all }) => all))), n: String(sum(rows.map(({ problems }) => problems))) };
  return {
    finding: t(own.length ? "found_finding" : "found_none", facts),
    figures: { heads: [t(by === "month" ? "month" : "item"), t("results"), t("problems")], rows: rows.map(({ key, all, problems }) => [key, String(all), String(problems)]) },
    drawing: own.length ? {
      kind: "bars", upright: by === "month", names: keys,
      parts: [{ name: t("problems"), tone: "bad", filling: "full", values: rows.map(({ problems }) => problems) }, { name: t("clean"), tone: "good", filling: "empty", values: rows.map(({ clean }) => clean) }],
    } : undefined,
  };
}

/** Published counts of complaints and reports, the oldest quarter first; none is made up for a quarter that is not counted. */
export function complaints(t: Teller, quarters: readonly Quarter[]): Told | undefined {
  const last = quarters[quarters.length - 1];
  return last && {
    finding: t("complaints_finding", { quarter: last.quarter, n: String(last.files) }),
    figures: { heads: [t("quarter"), t("complaints")], rows: quarters.map(({ quarter, files }) => [quarter, String(files)]) },
    drawing: { kind: "bars", upright: true, names: quarters.map(({ quarter }) => quarter), parts: [{ name: t("complaints"), tone: "jade", filling: "hatched", values: quarters.map(({ files }) => files) }] },
  };
}

const FEW_PERCENT = 10;
type Share = "none" | "few" | "many";
const shareOf = ({ instruments, late }: Place): Share => (!late ? "none" : late * 100 < instruments * FEW_PERCENT ? "few" : "many");
const SHARES = { none: { tone: "good", mark: "circle", filling: "empty" }, few: { tone: "warn", mark: "diamond", filling: "empty" }, many: { tone: "bad", mark: "triangle", filling: "full" } } as const;
/** How much wider than its places a picture is, in degrees. */
const MARGIN = 0.03;

/** Where the sites are and how many of their instruments are late: a drawing to scale in WGS 84 degrees, without outlines or roads. */
export function map(t: Teller, places: readonly Place[], to: (id: string) => string): Told {
  const rows = places.filter(({ instruments }) => instruments).sort((one, other) => other.late / other.instruments - one.late / one.instruments || other.instruments - one.instruments);
  const known = rows.flatMap((one) => (one.lat && one.lon ? [{ ...one, x: Number(one.lon), y: Number(one.lat) }] : []));
  const most = Math.max(1, ...known.map(({ instruments }) => instruments));
  const range = (values: number[]): { low: number; high: number } => ({ low: Math.min(...values) - MARGIN, high: Math.max(...values) + MARGIN });
  const spots = (share: Share): Spot[] => known.filter((one) => shareOf(one) === share).map(({ id, name, x, y, instruments }) => ({ x, y, words: name, size: 1 + (instruments / most) * 7, to: to(id) }));
  const areas = DISTRICTS.flatMap(({ code }) => {
    const own = known.filter(({ district }) => district === code);
    return own.length ? [{ x: sum(own.map(({ x }) => x)) / own.length, y: Math.max(...own.map(({ y }) => y)), words: districtName(code) }] : [];
  });
  const lacking = rows.length - known.length;
  return {
    finding: t(lacking ? "map_lacking" : "map_finding", { all: String(rows.length), n: String(rows.filter((one) => shareOf(one) === "many").length), lacking: String(lacking) }),
    figures: {
      heads: [t("site"), t("district"), t("count"), t("part_late")],
      rows: rows.map(({ id, name, district, instruments, late }) => [{ words: name, to: to(id) }, districtName(district), String(instruments), String(late)]),
    },
    drawing: known.length ? {
      kind: "plot", isMap: true, areas, x: { ...range(known.map(({ x }) => x)), title: t("east") }, y: { ...range(known.map(({ y }) => y)), title: t("north") },
      series: (["many", "few", "none"] as const).map((share) => ({ name: t(`share_${share}`), ...SHARES[share], spots: spots(share) })).filter((one) => one.spots.length),
    } : undefined,
  };
}
