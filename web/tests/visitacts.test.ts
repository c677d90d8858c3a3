/** What officers do at a visit: kept in the queue, shown as it will stand, refused with the remedy, corrected by doing it again. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Refused } from "../src/api";
import { evidenceIds } from "../src/evidence/ids";
import { capture } from "../src/evidence/sending";
import { drop, keep, keptFiles } from "../src/evidence/shelf";
import { me } from "../src/me";
import { failingHere, stateOf, uncovered, waitingOrders, withWaiting, type Finding } from "../src/review";
import { again } from "../src/sync/queue";
import { wake } from "../src/sync/sender";
import { append, entries } from "../src/sync/store";
import type { Visit } from "../src/types";
import { act, waitingOf } from "../src/visits/acts";

vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // a sender that waits to try again stays waiting
let account = "";
let count = 0;
beforeEach(() => {
  account = `acc-${String(++count)}`;
  me.value = { account, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  vi.stubGlobal("navigator", {});
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { evidence } of await keptFiles()) await drop(evidence);
});

const offline = (): void => vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));

/** A server that settles what continues the chain as `say` says: "accepted" unless it answers something else. */
function serving(say: (kind: string) => object = () => ({ outcome: "accepted" })): void {
  vi.stubGlobal("fetch", async (_: string, request: { body: string }) => {
    const { entries: sent } = JSON.parse(request.body) as { entries: { n: number; kind: string }[] };
    const kept = await entries(account);
    const hash = (n: number): string => kept.find((one) => one.n === n)?.hash ?? "";
    const answers = sent.map(({ n, kind }) => ({ n, hash: hash(n), ...say(kind) }));
    const end = answers.some((one) => "outcome" in one && one.outcome === "later") ? 0 : Math.max(...sent.map((one) => one.n));
    return Response.json({ answers, confirmed: { n: end, hash: end ? hash(end) : "0".repeat(64) }, missing: [] });
  });
}
const refusing = (kind: string, code: string) => (one: string) => (one === kind ? { outcome: "refused", code, sentences: { zh: "示例", en: "demo" } } : { outcome: "accepted" });
const told = { kind: "instrument", text: "示值超差", basis: { checks: ["chk-1"], citation: "第十六条" } };
const confirms = { decision: "confirmed", quote: { text: "条文原文", source: "计量法" } };

it("is done when the server took it, waits without network, and is refused with the remedy", async () => {
  serving();
  expect(await act("acceptance", "vis-1", {})).toBe("done");
  offline();
  expect(await act("closing", "vis-1", { signed: "merchant" })).toBe("waits");
  serving(refusing("result", "visit.findings_open"));
  await expect(act("result", "vis-1", { codes: ["1"] })).rejects.toMatchObject({ problem: { code: "visit.findings_open" } });
  await expect(act("result", "vis-1", { codes: ["1"] })).rejects.toBeInstanceOf(Refused);
});

it("keeps everything an officer says as an entry of its kind, in order, under the ids it makes", async () => {
  offline();
  await act("finding", "vis-1", told, "fin-1");
  await act("decision", "vis-1", confirms, "fin-1");
  await act("order", "vis-1", { visit_id: "vis-1", demand: "停用维修", term_days: 15 }, "rec-1");
  await act("closing", "vis-1", {});
  await act("result", "vis-1", { codes: ["5"] });
  expect((await entries(account)).map(({ n, kind, id }) => [n, kind, id])).toEqual([
    [1, "finding", "fin-1"], [2, "decision", "fin-1"], [3, "order", "rec-1"], [4, "closing", ""], [5, "result", ""],
  ]);
});

it("stands for the refused one when it is done again, of what it makes or decides on by its id", async () => {
  serving((kind) => refusing(kind, "visit.too_early")(kind));
  for (const [kind, id] of [["result", ""], ["decision", "fin-1"], ["finding", "fin-1"]] as const) await act(kind, "vis-1", {}, id).catch(() => undefined);
  serving();
  await act("decision", "vis-1", confirms, "fin-2");
  await act("result", "vis-2", {});
  await act("finding", "vis-1", told, "fin-2");
  expect((await entries(account)).slice(0, 3).map((one) => one.corrected)).toEqual([undefined, undefined, undefined]);
  await act("result", "vis-1", {});
  await act("decision", "vis-1", confirms, "fin-1");
  expect((await entries(account)).slice(0, 3).map((one) => one.corrected)).toEqual([7, 8, undefined]);
  expect((await entries(account)).slice(6).map((one) => (JSON.parse(one.text) as { corrects: number }).corrects)).toEqual([1, 2]);
});

it("is sent again under the id that others name it by, unless that was taken", async () => {
  serving(refusing("finding", "visit.unknown_basis"));
  await act("finding", "vis-1", told, "fin-01jd0000000000000000000001").catch(() => undefined);
  serving(refusing("order", "request.id_taken"));
  await act("order", "vis-1", {}, "rec-01jd0000000000000000000001").catch(() => undefined);
  serving();
  for (const one of await entries(account)) await again(one);
  const [, , finding, order] = await entries(account);
  expect(finding?.id).toBe("fin-01jd0000000000000000000001");
  expect(order?.id).toMatch(/^rec-/);
  expect(order?.id).not.toBe("rec-01jd0000000000000000000001");
});

it("shows what waits of a visit until the server took or refused it, also when it answered that it must wait", async () => {
  offline();
  await append(account, { kind: "check", visit: "vis-1", id: "a", body: { kind: "retail", instrument_id: "ins-1", shown: { verdict: "fail" } }, made: 1 });
  await append(account, { kind: "evidence", visit: "vis-1", id: "evi-1", body: {}, made: 2 });
  await append(account, { kind: "closing", visit: "vis-1", body: {}, made: 3 });
  await append(account, { kind: "closing", visit: "vis-2", body: {}, made: 4 });
  serving(() => ({ outcome: "later" }));
  await wake();
  expect((await entries(account)).map((one) => one.answer?.outcome)).toEqual(["later", "later", "later", "later"]);
  const closing = { kind: "closing", id: "", body: {}, made: 3 };
  expect(await waitingOf("vis-1")).toEqual({ checks: [{ id: "a", kind: "retail", instrument: "ins-1", fails: true }], acts: [closing], state: "checked" });
  serving();
  await wake();
  expect(await waitingOf("vis-1")).toEqual({ checks: [], acts: [], state: undefined });
});

it("lets a check be put on record that fails by the phone and was not handed in", () => {
  const waiting = { kind: "weighing_instrument", instrument: "ins-1" };
  const found = failingHere([{ ...waiting, id: "chk-1", fails: true }, { ...waiting, id: "chk-2", fails: false }, { id: "chk-3", kind: "prepackage_lot", instrument: "", fails: true }]);
  expect(found.map((one) => [one.id, one.instrument_id, one.verdict])).toEqual([["chk-1", "ins-1", "fail"], ["chk-3", undefined, "fail"]]);
  expect(uncovered(found, [{ id: "fin-1", kind: "instrument", text: "超差", basis: { checks: ["chk-1"], evidence: [], citation: "" }, decisions: [] }]).map((one) => one.id)).toEqual(["chk-3"]);
});

it("shows findings, decisions and orders as they will stand", () => {
  const known: Finding = { id: "fin-1", kind: "data", text: "已有", basis: { checks: [], evidence: ["evi-1"], citation: "" }, decisions: [] };
  const made = Date.parse("2026-11-24T20:00:00Z");
  const acts = [
    { kind: "finding", id: "fin-2", body: told, made },
    { kind: "decision", id: "fin-2", body: confirms, made },
    { kind: "decision", id: "fin-9", body: confirms, made },
    { kind: "order", id: "rec-1", body: { demand: "停用维修", term_days: 15, findings: ["fin-2"] }, made },
  ];
  const shown = withWaiting([known], acts);
  expect(shown.map((one) => [one.id, stateOf(one), one.waits])).toEqual([["fin-1", "open", undefined], ["fin-2", "confirmed", true]]);
  expect(shown[1]?.basis).toEqual({ checks: ["chk-1"], evidence: [], citation: "第十六条" });
  const [order] = waitingOrders({ id: "vis-1", place_name: "市场" } as Visit, acts);
  expect(order).toMatchObject({ id: "rec-1", state: "ordered", demand: "停用维修", findings: ["fin-2"], due_on: "2026-12-10", place_name: "市场" });
});

it("announces evidence in the queue when it is captured, before what names it, once; and what an older app kept", async () => {
  offline();
  const jpeg = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2])]);
  const photo = await capture(jpeg, { visit: "vis-1" });
  await act("closing", "vis-1", { evidence: [photo] });
  const [file] = await keptFiles();
  if (file) await keep({ ...file, evidence: "evi-old" });
  await wake();
  await wake();
  const all = (await entries(account)).sort((one, other) => one.n - other.n);
  expect(all.map((one) => [one.kind, one.id])).toEqual([["evidence", photo], ["closing", ""], ["evidence", "evi-old"]]);
  expect((JSON.parse(all[0]?.text ?? "") as { body: object }).body).toEqual(file?.body);
  expect((await evidenceIds("vis-1")).sort()).toEqual([photo, "evi-old"].sort());
});
