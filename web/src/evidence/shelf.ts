/** Files of evidence on this phone: kept in IndexedDB from the moment they are captured until the server has verified them. */
import type { DBSchema } from "idb";
import { ref } from "vue";
import { Refused } from "../api";
import { database } from "../database";
import { tellHeld, type Held } from "../held";
import type { Words } from "../i18n";
import type { Kind } from "./kinds";
import { tellWaiting } from "./waiting";

/** What is announced: PUT /v1/visits/{visit}/evidence/{evidence}. */
export interface Announcement {
  kind: Kind; sha256: string; size_bytes: number; media_type: string; captured_at: string; device: string;
  place?: { lat: string; lon: string; accuracy_m: string }; about?: string; witness?: string; note?: string;
}
/**
 * A file that is not verified yet.
 * account  whose it is; nobody else's session sends it     sentMs  when it was posted last, 0: never
 * tries    how often it was posted                         words   why it can go no further; it stays here
 */
export interface KeptFile { evidence: string; visit: string; account: string; body: Announcement; file: Blob; made: number; sentMs: number; tries: number; words?: Words }

interface Shelf extends DBSchema {
  files: { key: string; value: KeptFile };
}

const { open: shelf } = database<Shelf>("steelyard-evidence", 1, (made) => void made.createObjectStore("files", { keyPath: "evidence" }));

const FULL = {
  status: 0,
  code: "evidence.no_room",
  sentences: { zh: "手机存储空间不足，证据没有保存。请腾出空间后重新拍摄。", en: "The phone has no room; the evidence was not kept. Free some space and take it again." },
};

/** Changes whenever the shelf does. */
export const shelfChanges = ref(0);

export async function keep(file: KeptFile): Promise<void> {
  try {
    await (await shelf()).put("files", file);
  } catch (failure) {
    throw failure instanceof DOMException && failure.name === "QuotaExceededError" ? new Refused(FULL) : failure;
  }
  await changed();
}

/** All that is kept, oldest first. */
export async function keptFiles(): Promise<KeptFile[]> {
  return (await (await shelf()).getAll("files")).sort((one, other) => one.made - other.made);
}

export async function drop(evidence: string): Promise<void> {
  await (await shelf()).delete("files", evidence);
  await changed();
}

export async function isKept(evidence: string): Promise<boolean> {
  return (await (await shelf()).getKey("files", evidence)) !== undefined;
}

async function changed(): Promise<void> {
  const files = await keptFiles();
  tellWaiting(files.length);
  tellHeld("file", undefined, files.map(({ evidence, account, visit, body, made }): Held => ({ kind: "file", account, name: evidence, what: body.kind, visit, made })));
  shelfChanges.value += 1;
}
