/** How many scans wait on this phone, told without opening their database. */
import { ref } from "vue";
import { local } from "../storages";

const KEPT = "steelyard.scans";

export const waitingScans = ref(Number(local.getItem(KEPT) ?? 0));

export function tellWaiting(count: number): void {
  waitingScans.value = count;
  local.setItem(KEPT, String(count));
}
