/** A sign-in behind a PIN: opened by it alone, slower with every wrong one, wiped in time; what was not handed in stays. */
import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { beforeEach, expect, it, vi } from "vitest";
import { Refused, call } from "../src/api";
import { keepDraft, readDraft } from "../src/drafts";
import { me, refreshMe, resumeMe, type Me } from "../src/me";
import { HOLDS_MS, isWeak, keepBehind, keepRenewed, keptUntil, MOST_TRIES, open, waitMs } from "../src/pin";
import { keptSignIn, resume, signedIn, signOutLocally, tokensNow } from "../src/session";
import { append, entries } from "../src/sync/store";
import { PATIENT } from "./browser";

const PIN = "583920";
const ANNA: Me = { account: "acc-anna", roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
/** Its digits hold no PIN. */
const NOON = Date.parse("2026-11-27T04:00:00Z");
/** Rounds that cost a test nothing. */
const FEW = 1000;

const OURS = { status: 403, code: "gateway.refused", sentences: { zh: "不可以", en: "No" } };

/** Signed in at noon, by a token that has `left` milliseconds. */
function signIn(left = 600_000): void {
  resume({ access: "access-old", refresh: "refresh-one", ends: Date.now() + left, since: NOON });
  resumeMe(ANNA);
}
/** The browser was closed: what lives for its session is gone. */
function restart(): void {
  for (let name = sessionStorage.key(0); name; name = sessionStorage.key(0)) sessionStorage.removeItem(name);
  signedIn.value = false;
  me.value = undefined;
}
beforeEach(async () => {
  vi.useFakeTimers({ now: NOON, toFake: ["Date"] });
  vi.unstubAllGlobals();
  signOutLocally();
  signIn();
  await keepBehind(PIN, FEW);
});

it.each(["12345", "1234567890123", "123456", "654321", "777777", "58392a", "５８３９２０"])("takes no PIN that is guessed first (%s)", async (pin) => {
  expect(isWeak(pin)).toBe(true);
  await expect(keepBehind(pin)).rejects.toThrow(RangeError);
});

it("opens with the right PIN after a restart, without network, as the same person", async () => {
  restart();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  expect(keptUntil()).toBe(NOON + HOLDS_MS);
  expect(await open(PIN)).toEqual({ is: "open" });
  expect([signedIn.value, me.value?.account, tokensNow()?.refresh]).toEqual([true, "acc-anna", "refresh-one"]);
});

it("makes guessing dear: no fewer rounds than OWASP asks for", async () => {
  await keepBehind(PIN);
  expect(JSON.parse(keptSignIn() ?? "")).toMatchObject({ rounds: 600_000 });
});

it("tells nothing of the sign-in in what is stored", () => {
  for (const secret of ["refresh-one", "access-old", "acc-anna", PIN]) expect(keptSignIn()).not.toContain(secret);
});

it("waits longer with every wrong PIN, counts them over restarts, and wipes after the last", async () => {
  expect([1, 2, 3, 4, 5].map((tries) => waitMs(tries) / 60_000)).toEqual([0, 0, 1, 5, 25]);
  let now = NOON;
  for (let left = MOST_TRIES - 1; left > 0; left--) {
    restart();
    expect(await open("583921", now)).toEqual({ is: "wrong", left });
    const wait = waitMs(MOST_TRIES - left);
    if (wait) expect(await open(PIN, now + wait - 1)).toEqual({ is: "waits", ms: 1 });
    now += wait;
  }
  expect(await open("583921", now)).toEqual({ is: "gone" });
  expect([keptSignIn(), await open(PIN, now)]).toEqual([null, { is: "gone" }]);
});

it("counts a try before it is tried", async () => {
  const trying = open("583921");
  expect(JSON.parse(keptSignIn() ?? "")).toMatchObject({ tries: 1 });
  await trying;
});

it("is wiped a day after the sign-in, and when the clock is turned back before it", async () => {
  const kept = keptSignIn() ?? "";
  for (const now of [NOON + HOLDS_MS, NOON - 600_000]) {
    localStorage.setItem("steelyard.sealed", kept);
    restart();
    expect(await open(PIN, now)).toEqual({ is: "gone" });
    expect(keptSignIn()).toBeNull();
  }
});

it("is wiped a day after the sign-in also where what is written outside the box was changed", async () => {
  localStorage.setItem("steelyard.sealed", JSON.stringify({ ...(JSON.parse(keptSignIn() ?? "") as object), since: NOON + HOLDS_MS }));
  restart();
  expect(await open(PIN, NOON + HOLDS_MS + 1)).toEqual({ is: "gone" });
  expect([signedIn.value, keptSignIn()]).toEqual([false, null]);
});

it("opens in no other browser", async () => {
  restart();
  await deleteDB("steelyard-pin");
  expect(await open(PIN)).toEqual({ is: "wrong", left: MOST_TRIES - 1 });
});

it("keeps renewed tokens, because a refresh token counts once", async () => {
  restart();
  await open(PIN);
  resume({ access: "new", refresh: "refresh-two", ends: NOON + 1, since: NOON });
  await keepRenewed();
  restart();
  await open(PIN);
  expect(tokensNow()?.refresh).toBe("refresh-two");
});

it("is gone after signing out, and with an account that lost its roles; drafts and the queue stay", async () => {
  await keepDraft({ key: "acc-anna/vis-1/ins-1/f.1", answers: {}, note: "typed" });
  await append("acc-anna", { kind: "check", visit: "vis-1", id: "chk-1", body: {}, made: NOON });
  signOutLocally();
  expect([keptSignIn(), await open(PIN)]).toEqual([null, { is: "gone" }]);
  signIn();
  await keepBehind(PIN, FEW);
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ ...ANNA, roles: [] })));
  await refreshMe();
  expect(keptSignIn()).toBeNull();
  expect((await readDraft("acc-anna/vis-1/ins-1/f.1"))?.note).toBe("typed");
  expect((await entries("acc-anna")).map((one) => one.id)).toEqual(["chk-1"]);
});

it("does not end a session because the issuer could not be reached, and renews once for all who ask", async () => {
  signIn(-1);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await expect(call("GET", "/v1/me")).rejects.toMatchObject({ problem: { code: "network" } } satisfies Partial<Record<keyof Refused, unknown>>);
  expect(signedIn.value).toBe(true);
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(Response.json({ issuer: "", client_id: "web", token_endpoint: "/token", access_token: "new", refresh_token: "refresh-two", expires_in: 600 }));
  });
  await Promise.all([call("GET", "/v1/a"), call("GET", "/v1/b")]);
  expect(asked.filter((path) => path === "/token")).toHaveLength(1);
});

it("notices at the next answer that the account was disabled, and wipes; asks at most once a minute who it is", async () => {
  const asked: string[] = [];
  let roles = ["inspector"];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(path === "/api/v1/me" ? Response.json({ ...ANNA, roles }) : Response.json(OURS, { status: 403 }));
  });
  const denied = (): Promise<unknown> => call("GET", "/v1/instruments/x").catch(() => undefined);
  for (let n = 0; n < 3; n += 1) await denied();
  expect(asked.filter((path) => path === "/api/v1/me")).toHaveLength(1);
  expect(keptSignIn()).not.toBeNull();
  roles = [];
  vi.setSystemTime(NOON + 61_000);
  await denied();
  await vi.waitFor(() => expect(me.value?.roles).toEqual([]), PATIENT);
  expect(keptSignIn()).toBeNull();
});

it("keeps the session when a question of the one before is answered late", async () => {
  let answer: (said: Response) => void = () => undefined;
  const asked = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)));
  vi.stubGlobal("fetch", asked);
  const late = call("GET", "/v1/instruments/x").catch(() => undefined);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), PATIENT);
  resume({ access: "access-new", ends: NOON + 600_000, since: NOON });
  answer(Response.json(OURS, { status: 401 }));
  await late;
  expect([signedIn.value, tokensNow()?.access]).toEqual([true, "access-new"]);
});

it("keeps the session when somebody else's gateway says 401, and ends it when the server does", async () => {
  const answers = [new Response("<html>Wi-Fi</html>", { status: 401 }), Response.json(OURS, { status: 401 })];
  vi.stubGlobal("fetch", () => Promise.resolve(answers.shift()));
  const ask = (): Promise<unknown> => call("GET", "/v1/instruments/x").catch(() => undefined);
  await ask();
  expect(keptSignIn()).not.toBeNull();
  await ask();
  expect([signedIn.value, keptSignIn()]).toEqual([false, null]);
});
