/** Databases of this phone. Where the browser has none for us, they are in memory as long as the page is open, and the person is told. */
import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from "idb";
import { isFleeting } from "./fleeting";

let isOpened = false;
let memory: Promise<unknown> | undefined;

/** `open`: at first use, and again after the phone closed it, as iOS does to a page behind others; `close`: let go of it until then. */
export interface Database<T> { open: () => Promise<IDBPDatabase<T>>; close: () => Promise<void> }

/** One of them. It makes way for whoever waits for it: a newer app in another tab, or a sign-out that forgets it. */
export function database<T extends DBSchema>(name: string, version: number, upgrade: NonNullable<OpenDBCallbacks<T>["upgrade"]>): Database<T> {
  let opened: Promise<IDBPDatabase<T>> | undefined;
  const forget = (): void => void (opened = undefined);
  async function close(): Promise<void> {
    const held = opened;
    forget();
    (await held)?.close();
  }
  async function first(): Promise<IDBPDatabase<T>> {
    try {
      return await open<T>(name, version, { upgrade, blocking: () => void close(), terminated: forget });
    } catch (failure) {
      forget();
      throw failure;
    }
  }
  return { open: () => (opened ??= first()), close };
}

/** Throws what IndexedDB says where another could be opened before: then it is this one that is broken. */
async function open<T extends DBSchema>(name: string, version: number, callbacks: OpenDBCallbacks<T>): Promise<IDBPDatabase<T>> {
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
