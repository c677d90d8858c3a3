/** Forgetting the index of names without loading what searches it: a person may sign out where nobody searched. */
export const NAMES = "steelyard-names";

export function forgetNames(): void {
  indexedDB.deleteDatabase(NAMES);
}
