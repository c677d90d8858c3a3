/** What waits for this person, as the server counts it over the lists their pages show; each count belongs to the page it leads to. */
import { call } from "./api";
import type { Role } from "./entrances";
import { hasRole } from "./me";
import { state } from "./sync/sender";
import { keepAnswer, keptAnswer, keptSince } from "./visits/kept";

/** `late` of the `n` are past their day; `isMore`: the list goes on beyond what was counted; `isNews`: to read, not to do. */
export interface Count { n: number; late: number; isMore?: boolean; isNews?: boolean }
/** By the path of the page; where nothing waits there is none. */
export type Counts = Readonly<Record<string, Count>>;
type Told = Readonly<Record<string, { n: number; late: number; more: boolean }>>;

const NAME = "waiting";
/** What was counted a moment ago still holds: who comes back to the home asks nothing. */
const FRESH_MS = 120_000;
const COUNTED: readonly Role[] = ["inspector", "lab", "leader", "merchant", "organiser", "publisher", "reviewer", "supervisor"];
/** The page of each list the server counts (chalicelib/waiting/model.py). */
const PAGES: Readonly<Record<string, string>> = {
  visits: "/visits", approvals: "/visits", reviews: "/reviews", rechecks: "/orders", alarms: "/alarms", files: "/complaints", late_files: "/complaints",
  entries: "/publication", proposals: "/standing/proposals", answers: "/mine/complaints", results: "/mine/results", orders: "/mine/visits", notices: "/notices",
  applications: "/applications", due: "/due",
};

export const sum = (counts: readonly Count[]): Count => ({
  n: counts.reduce((all, one) => all + one.n, 0), late: counts.reduce((all, one) => all + one.late, 0),
  ...(counts.some((one) => one.isMore) ? { isMore: true } : {}), ...(counts.some((one) => one.isNews) ? { isNews: true } : {}),
});

/** Whoever has several lists at one page has their sum; a list of a newer server has no page yet. */
function byPage(told: Told): Counts {
  const counts: Record<string, Count> = {};
  for (const [name, { n, late, more }] of Object.entries(told)) {
    const path = PAGES[name];
    if (!path || !n) continue;
    const count: Count = { n, late, ...(more ? { isMore: true } : {}), ...(name === "notices" ? { isNews: true } : {}) };
    counts[path] = sum([...(counts[path] ? [counts[path]] : []), count]);
  }
  return counts;
}

/** With what this phone still has to hand in, which it alone knows. */
export function withQueue(counts: Counts): Counts {
  const n = state.value.total - state.value.confirmed;
  return hasRole("inspector") && n ? { ...counts, "/sync": { n, late: 0 } } : counts;
}

/** Whether anything is counted for this person's roles. */
export const isCounted = (): boolean => hasRole(...COUNTED);

/** What was counted last, so that the home tells it at once and without network; since when in Unix milliseconds. */
export async function keptCounts(): Promise<{ counts: Counts; since: number } | undefined> {
  const [counts, since] = await Promise.all([keptAnswer<Counts>(NAME), keptSince(NAME)]);
  return counts && since ? { counts, since } : undefined;
}

/** Whether counts of `since` need no asking again. */
export const isFresh = (since: number | undefined, now = Date.now()): boolean => since !== undefined && now - since < FRESH_MS;

/** Have it counted anew, and keep it; undefined when it could not be: a count is a service, its pages say what is wrong. */
export async function count(): Promise<Counts | undefined> {
  try {
    const counts = byPage((await call<{ counts: Told }>("GET", "/v1/waiting")).counts);
    await keepAnswer(NAME, counts).catch(() => undefined); // a phone that keeps nothing is told all the same
    return counts;
  } catch {
    return undefined;
  }
}
