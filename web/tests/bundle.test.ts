import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import b1 from "../../tests/golden/labels/b1.json";
import { isRevoked, judgeBundle, unpack } from "../src/labels/bundle";
import type { LabelKey } from "../src/labels/l1";
import { checkOffline, listAge, refreshBundle } from "../src/labels/offline";
import { shelf } from "../src/labels/shelf";

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

describe("bundles of format B1, from the vectors Python is held to", () => {
  it.each(b1.bundles.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const raw = bytes(one.bundle);
    expect(await judgeBundle(raw, one.trusted as LabelKey[], one.today)).toBe(one.outcome);
    if (one.sequence === undefined) return;
    const read = unpack(raw);
    if (typeof read === "string") throw new Error(read);
    expect([read.sequence, read.madeAt, read.useUntil]).toEqual([one.sequence, Date.parse(one.made_at), Date.parse(one.use_until)]);
    expect(read.keys).toEqual(one.listed_keys);
    const revoked = one.revoked as [string, number][];
    expect(read.revoked.byteLength).toBe(revoked.length * 7);
    for (const [number, counter] of revoked) {
      expect(isRevoked(read, number, counter)).toBe(true);
      expect(isRevoked(read, number, counter === 3 ? 4 : 3)).toBe(false);
    }
  });
});

const PLAIN = b1.bundles[0];
const LISTED = b1.bundles[1];
const NOW = Date.parse("2026-11-24T04:00:00Z");

/** A server that has one bundle and one key set. */
function server(bundle: string, keys: unknown, etag = '"1"'): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string, sent?: { headers?: Record<string, string> }) => {
    asked.push(path);
    if (path === "/config.json") return Promise.resolve(Response.json({ label_host: "LABEL.EXAMPLE" }));
    if (path.endsWith("/keys")) return Promise.resolve(Response.json({ keys }));
    if (sent?.headers?.["If-None-Match"] === etag) return Promise.resolve(new Response(null, { status: 304 }));
    return Promise.resolve(new Response(bytes(bundle), { headers: { ETag: etag } }));
  });
  return asked;
}

describe("the kept bundle", () => {
  afterEach(async () => {
    vi.unstubAllGlobals();
    await (await shelf()).clear("bundle");
  });
  const label = b1.labels.find((one) => one.name === "revoked");
  if (!PLAIN || !LISTED || !label) throw new Error("no vectors");

  it("is none at first, and every label is by an unknown key", async () => {
    vi.stubGlobal("location", { host: "label.example" });
    expect(await listAge(NOW)).toBeUndefined();
    expect((await checkOffline(label.content, NOW)).reason).toBe("unknown_key");
  });

  it("is taken when a key of the public set signed it, then asked for by its ETag", async () => {
    const asked = server(LISTED.bundle, PLAIN.trusted);
    await refreshBundle(NOW);
    expect((await checkOffline(label.content, NOW)).reason).toBe("revoked");
    await refreshBundle(NOW + 60_000);
    expect(asked.filter((path) => path.endsWith("/keys"))).toHaveLength(1);
    expect(await listAge(NOW)).toEqual({ checked: new Date(NOW + 60_000), isOld: false });
    expect((await listAge(NOW + 8 * 86_400_000))?.isOld).toBe(true);
  });

  it("stays when what came is forged, older, unreadable, or nothing", async () => {
    server(LISTED.bundle, PLAIN.trusted);
    await refreshBundle(NOW);
    const others = ["signed as if it were a label", "made a second before the others", "cut in half", "version 2"].map((name) => b1.bundles.find((one) => one.name === name)?.bundle);
    expect(others).not.toContain(undefined);
    for (const other of others as string[]) {
      server(other, PLAIN.trusted, '"2"');
      await refreshBundle(NOW);
    }
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    await refreshBundle(NOW + 1);
    expect((await checkOffline(label.content, NOW)).reason).toBe("revoked");
    expect((await listAge(NOW))?.checked).toEqual(new Date(NOW));
  });

  it("names what is no label of ours", async () => {
    server(PLAIN.bundle, PLAIN.trusted);
    await refreshBundle(NOW);
    expect((await checkOffline("wxp://f2f0demo", NOW)).reason).toBe("foreign_payment");
    expect(await checkOffline("7k3m9-q2rtb", NOW)).toEqual({ reason: "unsigned", number: "7K3M9Q2RTB" });
  });
});
