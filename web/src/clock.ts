/** The city's local day; in a demo, the day its clock was moved to. */
import { ref } from "vue";

const DAY_MS = 86_400_000;
const ZONE = "Asia/Shanghai";

/** How far the demo's clock is ahead; 0 in production. */
export const aheadDays = ref(0);

/** Today in the city, YYYY-MM-DD, or another day from it. */
export function today(days = 0): string {
  return new Date(Date.now() + (aheadDays.value + days) * DAY_MS).toLocaleDateString("sv-SE", { timeZone: ZONE });
}

/** The local day of an instant, as text or in Unix milliseconds. */
export function dayOf(instant: string | number): string {
  return new Date(instant).toLocaleDateString("sv-SE", { timeZone: ZONE });
}

/** Whole days from one local day to another, negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
