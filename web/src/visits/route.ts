/** Which visits are for today, and in which order to go. */
import type { VisitRow, VisitState } from "../types";

export interface Spot { lat: string; lon: string }
export interface Stop<Row> { row: Row; metres?: number }

const EARTH_M = 6_371_000;
const OVER: readonly VisitState[] = ["entered", "reviewed", "ended", "void"];

/** In a straight line over the globe; streets are longer. For an order and a rough number, so floats will do. */
export function metresBetween(one: Spot, other: Spot): number {
  const [a, b, c, d] = [one.lat, other.lat, one.lon, other.lon].map((degrees) => (Number(degrees) * Math.PI) / 180) as [number, number, number, number];
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin((d - c) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}

/** From here to the nearest, from there to the nearest of the others, and so on; what has no surveyed place comes last, as it was. */
export function nearestFirst<Row extends { place?: Spot }>(rows: readonly Row[], from: Spot): Stop<Row>[] {
  const left = rows.filter((row) => row.place);
  const stops: Stop<Row>[] = [];
  for (let here = from; left.length;) {
    const metres = (row: Row): number => metresBetween(here, row.place ?? here);
    const next = left.reduce((best, row) => (metres(row) < metres(best) ? row : best));
    left.splice(left.indexOf(next), 1);
    stops.push({ row: next, metres: metres(next) });
    here = next.place ?? here;
  }
  return [...stops, ...rows.filter((row) => !row.place).map((row) => ({ row }))];
}

export type Group = "late" | "today" | "coming" | "over";
export const GROUPS: readonly Group[] = ["late", "today", "coming", "over"];

/** What is late, then what is for the local day `day` or left from before, then what comes; what is over has nothing left to do. */
export function grouped(rows: readonly VisitRow[], day: string): Record<Group, VisitRow[]> {
  const groups: Record<Group, VisitRow[]> = { late: [], today: [], coming: [], over: [] };
  const groupOf = (row: VisitRow): Group => {
    if (OVER.includes(row.state)) return "over";
    if (row.is_late) return "late";
    return row.planned_on <= day ? "today" : "coming";
  };
  for (const row of rows) groups[groupOf(row)].push(row);
  groups.late.reverse(); // the list comes latest day first; the oldest is the most urgent
  groups.coming.reverse();
  return groups;
}

/** Stalls as they stand: A2 before A10. */
export function byStall<Row extends { stall: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => one.stall.localeCompare(other.stall, "zh-CN", { numeric: true }));
}
