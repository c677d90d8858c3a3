/** What a phone keeps to work without network: answers for three days, open visits for as long as they are open. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Refused } from "../src/api";
import { me } from "../src/me";
import type { InstrumentRow, VisitPage } from "../src/types";
import { instrumentAt } from "../src/visits/find";
import { forgetAnswersOf, forgetOld, keepAnswer, keptAnswer, orKept } from "../src/visits/kept";
import { held, pull } from "../src/visits/pull";

const DAY_MS = 86_400_000;
const NOON_MS = Date.parse("2026-11-24T04:00:00Z");
const HOUR_MS = 3_600_000;
let count = 0;

const signIn = (account: string): void => void (me.value = { account, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] });
beforeEach(() => {
  vi.useFakeTimers({ now: NOON_MS, toFake: ["Date"] });
  signIn(`acc-${String(++count)}`);
  sessionStorage.removeItem("steelyard.pulled");
});
afterEach(() => vi.unstubAllGlobals());

const offline = (): void => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
const visit = (id: string, more: object = {}): object => ({ id, state: "approved", site_id: "sit-1", place_name: "市场", instruments: [], officers: [], identifications: [], ...more });
const scale = (id: string): object => ({ id, number: id.toUpperCase(), name: "秤", stall: "A1", state: "in_use", merchant: { id: "mer-1", name: "演示水产" } });
const part = (open: string[], visits: object[], cursor: string, more = false): object => ({ open, visits, references: [], cursor, more });

/** A server that answers the walk's parts in turn; what was asked for. */
function serving(...parts: (object | Response)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    if (path === "/api/v1/results") return Promise.resolve(Response.json({ codes: [], statuses: [] }));
    asked.push(decodeURIComponent(path.split("cursor=")[1] ?? ""));
    const next = parts.shift();
    return next ? Promise.resolve(next instanceof Response ? next : Response.json(next)) : Promise.reject(new TypeError("offline"));
  });
  return asked;
}
const kept = async (id: string): Promise<VisitPage | undefined> => keptAnswer<VisitPage>(`visit ${id}`);

it("answers without network what one was answered before, and since when the phone has it", async () => {
  const ask = vi.fn(() => Promise.resolve({ told: 1 }));
  expect(await orKept("page", ask)).toEqual({ value: { told: 1 } });
  const fails = (status: number, code: string) => () => Promise.reject(new Refused({ status, code, sentences: { zh: "x", en: "x" } }));
  const without = await orKept<{ told: number }>("page", fails(0, "network"));
  expect(without.value).toEqual({ told: 1 });
  expect(without.keptAt).toBe(NOON_MS);
  await expect(orKept("page", fails(403, "access.role_missing"))).rejects.toBeInstanceOf(Refused);
  await expect(orKept("another", fails(0, "network"))).rejects.toBeInstanceOf(Refused);
  signIn("acc-other");
  await expect(orKept("page", fails(0, "network"))).rejects.toBeInstanceOf(Refused);
});

it("forgets answers after three days, whoever they were for", async () => {
  await keepAnswer("old", 1, NOON_MS - 3 * DAY_MS - 1);
  await keepAnswer("young", 2, NOON_MS - 3 * DAY_MS);
  const account = me.value?.account ?? "";
  signIn("acc-other");
  await forgetOld(NOON_MS);
  signIn(account);
  expect([await keptAnswer("old"), await keptAnswer("young")]).toEqual([undefined, 2]);
});

it("forgets all that one account read, and nobody else's", async () => {
  const account = me.value?.account ?? "";
  await keepAnswer("visits", 1);
  signIn("acc-other");
  await keepAnswer("visits", 2);
  await forgetAnswersOf(account);
  expect(await keptAnswer("visits")).toBe(2);
  signIn(account);
  expect(await keptAnswer("visits")).toBeUndefined();
});

it("walks once for two who ask at the same time, and tells how much is here", async () => {
  const asked = serving(part(["vis-1"], [{ visit: visit("vis-1"), version: 1, instruments: [] }], "c1"));
  await Promise.all([pull("", NOON_MS), pull("", NOON_MS)]);
  expect(asked).toEqual([""]);
  expect(await held()).toEqual({ count: 1, at: NOON_MS });
});

it("keeps what a visit needs: its page, its place's instruments, each of them, and the table of results", async () => {
  serving(part(["vis-1"], [{ visit: visit("vis-1"), version: 2, instruments: [scale("ins-1")] }], "c1"));
  await pull("", NOON_MS);
  offline();
  expect(await kept("vis-1")).toMatchObject({ visit: { id: "vis-1", is_late: false, lacks: [] }, version: 2, checks: [] });
  expect(await keptAnswer<InstrumentRow[]>("instruments site=sit-1")).toMatchObject([{ id: "ins-1", merchant: "演示水产" }]);
  expect(await keptAnswer("instrument ins-1")).toMatchObject({ instrument: { number: "INS-1" } });
  expect(await keptAnswer("orders vis-1")).toEqual({ items: [] });
  expect(await keptAnswer("results")).toEqual({ codes: [], statuses: [] });
});

it("finds a scale by the number on its label among those a visit goes to", async () => {
  const packed = (id: string, instruments: string[]) => ({ visit: visit(id, { instruments }), version: 1, instruments: [scale("ins-1"), scale("ins-2")] });
  serving(part(["vis-1", "vis-2"], [packed("vis-1", []), packed("vis-2", ["ins-2"])], "c1"));
  await pull("", NOON_MS);
  expect(await Promise.all([instrumentAt("vis-1", "ins-1"), instrumentAt("vis-2", "INS-1"), instrumentAt("vis-2", "INS-2"), instrumentAt("vis-1", "INS-3"), instrumentAt("vis-3", "INS-1")]))
    .toEqual(["ins-1", undefined, "ins-2", undefined, undefined]);
});

it("asks at most every half hour, and only for what changed since", async () => {
  const asked = serving(part(["vis-1"], [{ visit: visit("vis-1"), version: 1, instruments: [] }], "c1"), part(["vis-1"], [], "c2"));
  await pull("", NOON_MS);
  await pull("", NOON_MS + HOUR_MS / 3);
  await pull("", NOON_MS + HOUR_MS);
  expect(asked).toEqual(["", "c1"]);
});

it("brings a kept page up to date without what else it was answered, and leaves a newer one alone", async () => {
  const answered = { visit: visit("vis-1", { is_late: true, lacks: ["evidence"], due: "2026-11-25" }), version: 3, checks: [{ id: "chk-1" }], refused: [], cursor: "" };
  await keepAnswer("visit vis-1", answered, NOON_MS);
  await keepAnswer("instruments site=sit-1", [{ id: "ins-1", conclusion: "pass" }, { id: "ins-2", conclusion: "" }], NOON_MS);
  const told = (version: number, state: string) => part(["vis-1"], [{ visit: visit("vis-1", { state }), version, instruments: [scale("ins-1")] }], `c${String(version)}`);
  serving(told(2, "planned"), told(4, "accepted"));
  await pull("", NOON_MS);
  expect(await kept("vis-1")).toMatchObject({ version: 3, visit: { state: "approved" } });
  await pull("", NOON_MS + HOUR_MS);
  expect(await kept("vis-1")).toMatchObject({ version: 4, visit: { state: "accepted", is_late: true, due: "2026-11-25" }, checks: [{ id: "chk-1" }] });
  expect(await keptAnswer("instruments site=sit-1")).toMatchObject([{ id: "ins-1", conclusion: "pass", name: "秤" }, { id: "ins-2" }]);
});

it("holds an open visit for as long as the server says so, and forgets it three days after", async () => {
  const packed = (id: string) => ({ visit: visit(id, { site_id: `sit-${id}` }), version: 1, instruments: [scale(`ins-${id}`)] });
  serving(part(["vis-1", "vis-2"], [packed("vis-1"), packed("vis-2")], "c1"), part(["vis-2"], [], "c2"), part(["vis-2"], [], "c3"));
  await pull("", NOON_MS);
  await pull("", NOON_MS + 2 * DAY_MS);
  await forgetOld(NOON_MS + 4 * DAY_MS);
  expect([await kept("vis-1"), await keptAnswer("instrument ins-vis-1")]).toEqual([undefined, undefined]);
  expect(await kept("vis-2")).toBeDefined();
  expect(await keptAnswer("instrument ins-vis-2")).toBeDefined();
});

it("walks through all parts, and goes on where it was cut off without losing what came before", async () => {
  const packed = (id: string) => ({ visit: visit(id), version: 1, instruments: [] });
  const first = part(["vis-1"], [packed("vis-1")], "c1", true);
  serving(first);
  await expect(pull("", NOON_MS)).rejects.toBeInstanceOf(Refused);
  const asked = serving(part(["vis-2"], [packed("vis-2")], "c2"), part(["vis-1", "vis-2"], [], "c3"));
  await pull("", NOON_MS + 1);
  expect(asked).toEqual(["c1"]);
  await pull("", NOON_MS + 2.5 * DAY_MS);
  await forgetOld(NOON_MS + 5 * DAY_MS);
  expect([await kept("vis-1"), await kept("vis-2")].every(Boolean)).toBe(true);
});

it("begins anew when its cursor is not read any more, or what it tells of is gone", async () => {
  const packed = { visit: visit("vis-1"), version: 1, instruments: [] };
  const refused = { status: 400, code: "request.bad_cursor", sentences: { zh: "x", en: "x" } };
  const asked = serving(part(["vis-1"], [packed], "c1"), Response.json(refused, { status: 400 }), part(["vis-1"], [packed], "c2"), part(["vis-1"], [], "c3"), part(["vis-1"], [packed], "c4"));
  await pull("", NOON_MS);
  await pull("", NOON_MS + HOUR_MS);
  expect(asked).toEqual(["", "c1", ""]);
  await keepAnswer("visit vis-1", null, 0);
  await forgetOld(NOON_MS);
  await pull("", NOON_MS + 2 * HOUR_MS);
  await pull("", NOON_MS + 2 * HOUR_MS);
  expect(asked.slice(3)).toEqual(["c2", ""]);
  expect(await kept("vis-1")).toMatchObject({ version: 1 });
});
