/** What this phone keeps of complaints in IndexedDB: pictures, what waits to be sent, and the files somebody wants to find again. */
import type { DBSchema } from "idb";
import { ref } from "vue";
import { Refused, type Problem } from "../api";
import { database } from "../database";
import type { Snapshot } from "./draft";
import type { Submission } from "./types";
import { tellWaiting } from "./waiting";

/** `complaint`: the submission it belongs to, or the file it is added to; then `secret` is there to announce it with. */
export interface Picture { id: string; complaint: string; kind: "photo" | "identity_paper"; sha256: string; size_bytes: number; media_type: string; file: Blob; made: number; secret?: string; refused?: Problem }
/** A submission on its way. `typed`: the form, to be corrected where it was refused; `isReceived`: only pictures are missing. `refused`: for good, and why. */
export interface Outgoing { complaint: string; secret: string; body: Submission; typed: Snapshot; made: number; isReceived?: boolean; refused?: Problem }
/** One of «my files». */
export interface Mine { complaint: string; secret: string; numbers: string[]; about: string; made: number }

interface Shelf extends DBSchema {
  pictures: { key: string; value: Picture; indexes: { complaint: string } };
  outgoing: { key: string; value: Outgoing };
  mine: { key: string; value: Mine };
}

const { open: shelf } = database<Shelf>("steelyard-complaints", 1, (made) => {
  made.createObjectStore("pictures", { keyPath: "id" }).createIndex("complaint", "complaint");
  made.createObjectStore("outgoing", { keyPath: "complaint" });
  made.createObjectStore("mine", { keyPath: "complaint" });
});

const FULL = {
  status: 0,
  code: "complaint.no_room",
  sentences: { zh: "手机存储空间不足，没有保存。请腾出空间再试，或少选几张照片。", en: "The phone has no room; it was not kept. Free some space, or choose fewer photos." },
};

/** Changes whenever what waits does. */
export const shelfChanges = ref(0);

async function changed(): Promise<void> {
  const kept = await shelf();
  const added = (await kept.getAll("pictures")).filter((one) => one.secret).length;
  tellWaiting((await kept.count("outgoing")) + added);
  shelfChanges.value += 1;
}
async function put(store: "pictures" | "outgoing" | "mine", value: Picture | Outgoing | Mine): Promise<void> {
  try {
    await (await shelf()).put(store, value as never);
  } catch (failure) {
    throw failure instanceof DOMException && failure.name === "QuotaExceededError" ? new Refused(FULL) : failure;
  }
  await changed();
}
async function drop(store: "pictures" | "outgoing" | "mine", key: string): Promise<void> {
  await (await shelf()).delete(store, key);
  await changed();
}

export const keepPicture = (one: Picture): Promise<void> => put("pictures", one);
export const dropPicture = (id: string): Promise<void> => drop("pictures", id);
export async function picturesOf(complaint: string): Promise<Picture[]> {
  return (await (await shelf()).getAllFromIndex("pictures", "complaint", complaint)).sort((one, other) => one.made - other.made);
}
/** Those that are added to files, oldest first. */
export async function addedPictures(): Promise<Picture[]> {
  return (await (await shelf()).getAll("pictures")).filter((one) => one.secret).sort((one, other) => one.made - other.made);
}

export const keepOutgoing = (one: Outgoing): Promise<void> => put("outgoing", one);
export const dropOutgoing = (complaint: string): Promise<void> => drop("outgoing", complaint);
export async function outgoingOf(complaint: string): Promise<Outgoing | undefined> {
  return (await shelf()).get("outgoing", complaint);
}
export async function allOutgoing(): Promise<Outgoing[]> {
  return (await (await shelf()).getAll("outgoing")).sort((one, other) => one.made - other.made);
}

export const keepMine = (one: Mine): Promise<void> => put("mine", one);
export const dropMine = (complaint: string): Promise<void> => drop("mine", complaint);
export async function mineOf(complaint: string): Promise<Mine | undefined> {
  return (await shelf()).get("mine", complaint);
}
export async function allMine(): Promise<Mine[]> {
  return (await (await shelf()).getAll("mine")).sort((one, other) => other.made - one.made);
}
