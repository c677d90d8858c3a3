import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { amendScan, flushScans, recordScan } from "../src/labels/scans";
import { answerPlace, noteSeen, tellsPlace } from "../src/labels/seen";
import { dropScan, scansOf, shelf } from "../src/labels/shelf";
import { waitingScans } from "../src/labels/waiting";
import { me } from "../src/me";
import { PATIENT } from "./browser";

const OFFICER = { account: "acc-1", roles: ["inspector" as const], districts: [], merchants: [], sites: [], labs: [] };

beforeEach(() => {
  vi.stubGlobal("location", { host: "label.example" });
  me.value = OFFICER;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await (await shelf()).clear("scans");
});

function offline(): void {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
}

function online(status = 200): { path: string; body: Record<string, unknown> }[] {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", (path: string, request: { body: string }) => {
    sent.push({ path, body: JSON.parse(request.body) as Record<string, unknown> });
    return Promise.resolve(Response.json({ status, code: "demo.code", sentences: { zh: "演示", en: "demo" } }, { status }));
  });
  return sent;
}

it("keeps a scan made without network, with what the phone showed, and sends it under the same id", async () => {
  offline();
  const place = { lat: "24.480", lon: "118.089", accuracy_m: "12" };
  const found = await recordScan("7K3M9Q2RTB", place, { how: "camera", stall: "A12" });
  expect(found).toEqual({ offline: { reason: "unsigned", number: "7K3M9Q2RTB" }, scan: (await (await shelf()).getAllKeys("scans"))[0] });
  expect(waitingScans.value).toBe(1);
  const [kept] = await (await shelf()).getAll("scans");
  const sent = online();
  await flushScans();
  const sentAt: unknown = expect.stringMatching(/Z$/);
  expect(sent).toEqual([{ path: `/api/v1/scans/${kept?.scan}`, body: { ...(kept?.body as object), sent_at: sentAt } }]);
  expect(kept?.body).not.toHaveProperty("sent_at");
  expect(String(sent[0]?.body["sent_at"]) >= String(sent[0]?.body["device_at"])).toBe(true);
  expect(sent[0]?.body).toMatchObject({ content: "7K3M9Q2RTB", shown_offline: "unsigned", place, how: "camera", stall: "A12" });
  expect(waitingScans.value).toBe(0);
});

it("takes in what is read off the instrument while a scan waits, and nothing once it was sent", async () => {
  offline();
  const found = await recordScan("7K3M9Q2RTB", undefined, { how: "photo", serial_seen: "1", seal_seen: "A" });
  const scan = "scan" in found ? found.scan : "";
  await amendScan(scan, { how: "photo", serial_seen: "2408-1" });
  const sent = online();
  await flushScans();
  expect(sent[0]?.body).toMatchObject({ content: "7K3M9Q2RTB", how: "photo", serial_seen: "2408-1" });
  expect(sent[0]?.body).not.toHaveProperty("seal_seen");
  await amendScan(scan, { how: "photo", serial_seen: "2" });
  expect(await (await shelf()).count("scans")).toBe(0);
});

it("goes on waiting while there is no network, no session or no answer, and for its own officer", async () => {
  offline();
  await recordScan("wxp://f2f0", undefined);
  await flushScans();
  for (const status of [401, 403, 503]) {
    online(status);
    await flushScans();
  }
  me.value = { ...OFFICER, account: "acc-2" };
  expect(online()).toEqual([]);
  await flushScans();
  expect(waitingScans.value).toBe(1);
});

it("does not stop at one that is refused for good, keeps it with the reason, and sends it no more", async () => {
  offline();
  await recordScan("first", undefined);
  await recordScan("second", undefined);
  const sent = online(409);
  await flushScans();
  await flushScans();
  expect(sent).toHaveLength(2);
  expect(waitingScans.value).toBe(0);
  expect((await scansOf("acc-1")).map((one) => one.words)).toEqual([{ zh: "演示", en: "demo" }, { zh: "演示", en: "demo" }]);
  await dropScan((await scansOf("acc-1"))[0]?.scan ?? "");
  expect(await scansOf("acc-1")).toHaveLength(1);
});

it("keeps a scan before it is sent: an app that is closed over it sends it when it is opened again", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  void recordScan("closed over", undefined);
  await vi.waitFor(async () => expect(await scansOf("acc-1")).toHaveLength(1), PATIENT);
  const sent = online();
  vi.resetModules();
  (await import("../src/me")).me.value = OFFICER;
  await (await import("../src/labels/scans")).flushScans();
  expect(sent).toHaveLength(1);
  expect(await scansOf("acc-1")).toEqual([]);
});

it("tells what was seen after an answer was lost as one more scan: the first stands without it", async () => {
  offline();
  const found = await recordScan("7K3M9Q2RTB", undefined);
  const first = "scan" in found ? found.scan : "";
  await amendScan(first, { how: "typed", serial_seen: "2408-1" });
  const sent: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    sent.push(path);
    const isFirst = path.endsWith(first);
    return Promise.resolve(Response.json(isFirst ? { status: 409, code: "request.id_taken", sentences: { zh: "演示", en: "demo" } } : {}, { status: isFirst ? 409 : 200 }));
  });
  await flushScans();
  expect((await scansOf("acc-1")).map((one) => [one.words, (one.body as { serial_seen: string }).serial_seen])).toEqual([[undefined, "2408-1"]]);
  await flushScans();
  expect(await scansOf("acc-1")).toEqual([]);
  expect(new Set(sent).size).toBe(2);
});

it("keeps nothing of a scan that was answered or refused at once", async () => {
  online();
  await recordScan("good", undefined);
  online(403);
  await expect(recordScan("not for you", undefined)).rejects.toMatchObject({ problem: { status: 403 } });
  expect(await scansOf("acc-1")).toEqual([]);
});

it("tells a citizen's place only after a yes, coarsely, and not after it was taken back", async () => {
  const located = vi.fn((tell: (found: unknown) => void) => tell({ coords: { latitude: 24.479834, longitude: 118.08942, accuracy: 9 } }));
  vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: located } });
  const sent = online();
  expect(tellsPlace.value).toBeUndefined();
  await noteSeen("7K3M9Q2RTB", 1, "genuine");
  expect(located).not.toHaveBeenCalled();
  answerPlace(true);
  await noteSeen("7K3M9Q2RTB", undefined, "unsigned");
  answerPlace(false);
  await noteSeen("7K3M9Q2RTB", 1, "genuine");
  expect(sent.map((one) => one.body)).toEqual([
    { number: "7K3M9Q2RTB", counter: 1, outcome: "genuine" },
    { number: "7K3M9Q2RTB", outcome: "unsigned", cell: { lat: "24.48", lon: "118.09" } },
    { number: "7K3M9Q2RTB", counter: 1, outcome: "genuine" },
  ]);
  expect(located).toHaveBeenCalledTimes(1);
});

it("does not mind when a citizen's count cannot be sent", async () => {
  offline();
  await expect(noteSeen("7K3M9Q2RTB", 1, "genuine")).resolves.toBeUndefined();
});
