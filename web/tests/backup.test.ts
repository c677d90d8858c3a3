/** A phone's unsent work as a file: all of it, whole or not at all, its owner's alone, and handed in twice it is there once. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it, vi } from "vitest";
import { keepDraft, readDraft } from "../src/drafts";
import { capture } from "../src/evidence/sending";
import { keptFiles } from "../src/evidence/shelf";
import { keepScan, scansOf } from "../src/labels/shelf";
import { me } from "../src/me";
import { exported, takenIn } from "../src/sync/backup";
import { hashOf } from "../src/sync/canonical";
import { append, entries, note, queue, START, type Kept } from "../src/sync/store";

const ANNA = "acc-anna";
const MADE = Date.parse("2026-11-26T02:00:00.000Z");
const DRAFT = { key: `${ANNA}/vis-1/ins-2/f.1`, answers: { load_g: "1000" }, note: "begun" };
const check = (id: string) => ({ kind: "check", visit: "vis-1", id, body: { note: id }, made: MADE });
const signIn = (account: string): void => void (me.value = { account, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] });

let file: Blob;
/** The phone breaks, or its storage is cleared: databases that nothing has opened yet, and no forms. */
async function cleared(): Promise<typeof import("../src/sync/backup")> {
  vi.stubGlobal("indexedDB", new IDBFactory());
  localStorage.removeItem(FORM);
  vi.resetModules();
  const fresh = await import("../src/me");
  fresh.me.value = { account: ANNA, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  return import("../src/sync/backup");
}
const FORM = `steelyard.form.${ANNA}.closing.vis-1`;
const wrong = { code: "x", sentences: { zh: "示例", en: "demo" } };

beforeEach(async () => {
  signIn(ANNA);
  if (file) return;
  await append(ANNA, check("chk-1"));
  await append(ANNA, check("chk-2"));
  const { device } = (await queue(ANNA)) ?? { device: "" };
  const [first, second] = await entries(ANNA);
  const answers = [{ n: 1, hash: first?.hash ?? "", outcome: "accepted" as const }, { n: 2, hash: second?.hash ?? "", outcome: "refused" as const, ...wrong }];
  await note(ANNA, device, { answers, confirmed: { n: 2, hash: second?.hash ?? START }, missing: [] });
  await append(ANNA, { kind: "acceptance", visit: "vis-1", body: {}, made: MADE + 1 });
  await capture(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 10, 10])]), { visit: "vis-1" });
  await append(ANNA, { ...check("chk-3"), made: MADE + 2 });
  await keepDraft(DRAFT);
  await keepScan({ scan: "scn-1", account: ANNA, body: { content: "X" }, made: MADE });
  localStorage.setItem(FORM, "{\"note\":\"typed\"}");
  localStorage.setItem("steelyard.form.acc-ben.sale", "{}");
  file = await exported(ANNA);
});

it("brings all that was not handed in to an empty phone, in its order, once", async () => {
  const again = await cleared();
  expect(await again.takenIn(file, ANNA)).toEqual({ entries: 4, files: 1, scans: 1, drafts: 1 });
  expect(await again.takenIn(file, ANNA)).toEqual({ entries: 0, files: 0, scans: 0, drafts: 0 });
  const store = await import("../src/sync/store");
  const own = await store.queue(ANNA);
  const kept = await store.entries(ANNA, own?.device);
  expect(kept.map(({ n, kind, id }) => [n, kind, id.slice(0, 4)])).toEqual([[1, "acceptance", ""], [2, "check", "chk-"], [3, "evidence", "evi-"]]);
  expect((await store.entries(ANNA)).filter((one) => one.answer?.outcome === "refused").map((one) => one.id)).toEqual(["chk-2"]);
  const [bytes] = await (await import("../src/evidence/shelf")).keptFiles();
  expect([...new Uint8Array((await bytes?.file.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([0xff, 0xd8, 0xff, 0xe0, 10, 10]);
  expect(await (await import("../src/drafts")).readDraft(DRAFT.key)).toEqual(DRAFT);
  expect([localStorage.getItem(FORM), (await (await import("../src/labels/shelf")).scansOf(ANNA)).length]).toEqual(["{\"note\":\"typed\"}", 1]);
});

it("changes nothing on the phone it came from", async () => {
  await keepDraft({ ...DRAFT, note: "typed on" });
  expect(await takenIn(file, ANNA)).toEqual({ entries: 0, files: 0, scans: 0, drafts: 0 });
  expect([(await readDraft(DRAFT.key))?.note, (await keptFiles()).length, (await scansOf(ANNA)).length]).toEqual(["typed on", 1, 1]);
});

it("holds nothing of others and is taken by nobody else", async () => {
  expect(await file.text()).not.toContain("acc-ben");
  await expect(takenIn(file, "acc-ben")).rejects.toMatchObject({ problem: { code: "backup.other_person" } });
});

type Line = Record<string, unknown> & { entries: Kept[]; files: { account: string }[]; drafts: { key: string }[]; forms: Record<string, string>; scans: { account: string }[] };
async function changed(change: (line: Line) => void): Promise<Blob> {
  const text = await file.text();
  const line = JSON.parse(text.slice(0, text.indexOf("\n"))) as Line;
  change(line);
  return new Blob([JSON.stringify(line), "\n", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 10, 10])]);
}
const other = (text: string): string => text.replace("chk-3", "chk-9");

it.each<[string, () => Promise<Blob>]>([
  ["is cut off", () => Promise.resolve(file.slice(0, file.size - 1))],
  ["has more behind it", () => Promise.resolve(new Blob([file, "x"]))],
  ["is empty", () => Promise.resolve(new Blob([]))],
  ["is none of ours", () => Promise.resolve(new Blob(["null\n"]))],
  ["is of another form", () => changed((line) => (line["protocol"] = "backup-2"))],
  ["has an entry that was changed", () => changed((line) => line.entries.forEach((one) => (one.text = other(one.text))))],
  ["has an entry that says two things", () => changed((line) => line.entries.forEach((one) => (one.id = other(one.id))))],
  ["has an entry that is no JSON", () => changed((line) => line.entries.forEach((one) => Object.assign(one, { text: "x", hash: hashOf("x") })))],
  ["has an entry of somebody else", () => changed((line) => line.entries.forEach((one) => (one.account = "acc-ben")))],
  ["has a file of somebody else", () => changed((line) => line.files.forEach((one) => (one.account = "acc-ben")))],
  ["has a scan of somebody else", () => changed((line) => line.scans.forEach((one) => (one.account = "acc-ben")))],
  ["has a draft of somebody else", () => changed((line) => line.drafts.forEach((one) => (one.key = one.key.replace(ANNA, "acc-ben"))))],
  ["writes elsewhere", () => changed((line) => (line.forms["steelyard.sealed"] = "x"))],
])("uses nothing of a file that %s", async (_, made) => {
  const again = await cleared();
  await expect(again.takenIn(await made(), ANNA)).rejects.toMatchObject({ problem: { code: "backup.damaged" } });
  expect(await (await import("../src/sync/store")).entries(ANNA)).toEqual([]);
  expect(await (await import("../src/evidence/shelf")).keptFiles()).toEqual([]);
  expect(localStorage.getItem("steelyard.sealed")).toBeNull();
});
