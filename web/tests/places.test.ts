/** What a phone takes along of the places its visits go to, and answers of it without network. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetRead } from "../src/forgetting";
import { me } from "../src/me";
import { keepAnswer, keptAnswer } from "../src/visits/kept";
import { heldPlaces, instrumentsOf, merchantOf, siteOf, stallsOf, takePlaces } from "../src/visits/places";
import { PATIENT } from "./browser";

const NOON_MS = Date.parse("2026-11-24T04:00:00Z");
const HOUR_MS = 3_600_000;
let count = 0;
beforeEach(() => void (me.value = { account: `acc-${String(++count)}`, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] }));
afterEach(() => vi.unstubAllGlobals());

const offline = (): void => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
const row = (id: string): object => ({ id, number: id, name: "秤", stall: "A1", merchant: "演示水产", state: "in_use", conclusion: "pass", valid_until: "2999-01-01" });
const ANSWERS: Record<string, object> = {
  "/sites/sit-1": { name: "市场", venue: "market", district: "350203", address: "某路", organiser_id: "mer-9" },
  "/sites/sit-1/stalls": { items: [{ id: "stl-1", name: "A1", tenancies: [] }] },
  "/merchants/mer-9": { name: "主办者", kind: "enterprise", district: "350203" },
  "/merchants/mer-2": { name: "超市", kind: "enterprise", district: "350203" },
  "/instruments?site=sit-1&cursor=": { items: [row("ins-1"), row("ins-2")], cursor: "" },
  "/instruments?merchant=mer-2&cursor=": { items: [row("ins-3")], cursor: "" },
};
/** A server; the paths that were asked for. */
function serving(): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path.slice("/api/v1".length));
    const answer = ANSWERS[path.slice("/api/v1".length)];
    return Promise.resolve(answer ? Response.json(answer) : Response.json({ status: 404, code: "x", sentences: { zh: "x", en: "x" } }, { status: 404 }));
  });
  return asked;
}
/** Visits the phone holds, each to a place. */
async function holding(...places: object[]): Promise<void> {
  const names = Object.fromEntries(places.map((_, n) => [`vis-${String(n)}`, []]));
  await keepAnswer("pulled", { cursor: "c", walk: [], names }, NOON_MS);
  for (const [n, place] of places.entries()) await keepAnswer(`visit vis-${String(n)}`, { visit: { planned_on: `2026-12-${String(10 + n)}`, ...place } }, NOON_MS);
}

it("answers without network the pages of the places its visits go to, and since when it has them", async () => {
  await holding({ site_id: "sit-1" }, { merchant_id: "mer-2" });
  serving();
  await takePlaces(NOON_MS);
  offline();
  expect(await siteOf("sit-1")).toEqual({ value: ANSWERS["/sites/sit-1"], keptAt: NOON_MS });
  expect((await stallsOf("sit-1")).value).toMatchObject([{ name: "A1" }]);
  expect((await merchantOf("mer-9")).value.name).toBe("主办者");
  expect(await merchantOf("mer-2")).toEqual({ value: ANSWERS["/merchants/mer-2"], keptAt: NOON_MS });
  expect((await instrumentsOf("site=sit-1")).value.map(({ id }) => id)).toEqual(["ins-1", "ins-2"]);
  expect(await instrumentsOf("merchant=mer-2")).toMatchObject({ value: [{ id: "ins-3" }], keptAt: NOON_MS });
  expect(await heldPlaces()).toEqual({ count: 2, at: NOON_MS });
});

it("asks for a place at most every half hour, once for two who ask at the same time, and passes over what one may not see", async () => {
  await holding({ site_id: "sit-1" }, { site_id: "sit-1" }, { merchant_id: "mer-404" });
  const asked = serving();
  await Promise.all([takePlaces(NOON_MS), takePlaces(NOON_MS)]);
  await takePlaces(NOON_MS + HOUR_MS / 3);
  expect(asked.filter((path) => path === "/sites/sit-1")).toHaveLength(1);
  await takePlaces(NOON_MS + HOUR_MS);
  expect(asked.filter((path) => path === "/sites/sit-1")).toHaveLength(2);
});

it("takes no more than twenty places along, those due first, and nothing that was only looked at", async () => {
  await holding(...Array.from({ length: 25 }, (_, n) => ({ merchant_id: `mer-${String(100 + n)}`, planned_on: `2026-12-${String(40 - n)}` })));
  const asked = serving();
  await takePlaces(NOON_MS);
  expect(asked.map((path) => path.slice("/instruments?merchant=".length, -"&cursor=".length))).toEqual(Array.from({ length: 20 }, (_, n) => `mer-${String(124 - n)}`));
  expect((await merchantOf("mer-2")).value.name).toBe("超市");
  expect(await keptAnswer("merchant mer-2")).toBeUndefined();
  offline();
  await expect(merchantOf("mer-2")).rejects.toThrow("network");
  await expect(instrumentsOf("merchant=mer-2")).rejects.toThrow("network");
});

it("tells of a merchant who was not taken along what the instruments that were say", async () => {
  const verification = { conclusion: "pass", valid_until: "2999-01-01" };
  const head = { id: "ins-1", number: "INS-1", name: "秤", stall: "A1", state: "in_use", merchant: { id: "mer-1", name: "演示水产" }, verification };
  await keepAnswer("instrument ins-1", { instrument: head }, NOON_MS);
  await keepAnswer("instrument ins-2", { instrument: { ...head, id: "ins-2", merchant: { id: "mer-8", name: "别人" } } }, NOON_MS);
  offline();
  expect(await merchantOf("mer-1")).toEqual({ value: { name: "演示水产" }, keptAt: NOON_MS, isPart: true });
  const told = await instrumentsOf("merchant=mer-1");
  expect(told).toMatchObject({ isPart: true, keptAt: NOON_MS, value: [{ id: "ins-1", conclusion: "pass", valid_until: "2999-01-01", merchant: "演示水产" }] });
  expect(told.value).toHaveLength(1);
});

it("forgets all of it at sign-out, and begins afresh", async () => {
  await holding({ site_id: "sit-1" });
  serving();
  await takePlaces(NOON_MS);
  forgetRead();
  await vi.waitFor(async () => expect(await keptAnswer("site sit-1")).toBeUndefined(), PATIENT);
  expect(await heldPlaces()).toBeUndefined();
  offline();
  await expect(siteOf("sit-1")).rejects.toThrow("network");
  await keepAnswer("site sit-1", 1);
  expect(await keptAnswer("site sit-1")).toBe(1);
});
