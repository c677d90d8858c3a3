/** Whether something of a complaint waits on this phone, told without opening its database. */
import { local } from "../storages";

const KEPT = "steelyard.complaints";

export function complaintsWait(): boolean {
  return Number(local.getItem(KEPT) ?? 0) > 0;
}
export function tellWaiting(count: number): void {
  local.setItem(KEPT, String(count));
}
