import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { capture, flushEvidence } from "../src/evidence/sending";
import { sha256Of } from "../src/evidence/hashing";
import { sniffed, typed, type Status } from "../src/evidence/kinds";
import { drop, keptFiles } from "../src/evidence/shelf";
import { Refused } from "../src/api";
import { me } from "../src/me";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const photo = () => new Blob([JPEG], { type: "image/jpeg" });
const FACTS = { visit: "vis-1" };
const NOON_MS = Date.parse("2026-11-24T04:00:00Z");
const hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A server and a bucket: `status` is what the server says next, `posted` what the bucket took. */
const server = { status: "announced" as Status, http: 200, bucket: 204, announced: [] as string[], posted: [] as Blob[] };

class Post {
  upload: { onprogress?: (event: unknown) => void } = {};
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  status = 0;
  open(): void {}
  send(form: FormData): void {
    this.status = server.bucket;
    if (server.bucket < 300) server.posted.push(form.get("file") as Blob);
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
    if (server.bucket) this.onload();
    else this.onerror();
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON_MS, toFake: ["Date"] });
  Object.assign(server, { status: "announced", http: 200, bucket: 204, announced: [], posted: [] });
  me.value = { account: "acc-1", roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("XMLHttpRequest", Post);
  vi.stubGlobal("fetch", (path: string) => {
    server.announced.push(path);
    if (server.http === 0) return Promise.reject(new TypeError("offline"));
    const upload = ["verified", "refused"].includes(server.status) ? {} : { upload: { url: "https://bucket.example", fields: { key: "k" } } };
    const body = server.http < 300 ? { evidence: { status: server.status }, ...upload } : { status: server.http, code: "demo.code", sentences: { zh: "演示", en: "demo" } };
    return Promise.resolve(Response.json(body, { status: server.http }));
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { evidence } of await keptFiles()) await drop(evidence);
});

const said = (id: string, status: Status) => new Map([[id, status]]);

it("hashes a file of any size as SHA-256 says", async () => {
  const bytes = new Uint8Array(9 * 1024 * 1024 + 5).map((_, place) => place % 251);
  expect(await sha256Of(new Blob([bytes]))).toBe(hex(bytes));
  expect(await sha256Of(new Blob([]))).toBe(hex(new Uint8Array()));
});

it("tells types by the first bytes", async () => {
  const text = (told: string) => Uint8Array.from(told, (one) => one.charCodeAt(0));
  const types: [string, string][] = [
    ["\xff\xd8\xff\xe0", "image/jpeg"], ["\x89PNG\r\n\x1a\n", "image/png"], ["RIFF1234WEBP", "image/webp"], ["%PDF-1.7", "application/pdf"],
    ["\0\0\0\x18ftypmp42", "video/mp4"], ["\x1a\x45\xdf\xa3\x01\x42\x82\x84webm", "video/webm"],
    ["\0\0\0\x18ftypheic", ""], ["\0\0\0\x14ftypqt  ", ""], ["\x1a\x45\xdf\xa3\x42\x82\x88matroska", ""], ["<html>", ""], ["", ""],
  ];
  for (const [head, type] of types) expect(sniffed(text(head))).toBe(type);
  await expect(typed(new Blob(["<html>"]))).rejects.toBeInstanceOf(Refused);
  const large = new Blob([JPEG, new Uint8Array(20 * 1024 * 1024)]);
  await expect(typed(large)).rejects.toMatchObject({ problem: { code: "evidence.too_large" } });
});

it("keeps a file with its hash before anything is sent, and lets go of it only when it is verified", async () => {
  server.http = 0;
  const id = await capture(photo(), FACTS);
  await flushEvidence();
  const [waiting] = await keptFiles();
  expect(waiting).toMatchObject({ evidence: id, account: "acc-1", sentMs: 0, body: { kind: "photo", sha256: hex(JPEG), size_bytes: 8, media_type: "image/jpeg" } });
  server.http = 200;
  await flushEvidence();
  expect(server.posted).toHaveLength(1);
  expect(await keptFiles()).toHaveLength(1);
  await flushEvidence(said(id, "announced"));
  expect(server.posted).toHaveLength(1);
  server.status = "verified";
  await flushEvidence(said(id, "verified"));
  expect(await keptFiles()).toEqual([]);
});

it("sends the same file again when other bytes arrived or none did", async () => {
  const id = await capture(photo(), FACTS);
  await flushEvidence();
  await flushEvidence(said(id, "mismatch"));
  await flushEvidence(said(id, "missing"));
  expect(server.posted).toHaveLength(3);
  expect(new Set(await Promise.all(server.posted.map(sha256Of)))).toEqual(new Set([hex(JPEG)]));
  expect(await keptFiles()).toHaveLength(1);
});

it("keeps what was cut off on its way, and sends it at the next chance", async () => {
  await capture(photo(), FACTS);
  server.bucket = 0;
  await flushEvidence();
  expect((await keptFiles())[0]).toMatchObject({ sentMs: 0, tries: 0 });
  server.bucket = 204;
  await flushEvidence();
  expect((await keptFiles())[0]).toMatchObject({ tries: 1 });
});

it("shows a refusal beside the file, keeps the file, and goes on with the next", async () => {
  await capture(photo(), FACTS);
  server.http = 409;
  await flushEvidence();
  server.http = 200;
  vi.setSystemTime(NOON_MS + 1); // what is taken in the same millisecond stands in any order
  const second = await capture(photo(), FACTS);
  await flushEvidence();
  const kept = await keptFiles();
  expect(kept.map((one) => one.words?.en)).toEqual(["demo", undefined]);
  expect(server.posted).toHaveLength(1);
  server.status = "refused";
  await flushEvidence(said(second, "refused"));
  expect((await keptFiles())[1]?.words?.en).toContain("type");
});

it("is sent by nobody but the officer who took it", async () => {
  await capture(photo(), FACTS);
  me.value = { account: "acc-2", roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
  await flushEvidence();
  expect(server.announced).toEqual([]);
});
