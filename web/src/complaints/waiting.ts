/** Whether something of a complaint waits on this phone, told without opening its database. */
const KEPT = "steelyard.complaints";

export function complaintsWait(): boolean {
  return Number(localStorage.getItem(KEPT) ?? 0) > 0;
}
export function tellWaiting(count: number): void {
  localStorage.setItem(KEPT, String(count));
}
