/** How many scans wait on this phone, told without opening their database. */
import { ref } from "vue";

const KEPT = "steelyard.scans";

export const waitingScans = ref(Number(localStorage.getItem(KEPT) ?? 0));

export function tellWaiting(count: number): void {
  waitingScans.value = count;
  localStorage.setItem(KEPT, String(count));
}
