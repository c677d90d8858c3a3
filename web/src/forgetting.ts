/** Forgetting at sign-out what was read, without loading what reads it: the page that does so is left at once. */
export const NAMES = "steelyard-names";
export const ANSWERS = "steelyard-read";

export function forgetRead(): void {
  try {
    for (const name of [NAMES, ANSWERS]) indexedDB.deleteDatabase(name);
  } catch {
    return; // a browser that is closed to us kept nothing
  }
}
