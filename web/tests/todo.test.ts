import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { entrancesFor, type Role } from "../src/entrances";
import { resumeMe } from "../src/me";
import { signedIn } from "../src/session";
import { state } from "../src/sync/sender";
import { count, isCounted, isFresh, keptCounts, withQueue } from "../src/todo";

const person = (...roles: Role[]) => ({ account: `acc-${roles.join("-")}`, roles, districts: ["350203"], merchants: [], sites: [], labs: [] });
const one = (n: number, late = 0, more = false) => ({ n, late, more });
const answers = (counts: object, status = 200) => vi.fn<(url: string) => Promise<Response>>(async () => new Response(JSON.stringify({ counts }), { status }));

beforeEach(() => {
  signedIn.value = true;
  resumeMe(person("reviewer", "leader"));
});

test("the home asks once; what waits at one page is summed, and where nothing waits there is no count", async () => {
  const fetched = answers({ approvals: one(2, 1), visits: one(3), reviews: one(50, 2, true), alarms: one(0), orders: one(0, 0, true), files_of_tomorrow: one(9) });
  vi.stubGlobal("fetch", fetched);
  expect(await count()).toEqual({ "/visits": { n: 5, late: 1 }, "/reviews": { n: 50, late: 2, isMore: true } });
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(["/api/v1/waiting"]);
});

test("what was counted is kept with its age, also when it cannot be counted again, and needs no asking at once", async () => {
  resumeMe(person("merchant"));
  expect(await keptCounts()).toBeUndefined();
  vi.stubGlobal("fetch", answers({ notices: one(4), answers: one(1, 1) }));
  const counts = { "/notices": { n: 4, late: 0, isNews: true }, "/mine/complaints": { n: 1, late: 1 } };
  expect(await count()).toEqual(counts);
  for (const failing of [async () => Promise.reject(new TypeError("no network")), answers({}, 503), async () => new Response("<html>")]) {
    vi.stubGlobal("fetch", failing);
    expect(await count()).toBeUndefined();
  }
  const kept = await keptCounts();
  expect(kept?.counts).toEqual(counts);
  expect([isFresh(kept?.since), isFresh(0), isFresh(undefined)]).toEqual([true, false, false]);
});

test("what this phone has to hand in is an inspector's, and counted without network", () => {
  state.value = { confirmed: 3, answered: 5, total: 7, refused: 0 };
  const counts = { "/visits": { n: 1, late: 0 } };
  expect(withQueue(counts)).toEqual(counts);
  resumeMe(person("inspector"));
  expect(withQueue(counts)).toEqual({ ...counts, "/sync": { n: 4, late: 0 } });
  state.value = { confirmed: 7, answered: 7, total: 7, refused: 0 };
  expect(withQueue(counts)).toEqual(counts);
});

test("whoever has lists of work is counted, at pages that their home leads to", async () => {
  const pages = (roles: Role[]): string[] => entrancesFor(roles).flatMap(({ tiles }) => tiles.map(({ path }) => path));
  const lists = { visits: "inspector", files: "inspector", approvals: "leader", reviews: "reviewer", rechecks: "supervisor", alarms: "supervisor", late_files: "leader", entries: "publisher", proposals: "supervisor", answers: "merchant", results: "merchant", orders: "merchant", notices: "merchant", applications: "lab", due: "organiser" } as const;
  for (const [name, role] of Object.entries(lists)) {
    resumeMe(person(role));
    expect(isCounted()).toBe(true);
    vi.stubGlobal("fetch", answers({ [name]: one(1) }));
    const [path = "", ...more] = Object.keys((await count()) ?? {});
    expect([pages([role]).includes(path), more]).toEqual([true, []]);
  }
  for (const role of ["auditor", "administrator"] as const) {
    resumeMe(person(role));
    expect(isCounted()).toBe(false);
  }
});
