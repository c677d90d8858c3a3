/** Databases of this phone. Where the browser has none for us, they are in memory as long as the page is open, and the person is told. */
import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from "idb";
import { isFleeting } from "./fleeting";

let isOpened = false;
let memory: Promise<unknown> | undefined;

/** Open one. Throws what IndexedDB says where another could be opened before: then it is this one that is broken. */
export async function open<T extends DBSchema>(name: string, version: number, callbacks: OpenDBCallbacks<T>): Promise<IDBPDatabase<T>> {
  if (!isFleeting.value) {
    try {
      const found = await openDB<T>(name, version, callbacks);
      isOpened = true;
      return found;
    } catch (failure) {
      if (isOpened) throw failure;
      isFleeting.value = true;
      addEventListener("beforeunload", (event) => event.preventDefault());
    }
  }
  await (memory ??= import("./memory"));
  return openDB<T>(name, version, callbacks);
}
