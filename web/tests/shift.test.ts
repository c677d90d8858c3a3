/** What an inspector's phone fetches for a day without network, and what it says of it. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LAWS } from "../src/law/rules";
import { me } from "../src/me";
import { inspectionCode, myAssignments, prepare, readiness } from "../src/shift";
import { standingOfHead } from "../src/standing";
import type { Head } from "../src/types";

vi.mock("../src/qr", () => ({ qrOf: (text: string) => Promise.resolve(`<svg>${text}</svg>`) }));

const NOON_MS = Date.parse("2026-11-24T04:00:00Z");
let count = 0;
beforeEach(() => {
  vi.useFakeTimers({ now: NOON_MS, toFake: ["Date"] });
  vi.stubGlobal("location", { origin: "https://ours" });
  me.value = { account: `acc-${String(++count)}`, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  sessionStorage.removeItem("steelyard.pulled");
});
afterEach(() => vi.unstubAllGlobals());

const row = (id: string, state: string): object => ({ id, state, is_late: false, item: { code: "JL-01", name: "x" }, place_id: "sit-1", place_name: "市场", planned_on: "2026-11-27" });

/** A server whose rules are in this state; the paths that were asked for. */
function serving(laws: string): string[] {
  const asked: string[] = [];
  const answers: Record<string, object> = {
    visits: { items: [row("vis-1", "approved"), row("vis-2", "accepted"), row("vis-3", "coded_in")], cursor: "" },
    assignments: { items: [{ plan: "pln-1", order: 1, visit: "vis-1" }], cursor: "" },
    sync: { open: [], visits: [], references: [{ name: "laws", path: "/v1/public/laws", version: laws }], cursor: "c", more: false },
    results: { codes: [], statuses: [] },
  };
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const [, named] = /^\/api\/v1\/(\w+)(\?.*)?$/.exec(path) ?? [];
    if (named && answers[named]) return Promise.resolve(Response.json(answers[named]));
    return path.endsWith("/code") ? Promise.resolve(Response.json({ address: "https://host/k/x#s3cret" })) : Promise.resolve(Response.json({}, { status: 503 }));
  });
  return asked;
}
const offline = (): void => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));

it("brings what was drawn, and once the codes of visits that may need one", async () => {
  const asked = serving(LAWS);
  await prepare();
  await prepare();
  expect(asked.filter((path) => path.endsWith("/code"))).toEqual(["/api/v1/visits/vis-1/code", "/api/v1/visits/vis-2/code"]);
  offline();
  const [code, drawn] = [await inspectionCode("vis-1"), await myAssignments()];
  expect(code.value).toEqual({ page: "/k/vis-1#s3cret", qr: "<svg>https://ours/k/vis-1#s3cret</svg>" });
  expect(drawn.value.items).toHaveLength(1);
  expect([code.keptAt, drawn.keptAt]).toEqual([NOON_MS, NOON_MS]);
  await expect(inspectionCode("vis-3")).rejects.toThrow("network");
});

it("tells whether the rules on this phone are those the server judges by, and as of when", async () => {
  expect((await readiness()).laws).toBeUndefined();
  serving(LAWS);
  await prepare();
  expect((await readiness()).laws).toMatchObject({ isSame: true });
  sessionStorage.removeItem("steelyard.pulled");
  serving("another");
  await prepare();
  offline();
  const { laws } = await readiness();
  expect(laws).toMatchObject({ isSame: false, at: NOON_MS });
});

it("says of an instrument what the pulled head says", () => {
  const passed = { conclusion: "pass", valid_until: "2999-01-01" };
  const head = (more: object): Head => ({ state: "in_use", verification: passed, ...more }) as Head;
  expect([head({}), head({ state: "suspended" }), head({ verification: undefined }), head({ verification: { ...passed, valid_until: "2020-01-01" } }), head({ void: { cause: "repair" } })].map(standingOfHead))
    .toEqual(["valid", "suspended", "unverified", "overdue", "void"]);
});
