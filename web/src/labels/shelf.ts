/** What this phone keeps of labels in IndexedDB: the offline bundle, and scans that wait for a network. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { ref } from "vue";

/** `checked`: when the server last said that this bundle is the newest, Unix milliseconds. */
export interface KeptBundle { raw: Uint8Array; etag: string; checked: number; host: string }
/** `account`: whose scan it is; nobody else's session sends it. */
export interface WaitingScan { scan: string; account: string; body: unknown; made: number }

interface Shelf extends DBSchema {
  bundle: { key: "~"; value: KeptBundle };
  scans: { key: string; value: WaitingScan };
}

let opened: Promise<IDBPDatabase<Shelf>> | undefined;

export function shelf(): Promise<IDBPDatabase<Shelf>> {
  opened ??= openDB<Shelf>("steelyard-labels", 1, {
    upgrade(made) {
      made.createObjectStore("bundle");
      made.createObjectStore("scans", { keyPath: "scan" });
    },
  });
  return opened;
}

export const waitingScans = ref(0);

export async function recountScans(): Promise<void> {
  waitingScans.value = await (await shelf()).count("scans");
}
