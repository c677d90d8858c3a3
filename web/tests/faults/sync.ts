/**
 * The phone's own code on an IndexedDB in memory, against the real service: an app, a network and a server that fail at every
 * step, with fixed seeds. Afterwards the server's set is the phones', or the gap is named. Run by tests/e2e/test_sync_faults.py.
 */
import "fake-indexeddb/auto";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { openDB } from "idb";
import { afterAll, expect, it, vi } from "vitest";
import type { Kept } from "../../src/sync/store";

const SERVER = process.env["SYNC_SERVER"] ?? "";
const [FIRST, LAST] = (process.env["SYNC_SEEDS"] ?? "1-3").split("-").map(Number) as [number, number];
const ACCOUNT = "acc-01jd0000000000000000000001";
const VISIT = "vis-01jd0000000000000000000001";
const SCALE = "ins-01jd0000000000000000000001";
const TWO_HOURS_MS = 7_200_000;
const NOON_MS = Date.parse("2026-11-24T03:58:00Z");
const really = globalThis.fetch;

interface Chain { n: number; hash: string; before: string; state: string; id: string }
interface Server { chains: Record<string, Chain[]>; beside: Record<string, string[]>; checks: string[] }

function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Killed extends Error {}
const FAULTS = ["none", "none", "none", "unsent", "lost", "lost", "lost", "twice", "late", "other", "cut", "expired", "broken", "killed"] as const;
const told = new Map<string, number>();
let named = 0;

/** One phone: its store outlives the app, which is loaded afresh after every kill. */
class Phone {
  base = new IDBFactory();
  isCalm = false;
  private answered = "";
  private app!: { queue: typeof import("../../src/sync/queue"); sender: typeof import("../../src/sync/sender"); store: typeof import("../../src/sync/store"); drafts: typeof import("../../src/drafts"); ids: typeof import("../../src/ids") };
  private die: (dead: "killed") => void = () => undefined;
  private dead!: Promise<"killed">;

  constructor(private readonly random: () => number, readonly ahead: number, private readonly late: string[]) {}

  /** Load the app anew, signed in. */
  async start(): Promise<void> {
    this.use();
    vi.resetModules();
    const { me } = await import("../../src/me");
    me.value = { account: ACCOUNT, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };
    this.app = { queue: await import("../../src/sync/queue"), sender: await import("../../src/sync/sender"), store: await import("../../src/sync/store"), drafts: await import("../../src/drafts"), ids: await import("../../src/ids") };
    this.dead = new Promise((done) => (this.die = done));
  }

  use(): void {
    vi.stubGlobal("indexedDB", this.base);
    vi.stubGlobal("fetch", (_: string, request: { body: string }) => this.asked(request.body));
  }

  private async asked(body: string): Promise<Response> {
    const fault = this.isCalm ? "none" : (FAULTS[Math.floor(this.random() * FAULTS.length)] ?? "none");
    told.set(fault, (told.get(fault) ?? 0) + 1);
    switch (fault) {
      case "unsent": throw new TypeError("no network");
      case "lost": await post("/api/v1/sync", body); throw new TypeError("no answer");
      case "twice": await post("/api/v1/sync", body); break;
      case "other": {
        const earlier = this.answered; // a proxy's, kept from another question
        await post("/api/v1/sync", body);
        if (earlier) return new Response(earlier);
        throw new TypeError("no answer");
      }
      case "late": this.late.push(body); throw new TypeError("no answer");
      case "cut": await post(`/cut/${String(Math.floor(this.random() * 12))}`, body); throw new TypeError("no answer");
      case "expired": return Response.json({ status: 401, code: "gateway.unauthorized", sentences: { zh: "x", en: "x" } }, { status: 401 });
      case "broken": return new Response("<html>", { status: 502 });
      case "killed":
        if (this.random() < 0.5) await post("/api/v1/sync", body);
        this.die("killed");
        return new Promise(() => undefined);
    }
    const answer = await post("/api/v1/sync", body);
    this.answered = await answer.text();
    return new Response(this.answered, { status: answer.status });
  }

  /** Do something; whatever kills the app, it is started again. True when it came to its end. */
  private async survive(work: () => Promise<unknown>): Promise<boolean> {
    this.use();
    const put = IDBObjectStore.prototype.put;
    let steps = !this.isCalm && this.random() < 0.15 ? Math.floor(this.random() * 6) : -1;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...said: Parameters<typeof put>) {
      if (steps-- === 0) {
        this.transaction.abort();
        throw new Killed();
      }
      return put.apply(this, said);
    };
    try {
      return (await Promise.race([work().then(() => "done"), this.dead])) === "done" && (await this.signedIn());
    } catch (failure) {
      if (!(failure instanceof Killed) && (failure as Error).name !== "AbortError") throw failure;
      await this.start();
      return false;
    } finally {
      IDBObjectStore.prototype.put = put;
    }
  }

  private async signedIn(): Promise<boolean> {
    const { me } = await import("../../src/me");
    if (me.value) return true;
    await this.start(); // signing in again leaves the page and comes back
    return true;
  }

  async write(isGood: boolean): Promise<string | undefined> {
    const id = this.app.ids.newId("chk");
    const isSaved = await this.survive(() => this.app.store.append(ACCOUNT, { kind: "check", visit: VISIT, id, body: this.body(isGood), made: Date.now() + this.ahead }));
    return isSaved ? id : undefined;
  }

  private body(isGood: boolean): { device_at: string } {
    const readings = isGood ? [{ load_g: "1000", indication_g: "1001" }] : [];
    return { kind: "weighing_instrument", instrument_id: SCALE, device_at: new Date(NOON_MS + this.ahead).toISOString(), device: "web", weights: { class: "M1" }, readings } as never;
  }

  /** A check that the app of before the queue still had to send. */
  async writeAsBefore(): Promise<string> {
    this.use();
    const id = this.app.ids.newId("chk");
    const old = await openDB("steelyard", 1, {
      upgrade(made) {
        made.createObjectStore("drafts", { keyPath: "key" });
        made.createObjectStore("queue", { keyPath: "check" });
      },
    });
    await old.put("queue", { account: ACCOUNT, check: id, visit: VISIT, instrument: SCALE, body: this.body(true), made: Date.now() });
    old.close();
    await this.start();
    return id;
  }

  async handIn(): Promise<void> {
    if (!(await this.survive(() => this.app.sender.wake()))) await this.start();
  }

  async kept(): Promise<Kept[]> {
    this.use();
    return this.app.store.entries(ACCOUNT);
  }

  async device(): Promise<string> {
    this.use();
    return (await this.app.store.queue(ACCOUNT))?.device ?? "";
  }

  /** The browser loses one entry; answers its number and id. */
  async lose(): Promise<Kept | undefined> {
    const device = await this.device();
    const all = (await this.kept()).filter((one) => one.device === device);
    const one = all[Math.floor(this.random() * (all.length - 1))];
    if (!one) return undefined;
    const raw = await openDB("steelyard-sync", 1);
    await raw.delete("entries", [ACCOUNT, device, one.n]);
    raw.close();
    return one;
  }

  async copyTo(other: Phone): Promise<void> {
    this.use();
    const from = await openDB("steelyard-sync", 1);
    const [queues, all] = [await from.getAll("queues"), await from.getAll("entries")];
    from.close();
    await other.kept();
    const to = await openDB("steelyard-sync", 1);
    for (const one of queues) await to.put("queues", one);
    for (const one of all) await to.put("entries", one);
    to.close();
  }
}

function post(path: string, body: string): Promise<Response> {
  return really(`${SERVER}${path}`, { method: "POST", body });
}

vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
afterAll(() => console.log("faults met:", JSON.stringify({ ...Object.fromEntries([...told].sort()), "numbers named as lost": named })));

async function lived(seed: number): Promise<void> {
  const random = randomOf(seed);
  const late: string[] = [];
  const saved = new Map<string, boolean>();
  const gone: Kept[] = [];
  await post("/new", "");
  const ahead = [0, -TWO_HOURS_MS, TWO_HOURS_MS][seed % 3] ?? 0;
  const phones = [new Phone(random, ahead, late)];
  await phones[0]?.start();
  const acts = seed % 50 === 0 ? 500 : 15 + Math.floor(random() * 30);
  for (let step = 0; saved.size < acts; step++) {
    const phone = phones[Math.floor(random() * phones.length)] as Phone;
    phone.use();
    if (random() < 0.3) await phone.start();
    const burst = acts === 500 ? 40 : 1 + Math.floor(random() * 6);
    for (let one = 0; one < burst; one++) {
      const isGood = random() < 0.9;
      const id = await phone.write(isGood);
      if (id) saved.set(id, isGood);
    }
    const chance = random();
    if (chance < 0.1) saved.set(await phone.writeAsBefore(), true);
    else if (chance < 0.5 && phones.length === 1 && seed % 4 === 1) {
      const one = await phone.lose();
      if (one) gone.push(one);
    } else if (chance < 0.3 && phones.length === 1 && seed % 4 === 2) {
      const other = new Phone(random, ahead, late);
      await other.start();
      await phone.copyTo(other);
      phones.push(other);
      continue;
    }
    for (let tries = Math.floor(random() * 5); tries > 0; tries--) await phone.handIn();
    if (late.length && random() < 0.5) await post("/api/v1/sync", late.splice(Math.floor(random() * late.length), 1)[0] ?? "");
  }
  for (const body of late) await post("/api/v1/sync", body);
  for (const phone of phones) {
    phone.isCalm = true;
    await phone.start();
    for (let round = 0; round < 4; round++) await phone.handIn();
  }
  await compare(phones, saved, gone, ahead);
}

async function compare(phones: Phone[], saved: Map<string, boolean>, gone: Kept[], ahead: number): Promise<void> {
  const server = (await (await post("/state", "")).json()) as Server;
  const chain = (device: string, n: number): Chain | undefined => server.chains[device]?.[n - 1];
  const here = new Map<string, Kept[]>();
  for (const phone of phones) {
    for (const one of await phone.kept()) {
      here.set(one.id, [...(here.get(one.id) ?? []), one]);
      if (one.moved === undefined) {
        expect(["accepted", "already", "refused"], `${one.device} ${String(one.n)}`).toContain(one.answer?.outcome);
        expect(chain(one.device, one.n)?.hash).toBe(one.hash);
      }
    }
  }
  for (const one of gone) expect(chain(one.device, one.n)?.state, "a gap is named").toMatch(/lost|accepted|refused/);
  const lost = new Set(gone.map((one) => one.id));
  for (const [id, isGood] of saved) {
    const kept = (here.get(id) ?? []).find((one) => one.moved === undefined);
    if (!kept) expect(lost, "what was said to be saved is there").toContain(id);
    else if (isGood && ahead <= 0) expect(["accepted", "already"]).toContain(kept.answer?.outcome);
    else if (!isGood) expect(kept.answer?.outcome).toBe("refused");
  }
  const accepted = Object.values(server.chains).flat().filter((one) => one.state === "accepted").map((one) => one.id);
  expect(server.checks).toEqual([...new Set(accepted)].sort());
  for (const all of Object.values(server.chains)) {
    expect(all.map((one) => one.n)).toEqual(all.map((_, place) => place + 1));
    const past = all.map((_, place) => all[place - 1]?.hash ?? "0".repeat(64));
    all.forEach((one, place) => {
      if (one.state === "lost") named += 1;
      else if (past[place]) expect(one.before, "the chain is one history").toBe(past[place]);
    });
  }
}

for (let seed = FIRST; seed <= LAST; seed++) it(`seed ${String(seed)}`, () => lived(seed));
