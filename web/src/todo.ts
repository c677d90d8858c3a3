/** What waits for this person, counted from the lists their pages show; each count belongs to the page it leads to. */
import { call, everyRow } from "./api";
import type { Page } from "./asking";
import { daysBetween, today } from "./clock";
import type { FileRow } from "./complaints/desk";
import type { ToldRow } from "./complaints/respondent";
import { myUnits } from "./complaints/units";
import type { Role } from "./entrances";
import { hasRole, me, myDistricts } from "./me";
import type { EntryRow } from "./publication/entries";
import type { OrderRow } from "./review";
import { myVisits } from "./shift";
import { state } from "./sync/sender";
import type { Notice, VisitRow } from "./types";
import { keepAnswer, keptAnswer, keptSince, orKept } from "./visits/kept";
import { grouped } from "./visits/route";

/** `late` of the `n` are past their day; `isMore`: of a list only the first page was counted; `isNews`: to read, not to do. */
export interface Count { n: number; late: number; isMore?: boolean; isNews?: boolean }
/** By the path of the page; where nothing waits there is none. */
export type Counts = Readonly<Record<string, Count>>;
interface Source { path: string; roles: readonly Role[]; count: () => Promise<Count> }

const NAME = "todo";
/** What was counted a moment ago still holds: who comes back to the home asks nothing. */
const FRESH_MS = 120_000;
/** Pages that are opened meanwhile come first. */
const LANES = 2;
/** A complaint counts as waiting when less than this many days are left. */
const SOON_DAYS = 3;

/** Visits for today and late ones. */
export function visitsCount(rows: readonly VisitRow[], day: string): Count {
  const { late, today: now } = grouped(rows, day);
  return { n: late.length + now.length, late: late.length };
}
/** Of a handler's own files those that are late or due within days. */
export function filesCount(rows: readonly FileRow[], day: string): Count {
  const due = rows.filter((row) => row.late || row.warned || (row.next && daysBetween(day, row.next.due_on) <= SOON_DAYS));
  return { n: due.length, late: due.filter((row) => row.late).length };
}
/** Complaints that ask the merchant for an answer. */
export function answersCount(rows: readonly ToldRow[], day: string): Count {
  const asked = rows.filter((row) => row.answer_due);
  return { n: asked.length, late: asked.filter((row) => (row.answer_due ?? "") < day).length };
}
/** Orders the merchant has not put right. */
export function ordersCount(rows: readonly OrderRow[]): Count {
  const open = rows.filter((row) => ["ordered", "in_progress", "failed"].includes(row.state));
  return { n: open.length, late: open.filter((row) => row.overdue).length };
}
/** Results of which the merchant was told and may still say something. */
const repliesCount = (rows: readonly EntryRow[]): Count => ({ n: rows.filter((row) => row.state === "notified" && !row.objection).length, late: 0 });
const unreadCount = (rows: readonly Notice[]): Count => ({ n: rows.filter((row) => !row.read_at).length, late: 0, isNews: true });
export const sum = (counts: readonly Count[]): Count => ({
  n: counts.reduce((all, one) => all + one.n, 0), late: counts.reduce((all, one) => all + one.late, 0),
  ...(counts.some((one) => one.isMore) ? { isMore: true } : {}), ...(counts.some((one) => one.isNews) ? { isNews: true } : {}),
});

/** The first page of a list in every district, or unit, of this person, one after the other. */
async function everywhere<Row>(codes: readonly string[], list: (code: string) => string, isLate: (row: Row) => boolean): Promise<Count> {
  const counts: Count[] = [];
  for (const code of codes) {
    const { items, cursor } = await call<Page<Row>>("GET", list(code));
    counts.push({ n: items.length, late: items.filter(isLate).length, ...(cursor ? { isMore: true } : {}) });
  }
  return sum(counts);
}
const districts = (): string[] => myDistricts.value.map(({ code }) => code);
async function ofMerchants(count: (merchant: string) => Promise<Count>): Promise<Count> {
  return sum(await Promise.all((me.value?.merchants ?? []).map(count)));
}

const SOURCES: readonly Source[] = [
  { path: "/visits", roles: ["inspector"], count: async () => visitsCount((await orKept("visits", myVisits)).value, today()) },
  { path: "/sync", roles: ["inspector"], count: async () => ({ n: state.value.total - state.value.confirmed, late: 0 }) },
  { path: "/complaints", roles: ["inspector"], count: async () => filesCount((await call<Page<FileRow>>("GET", "/v1/complaints?mine=true")).items, today()) },
  { path: "/visits", roles: ["leader"], count: () => everywhere<VisitRow>(districts(), (code) => `/v1/visits?district=${code}&state=planned`, (row) => row.is_late) },
  { path: "/reviews", roles: ["reviewer"], count: () => everywhere<VisitRow>(districts(), (code) => `/v1/visits?district=${code}&state=entered`, (row) => row.is_late) },
  { path: "/orders", roles: ["inspector", "leader", "supervisor"], count: () => everywhere<OrderRow>(districts(), (code) => `/v1/rectifications?district=${code}&state=submitted`, (row) => row.overdue) },
  { path: "/alarms", roles: ["inspector", "leader", "supervisor"], count: () => everywhere(districts(), (code) => `/v1/alarms?district=${code}&state=open`, () => false) },
  { path: "/complaints", roles: ["leader", "supervisor"], count: () => everywhere(myUnits.value.map(({ value }) => value), (code) => `/v1/complaints/late?unit=${code}`, () => true) },
  { path: "/publication", roles: ["reviewer", "publisher"], count: () => everywhere<EntryRow>(districts(), (code) => `/v1/entries?district=${code}&state=due`, (row) => row.due < today()) },
  { path: "/standing/proposals", roles: ["supervisor"], count: () => everywhere(districts(), (code) => `/v1/standing-proposals?district=${code}`, () => false) },
  { path: "/mine/complaints", roles: ["merchant"], count: () => ofMerchants(async (one) => answersCount(await everyRow<ToldRow>(`/v1/respondents/${one}/complaints?`), today())) },
  { path: "/mine/results", roles: ["merchant"], count: () => ofMerchants(async (one) => repliesCount(await everyRow<EntryRow>(`/v1/entries?merchant=${one}`))) },
  { path: "/mine/visits", roles: ["merchant"], count: () => ofMerchants(async (one) => ordersCount(await everyRow<OrderRow>(`/v1/rectifications?merchant=${one}`))) },
  { path: "/notices", roles: ["merchant"], count: () => ofMerchants(async (one) => unreadCount((await call<{ items: Notice[] }>("GET", `/v1/notices?merchant=${one}`)).items)) },
];

/** Whether anything is counted for this person's roles. */
export const isCounted = (): boolean => SOURCES.some((source) => hasRole(...source.roles));

/** What was counted last, so that the home tells it at once and without network; since when in Unix milliseconds. */
export async function keptCounts(): Promise<{ counts: Counts; since: number } | undefined> {
  const [counts, since] = await Promise.all([keptAnswer<Counts>(NAME), keptSince(NAME)]);
  return counts && since ? { counts, since } : undefined;
}

/** Whether counts of `since` need no asking again. */
export const isFresh = (since: number | undefined, now = Date.now()): boolean => since !== undefined && now - since < FRESH_MS;

/**
 * Count anew and keep it, a list at a time while `goes()`; what could not be asked for stays as it was. Whoever has several roles
 * at one page has the sum. `isWhole`: every list was counted.
 */
export async function count(before: Counts, goes: () => boolean): Promise<{ counts: Counts; isWhole: boolean }> {
  const mine = SOURCES.filter((source) => hasRole(...source.roles));
  const found = new Map<string, Count[]>();
  const missed = new Set<string>();
  const left = [...mine];
  async function lane(): Promise<void> {
    for (let source = left.shift(); source && goes(); source = left.shift()) {
      try {
        found.set(source.path, [...(found.get(source.path) ?? []), await source.count()]);
      } catch {
        missed.add(source.path); // a count is a service: its page says what is wrong
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  if (!goes()) return { counts: before, isWhole: false };
  const counted = Object.fromEntries(mine.map(({ path }) => [path, missed.has(path) ? before[path] : sum(found.get(path) ?? [])]));
  const counts = Object.fromEntries(Object.entries(counted).filter((entry): entry is [string, Count] => !!entry[1]?.n));
  const isWhole = !missed.size;
  if (isWhole) await keepAnswer(NAME, counts);
  return { counts, isWhole };
}
