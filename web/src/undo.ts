/**
 * Undo instead of "are you sure". What is sent waits some seconds at the foot of the screen, where one tap takes it back; what
 * only this phone knows is done at once, and one tap brings it back.
 */
import { ref } from "vue";
import { linesOf } from "./api";

export const UNDO_SECONDS = 6;

/** `back`: it is done already, and this brings back what was; without `act` nothing is owed then. */
export interface Waiting { what: string; seconds: number; busy: boolean; act?: (() => Promise<unknown>) | undefined; back?: () => unknown }

export const waiting = ref<Waiting>();
export const failed = ref<string[]>([]);
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Do `act` when the seconds have passed. What waited before is done at once: two acts were two decisions. A failure that `act`
 * throws is told at the foot of the screen, for its page may be left by then.
 */
export const later = (what: string, act: () => Promise<unknown>, seconds = UNDO_SECONDS): Promise<void> => offer({ what, seconds, busy: false, act });

/** Something on this phone was cleared: for some seconds `back` brings it back; `act` is what is left to do when it does not. */
export const done = (what: string, back: () => unknown, act?: () => Promise<unknown>): Promise<void> => offer({ what, seconds: UNDO_SECONDS, busy: false, act, back });

/** Take the row at `place` out of what is being filled in; for some seconds it can be brought back. */
export function remove<Row>(what: string, rows: Row[] | undefined, place: number): void {
  const row = rows?.splice(place, 1) ?? [];
  void done(what, () => rows?.splice(place, 0, ...row));
}

async function offer(one: Waiting): Promise<void> {
  if (waiting.value) await now();
  failed.value = [];
  waiting.value = one;
  timer = setInterval(() => {
    if (!waiting.value || waiting.value.busy) return;
    waiting.value.seconds -= 1;
    if (waiting.value.seconds <= 0) void now();
  }, 1000);
}

/** Do what waits without waiting longer. */
export async function now(): Promise<void> {
  const due = waiting.value;
  if (!due || due.busy) return;
  clearInterval(timer);
  due.busy = true;
  try {
    await due.act?.();
  } catch (failure) {
    failed.value = linesOf(failure);
  } finally {
    waiting.value = undefined;
  }
}

/** Take back what waits: nothing was sent; or bring back what was removed. */
export function undo(): void {
  const one = waiting.value;
  if (!one || one.busy) return;
  clearInterval(timer);
  waiting.value = undefined;
  one.back?.();
}
