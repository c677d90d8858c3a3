/** Forgetting the index of names without loading what searches it: a person may sign out where nobody searched. */
export const NAMES = "steelyard-names";

export function forgetNames(): void {
  try {
    indexedDB.deleteDatabase(NAMES);
  } catch {
    return; // a browser that is closed to us kept nothing
  }
}
