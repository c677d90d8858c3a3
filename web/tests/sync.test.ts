import "fake-indexeddb/auto";
import { openDB } from "idb";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { capture } from "../src/evidence/sending";
import { drop, keptFiles } from "../src/evidence/shelf";
import { me } from "../src/me";
import { canonical, hashOf, type Json } from "../src/sync/canonical";
import { again, refusalOf, send } from "../src/sync/queue";
import { isDoubtful, state, waitMs, wake } from "../src/sync/sender";
import { append, entries, forget, queue, START, type Act, type Kept } from "../src/sync/store";

interface Vector { entry: Json; canonical: string; hash: string }
const VECTORS = JSON.parse(readFileSync(new URL("../../tests/golden/sync/vectors.json", import.meta.url), "utf8")) as Vector[];

vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // a sender that waits to try again stays waiting
let account = "";
let count = 0;
beforeEach(() => {
  account = `acc-${String(++count)}`;
  me.value = { account, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
});
afterEach(() => vi.unstubAllGlobals());

const act = (id: string, more: Partial<Act> = {}): Act => ({ kind: "check", visit: "vis-1", id, body: { note: id }, made: Date.now(), ...more });

interface Sent { device: string; entries: { n: number; before: string; id: string }[]; lost?: number[] }

/** A server that keeps the chain of every device and answers `say` for an entry, "accepted" when that says nothing. */
function serving(say: (n: number, id: string) => object | undefined = () => undefined): { sent: Sent[]; forget: () => void } {
  const sent: Sent[] = [];
  const chains = new Map<string, string[]>();
  vi.stubGlobal("fetch", (_: string, request: { body: string }) => {
    const body = JSON.parse(request.body) as Sent;
    sent.push(body);
    const chain = chains.get(body.device) ?? [START];
    chains.set(body.device, chain);
    const missing: { first: number; last: number }[] = [];
    for (const n of body.lost ?? []) if (n === chain.length) chain.push("");
    const answers = body.entries.map((entry) => {
      const hash = hashOf(canonical(entry as unknown as Json));
      const own = say(entry.n, entry.id);
      if (own) {
        if ("code" in own) chain.push(hash);
        return { n: entry.n, hash, ...own };
      }
      if (chain[entry.n] === hash) return { n: entry.n, hash, outcome: "already" };
      if (entry.n > chain.length) missing.push({ first: chain.length, last: entry.n - 1 });
      if (entry.n > chain.length) return { n: entry.n, hash, outcome: "waiting" };
      chain.push(hash);
      return { n: entry.n, hash, outcome: "accepted" };
    });
    return Promise.resolve(Response.json({ answers, missing: missing.slice(0, 1), confirmed: { n: chain.length - 1, hash: chain.at(-1) } }));
  });
  return { sent, forget: () => chains.clear() };
}

function offline(): void {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
}

it.each(VECTORS)("writes an entry as the server does ($hash)", (vector) => {
  expect(canonical(vector.entry)).toBe(vector.canonical);
  expect(hashOf(vector.canonical)).toBe(vector.hash);
});

it("refuses numbers that others write otherwise, leaves out what is absent, and mends half a character", () => {
  expect(() => canonical({ load_g: 0.5 })).toThrow(RangeError);
  expect(() => canonical([2 ** 53])).toThrow(RangeError);
  expect(canonical({ a: undefined, b: "x\ud83d" })).toBe('{"b":"x\ufffd"}');
});

it("announces the evidence on this phone before it hands in what may name it", async () => {
  const { sent } = serving();
  const photo = await capture(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]), { visit: "vis-1" });
  await send(act("a"));
  expect(sent.flatMap((one) => one.entries.map((entry) => entry.id))).toEqual([photo, "a"]);
  for (const { evidence } of await keptFiles()) await drop(evidence);
});

it("numbers entries without gaps, each with the hash of the one before, also when written at once", async () => {
  await Promise.all(["a", "b", "c", "d"].map((id) => append(account, act(id))));
  const kept = await entries(account);
  expect(kept.map((one) => one.n)).toEqual([1, 2, 3, 4]);
  const links = kept.map((one) => (JSON.parse(one.text) as { before: string }).before);
  expect(links).toEqual([START, ...kept.slice(0, 3).map((one) => one.hash)]);
  expect(kept.every((one) => hashOf(one.text) === one.hash)).toBe(true);
  expect(new Set(kept.map((one) => one.device)).size).toBe(1);
});

it("does not keep an entry that the server could not take, and leaves no number unused", async () => {
  await expect(append(account, act("a", { body: { note: "重".repeat(30_000) } }))).rejects.toThrow(RangeError);
  await expect(append(account, act("a", { body: { load_g: 1.5 } }))).rejects.toThrow(RangeError);
  expect((await append(account, act("b"))).n).toBe(1);
});

it("keeps an act before it is sent, and answers what the server says of it", async () => {
  offline();
  expect(await send(act("a"))).toBeUndefined();
  expect(state.value).toEqual({ confirmed: 0, answered: 0, total: 1, refused: 0 });
  const { sent } = serving();
  expect((await send(act("b")))?.answer?.outcome).toBe("accepted");
  expect(sent.map((one) => one.entries.map((entry) => entry.id))).toEqual([["a", "b"]]);
  expect(state.value).toEqual({ confirmed: 2, answered: 2, total: 2, refused: 0 });
});

it("keeps a refused entry with its sentence, goes on behind it, and corrects it by a new one", async () => {
  const sentences = { zh: "示例", en: "demo" };
  const faults = [{ pointer: "/readings", code: "too_short", sentences }];
  serving((n) => (n === 1 ? { outcome: "refused", code: "sync.malformed", sentences, faults } : undefined));
  const kept = (await send(act("chk-1"))) as Kept;
  expect(refusalOf(kept).lines()).toEqual(["示例", "读数：示例"]);
  expect(state.value).toEqual({ confirmed: 0, answered: 1, total: 1, refused: 1 });
  await again(kept);
  const [old, fresh] = await entries(account);
  expect([old?.corrected, old?.answer?.outcome]).toEqual([2, "refused"]);
  expect(JSON.parse(fresh?.text ?? "")).toMatchObject({ corrects: 1, body: { note: "chk-1" } });
  expect(fresh?.id).not.toBe("chk-1");
  expect(state.value).toEqual({ confirmed: 2, answered: 2, total: 2, refused: 0 });
});

it("sends again what the server has forgotten", async () => {
  const server = serving();
  await send(act("a"));
  server.forget();
  await send(act("b"));
  await wake();
  expect((await entries(account)).map((one) => one.answer?.outcome)).toEqual(["accepted", "accepted"]);
  expect((await queue(account))?.confirmed).toBe(2);
});

type Reply = { answers: { n: number; hash: string; outcome: string }[]; confirmed: { n: number; hash: string }; missing: never[] };

/** A server that answers well, and something that changes its answers on the way. */
function meddled(change: (reply: Reply, sent: Sent) => void): void {
  serving();
  const well = globalThis.fetch;
  vi.stubGlobal("fetch", async (path: string, request: { body: string }) => {
    const reply = (await (await well(path, request)).json()) as Reply;
    change(reply, JSON.parse(request.body) as Sent);
    return Response.json(reply);
  });
}

it.each<[string, (reply: Reply, sent: Sent) => void]>([
  ["of another hash", (reply) => reply.answers.forEach((one) => (one.hash = hashOf(one.hash)))],
  ["of another number", (reply) => reply.answers.forEach((one) => (one.n += 1))],
  ["in another order", (reply) => reply.answers.reverse()],
  ["fewer than were sent", (reply) => reply.answers.pop()],
  ["more than were sent", (reply) => reply.answers.push({ n: 9, hash: START, outcome: "accepted" })],
  ["whose end is another entry", (reply) => (reply.confirmed.hash = hashOf("another"))],
])("notices answers %s: it uses nothing of them, says so, keeps all and sends it again", async (_, change) => {
  offline();
  for (const id of ["a", "b"]) await append(account, act(id));
  meddled(change);
  await wake();
  expect((await entries(account)).map((one) => one.answer)).toEqual([undefined, undefined]);
  expect([await queue(account), state.value.confirmed, isDoubtful.value]).toMatchObject([{ confirmed: 0, tip: START }, 0, true]);
  serving();
  await wake();
  expect((await entries(account)).map((one) => one.answer?.outcome)).toEqual(["accepted", "accepted"]);
  expect([state.value.confirmed, isDoubtful.value]).toEqual([2, false]);
});

it("names numbers whose entries are gone from this store as lost", async () => {
  offline();
  for (const id of ["a", "b", "c"]) await append(account, act(id));
  const raw = await openDB("steelyard-sync", 1);
  const device = (await queue(account))?.device ?? "";
  await raw.delete("entries", [account, device, 2]);
  raw.close();
  const { sent } = serving();
  await wake();
  expect(sent.some((one) => one.lost?.join() === "2")).toBe(true);
  expect((await queue(account))?.confirmed).toBe(3);
});

it("goes on under a new device id after a conflict, under the same ids of checks", async () => {
  offline();
  await append(account, act("a"));
  await append(account, act("b"));
  const before = (await queue(account))?.device;
  const standing = { hash: "0", state: "accepted", received_at: "2026-11-24T04:00:00.000Z", kind: "check", visit: "vis-1", id: "x" };
  let isForked = true;
  const { sent } = serving((n) => {
    const own = isForked && n === 1 ? { outcome: "conflict", standing } : undefined;
    if (n === 2) isForked = false;
    return own;
  });
  await wake();
  const all = await entries(account);
  expect((await queue(account))?.device).not.toBe(before);
  expect(all.filter((one) => one.device === before).map((one) => one.moved)).toEqual([1, 2]);
  expect(sent.at(-1)?.entries.map((entry) => entry.id)).toEqual(["a", "b"]);
  expect(state.value).toEqual({ confirmed: 2, answered: 2, total: 2, refused: 0 });
});

it("takes over what the app before still had to send, once, for its maker", async () => {
  offline();
  const old = await openDB("steelyard", 1, {
    upgrade(made) {
      made.createObjectStore("drafts", { keyPath: "key" });
      made.createObjectStore("queue", { keyPath: "check" });
    },
  });
  const body = { note: "old" };
  for (const [check, made] of [["chk-b", 2], ["chk-a", 1]] as const) await old.put("queue", { account, check, visit: "v", instrument: "i", body, made });
  await wake();
  expect((await entries(account)).map((one) => one.id)).toEqual(["chk-a", "chk-b"]);
  expect(await old.count("queue")).toBe(0);
  await old.put("queue", { account, check: "chk-a", visit: "v", instrument: "i", body, made: 1 });
  await wake();
  expect(await entries(account)).toHaveLength(2);
  old.close();
});

it("is another officer's business only when they sign in", async () => {
  offline();
  await send(act("a"));
  const first = account;
  me.value = { account: `${first}-other`, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  const { sent } = serving();
  await wake();
  expect(sent).toEqual([]);
  me.value = { account: first, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  await wake();
  expect(sent).toHaveLength(1);
});

it("forgets what was accepted long ago, but never the end of the chain", async () => {
  serving();
  for (const id of ["a", "b", "c"]) await send(act(id));
  await forget(account, Date.now() + 1);
  expect((await entries(account)).map((one) => one.n)).toEqual([3]);
  expect((await append(account, act("d"))).n).toBe(4);
});

it("waits longer after every failure but never for more than five minutes", () => {
  expect([1, 2, 3, 50].map((after) => waitMs(after, 1))).toEqual([4_000, 8_000, 16_000, 300_000]);
  expect(waitMs(1, 0)).toBe(2_000);
});
