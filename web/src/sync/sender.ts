/** Handing the queue in: one request after the other while there is something to send, later again when one fails. */
import { ref } from "vue";
import { call, Refused } from "../api";
import { queued, settle } from "../drafts";
import { filesWait } from "../evidence/waiting";
import { tellHeld, type Held } from "../held";
import { hasRole, knownMe } from "../me";
import * as store from "./store";

const MOST = 200;
const ROOM_BYTES = 1_000_000;
const KEPT_DAYS = 30;
const SOON_MS = 2_000;
const LATEST_MS = 300_000;

/**
 * What the bar shows: of `total` entries of this queue `answered` have an answer for good and `confirmed` are on record, or
 * stand corrected by one that is; `refused`: of all queues of this phone, wait for a correction.
 */
export interface State { confirmed: number; answered: number; total: number; refused: number }
export const state = ref<State>({ confirmed: 0, answered: 0, total: 0, refused: 0 });

export async function recount(account: string): Promise<void> {
  const queue = await store.queue(account);
  const all = await store.entries(account);
  const own = all.filter((one) => one.device === queue?.device);
  const waits = all.filter((one) => !store.isSettled(one) && one.moved === undefined);
  tellHeld("entry", account, waits.map(({ device, n, kind, visit, made }): Held => ({ kind: "entry", account, name: `${device} ${n}`, what: kind, visit, made })));
  const isRefused = (one: store.Kept): boolean => one.answer?.outcome === "refused" && one.corrected === undefined;
  const answered = queue?.confirmed ?? 0;
  const confirmed = answered - own.filter((one) => one.n <= answered && isRefused(one)).length;
  state.value = { confirmed, answered, total: Math.max(own.at(-1)?.n ?? 0, answered), refused: all.filter(isRefused).length };
}

/** What came as an answer was none to what was sent: a proxy's, or another's. It counts for nothing, and what was sent waits. */
export const isDoubtful = ref(false);
const OTHER_ANSWER = {
  status: 0,
  code: "sync.other_answer",
  sentences: { zh: "收到的答复与提交的内容对不上，没有采用；内容都在手机上，会自动重新提交。", en: "The answer was not to what was sent and was not used. Everything is kept here and is sent again." },
};

/** Whether every entry that was sent is answered, in this order, by its hash. */
function isAnswerTo(sent: readonly store.Kept[], told: store.Told): boolean {
  return told.answers.length === sent.length && sent.every((one, place) => told.answers[place]?.n === one.n && told.answers[place].hash === one.hash);
}

type Round = "done" | "more" | "stuck";
let lost: number[] = [];

/** One request. Throws Refused when there is no network, no session, or no answer. */
export async function handIn(account: string): Promise<Round> {
  const pending = await store.pending(account);
  if (!pending?.entries.length) return "done";
  const { queue } = pending;
  const chosen: store.Kept[] = [];
  let room = ROOM_BYTES;
  for (const one of pending.entries.slice(0, MOST)) {
    room -= new TextEncoder().encode(one.text).length + 1;
    if (room < 0) break;
    chosen.push(one);
  }
  const gone = lost.filter((n) => n > queue.confirmed).slice(0, MOST);
  const body = { device: queue.device, entries: chosen.map((one) => JSON.parse(one.text) as object), ...(gone.length ? { lost: gone } : {}) };
  const told = await call<store.Told>("POST", "/v1/sync", body);
  const before = lost;
  const noted = isAnswerTo(chosen, told) ? await store.note(account, queue.device, told) : undefined;
  isDoubtful.value = !noted;
  if (!noted) throw new Refused(OTHER_ANSWER);
  lost = noted;
  const isMoved = told.confirmed.n !== queue.confirmed || told.answers.some((one) => one.outcome === "conflict") || lost.join() !== before.join();
  return isMoved ? "more" : "stuck";
}

/** One tab at a time; where a browser has no locks, the server sorts out what is sent twice. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? (locks.request("steelyard-sync", work) as Promise<T>) : work();
}

/** Take over what an older version of the app still has to send, and files that were kept but not announced yet. */
async function adopt(): Promise<void> {
  for (const one of await queued()) {
    await store.appendOnce(one.account, { kind: "check", visit: one.visit, id: one.check, body: one.body as object, made: one.made });
    await settle(one.check);
  }
  if (!filesWait()) return;
  const { keptFiles } = await import("../evidence/shelf");
  for (const { account, visit, evidence, body, made, words } of await keptFiles())
    if (!words) await store.appendOnce(account, { kind: "evidence", visit, id: evidence, body, made });
}

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let running: Promise<void> | undefined;

/** Hand in all that one's own queue still has; done when it is, or when it must wait. */
export function wake(): Promise<void> {
  running ??= turn().finally(() => (running = undefined));
  return running;
}

async function turn(): Promise<void> {
  clearTimeout(timer);
  await adopt();
  const account = (await knownMe())?.account;
  if (!account || !hasRole("inspector")) return;
  await recount(account);
  const end = await alone(() => all(account));
  failures = end === "done" ? 0 : failures + 1;
  if (end === "later") timer = setTimeout(() => void wake(), waitMs(failures, Math.random()));
  await recount(account);
}

/** Twice as long with every failure, at most five minutes, spread so that not all phones come at once. */
export function waitMs(after: number, chance: number): number {
  return Math.min(LATEST_MS, SOON_MS * 2 ** Math.min(after, 10)) * (0.5 + chance / 2);
}

async function all(account: string): Promise<"done" | "later" | "ended"> {
  try {
    for (;;) {
      const round = await handIn(account);
      await recount(account);
      if (round === "stuck") return "later";
      if (round === "done") break;
    }
    await store.forget(account, Date.now() - KEPT_DAYS * 86_400_000);
    return "done";
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    return failure.problem.status === 401 ? "ended" : "later";
  }
}
