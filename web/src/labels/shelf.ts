/** What this phone keeps of labels in IndexedDB: the offline bundle, and scans that wait for a network. */
import type { DBSchema } from "idb";
import { database } from "../database";
import type { Words } from "../i18n";
import { tellWaiting } from "./waiting";

/** `checked`: when the server last said that this bundle is the newest, Unix milliseconds. */
export interface KeptBundle { raw: Uint8Array; etag: string; checked: number; host: string }
/** `account`: whose scan it is; nobody else's session sends it. `words`: why the server will never take it; it stays until it was read. */
export interface WaitingScan { scan: string; account: string; body: unknown; made: number; words?: Words }

interface Shelf extends DBSchema {
  bundle: { key: "~"; value: KeptBundle };
  scans: { key: string; value: WaitingScan };
}

export const { open: shelf } = database<Shelf>("steelyard-labels", 1, (made) => {
  made.createObjectStore("bundle");
  made.createObjectStore("scans", { keyPath: "scan" });
});

export async function recountScans(): Promise<void> {
  tellWaiting((await (await shelf()).getAll("scans")).filter((scan) => !scan.words).length);
}

/** On the disk before it is done; `instead` of another, which goes. */
export async function keepScan(scan: WaitingScan, instead?: string): Promise<void> {
  const writing = (await shelf()).transaction("scans", "readwrite", { durability: "strict" });
  await Promise.all([writing.store.put(scan), instead ? writing.store.delete(instead) : undefined, writing.done]);
}

export async function dropScan(scan: string): Promise<void> {
  await (await shelf()).delete("scans", scan);
}

/** One's own, oldest first. */
export async function scansOf(account: string): Promise<WaitingScan[]> {
  const own = (await (await shelf()).getAll("scans")).filter((scan) => scan.account === account);
  return own.sort((one, other) => one.made - other.made);
}
