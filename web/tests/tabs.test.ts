/** Two tabs with the same refresh token, which the issuer takes once: one renews, the other goes on with what it got. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { storage } from "./browser";

type Session = typeof import("../src/session");
type Told = (event: { data: unknown }) => void;

const ISSUER = { issuer: "https://issuer.example", client_id: "app" };
const NOW = Date.now();
let tabs: { onmessage?: Told }[] = [];
let asked: string[] = [];
/** The one refresh token that the issuer takes next. */
let good = "r1";

/** A page of the app with storages of its own, signed in by a token that is about to end. */
async function tab(): Promise<Session> {
  vi.resetModules();
  vi.doMock("../src/storages", () => ({ local: storage(), session: storage(), isBlocked: false }));
  vi.doMock("../src/config", () => ({ config: () => Promise.resolve(ISSUER) }));
  const opened = await import("../src/session");
  opened.resume({ access: "old", refresh: "r1", ends: NOW + 1000, since: NOW });
  return opened;
}

/** One at a time, as a browser's locks. */
function locks(): Pick<LockManager, "request"> {
  let last: Promise<unknown> = Promise.resolve();
  return { request: ((_: string, work: () => Promise<unknown>) => (last = last.catch(() => undefined).then(work))) as LockManager["request"] };
}

class Channel {
  onmessage?: Told;
  constructor() {
    tabs.push(this);
  }
  postMessage(data: unknown): void {
    for (const one of tabs) if (one !== this) one.onmessage?.({ data });
  }
}

beforeEach(() => {
  [tabs, asked, good] = [[], [], "r1"];
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("navigator", { locks: locks() });
  vi.stubGlobal("fetch", async (address: string, asking?: { body: URLSearchParams }) => {
    if (!asking) return Response.json({ token_endpoint: "https://issuer.example/token" });
    const refresh = asking.body.get("refresh_token") ?? "";
    asked.push(refresh);
    const isTaken = refresh === good;
    if (isTaken) good = `r${asked.length + 1}`;
    await new Promise((done) => setTimeout(done, 5));
    return isTaken ? Response.json({ access_token: `new of ${refresh}`, refresh_token: good, expires_in: 600 }) : new Response(address, { status: 400 });
  });
});
afterEach(() => {
  vi.doUnmock("../src/storages");
  vi.doUnmock("../src/config");
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("renews in one of them", async () => {
  const [one, other] = [await tab(), await tab()];
  expect(await Promise.all([one.accessToken(), other.accessToken()])).toEqual(["new of r1", "new of r1"]);
  expect(asked).toEqual(["r1"]);
  expect([one.tokensNow()?.refresh, other.tokensNow()?.refresh]).toEqual(["r2", "r2"]);
});

it("goes on with the other's where a browser has no locks, and both ask", async () => {
  vi.stubGlobal("navigator", {});
  const [one, other] = [await tab(), await tab()];
  expect(await Promise.all([one.accessToken(), other.accessToken()])).toEqual(["new of r1", "new of r1"]);
  expect(asked).toEqual(["r1", "r1"]);
  expect(other.tokensNow()?.refresh).toBe("r2");
});

it("leaves alone whoever is signed in by another token", async () => {
  const [one, other] = [await tab(), await tab()];
  other.resume({ access: "hers", refresh: "of another person", ends: NOW + 600_000, since: NOW });
  await one.accessToken();
  expect([other.tokensNow()?.access, asked]).toEqual(["hers", ["r1"]]);
});
