/** Whether files of evidence wait on this phone, told without opening their database. */
const KEPT = "steelyard.evidence";

export function filesWait(): boolean {
  return Number(localStorage.getItem(KEPT) ?? 0) > 0;
}
export function tellWaiting(count: number): void {
  localStorage.setItem(KEPT, String(count));
}
