/** Whether files of evidence wait on this phone, told without opening their database. */
import { local } from "../storages";

const KEPT = "steelyard.evidence";

export function filesWait(): boolean {
  return Number(local.getItem(KEPT) ?? 0) > 0;
}
export function tellWaiting(count: number): void {
  local.setItem(KEPT, String(count));
}
