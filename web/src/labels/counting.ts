/** Which label of an instrument counts: what this phone issued or revoked counts at once; the head follows within seconds. */
import { reactive } from "vue";
import type { Head } from "../types";

/** By then the head has followed, and tells of others' doing too. */
const FOLLOWED_MS = 300_000;
interface Done { issued: number; revoked: number; at: number }
const done = reactive(new Map<string, Done>());

function doneWith(instrument: string, now: number): Done {
  const known = done.get(instrument);
  return known && now - known.at < FOLLOWED_MS ? known : { issued: 0, revoked: 0, at: now };
}

/** Keep what was done with a label: the counter that was issued, or revoked. */
export function note(instrument: string, what: { issued: number } | { revoked: number }, now = Date.now()): void {
  done.set(instrument, { ...doneWith(instrument, now), ...what, at: now });
}

/** The label that counts, none when the last was revoked; and the one to follow, as far as it is known. */
export function counting(head: Pick<Head, "id" | "label">, now = Date.now()): { counter?: number; next: number } {
  const { issued, revoked } = doneWith(head.id, now);
  const last = Math.max(head.label?.counter ?? 0, issued);
  return last > revoked ? { counter: last, next: last + 1 } : { next: revoked + 1 };
}
