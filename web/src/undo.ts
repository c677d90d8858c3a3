/** Undo instead of "are you sure": an act waits some seconds at the foot of the screen, where one tap takes it back. */
import { ref } from "vue";
import { linesOf } from "./api";

export const UNDO_SECONDS = 6;

export interface Waiting { what: string; seconds: number; busy: boolean; act: () => Promise<unknown> }

export const waiting = ref<Waiting>();
export const failed = ref<string[]>([]);
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Do `act` when the seconds have passed. What waited before is done at once: two acts were two decisions. A failure that `act`
 * throws is told at the foot of the screen, for its page may be left by then.
 */
export async function later(what: string, act: () => Promise<unknown>, seconds = UNDO_SECONDS): Promise<void> {
  if (waiting.value) await now();
  failed.value = [];
  waiting.value = { what, seconds, busy: false, act };
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
    await due.act();
  } catch (failure) {
    failed.value = linesOf(failure);
  } finally {
    waiting.value = undefined;
  }
}

/** Take back what waits: nothing was sent. */
export function undo(): void {
  if (waiting.value?.busy) return;
  clearInterval(timer);
  waiting.value = undefined;
}
