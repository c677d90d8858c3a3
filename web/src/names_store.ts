/** The index of names on this phone: fetched when it changed, searched without network, forgotten at sign-out. */
import type { DBSchema } from "idb";
import { database } from "./database";
import { call } from "./api";
import { NAMES } from "./forgetting";
import { prepared, type Name, type RawName } from "./names";

interface Told { district: string; version: string; built_at: string; count: number; url: string }
interface Kept { district: string; version: string; built_at: string; names: RawName[] }
interface Store extends DBSchema { files: { key: string; value: Kept } }
export interface NameIndex { district: string; builtAt: string; names: Name[] }

const { open: store } = database<Store>(NAMES, 1, (made) => void made.createObjectStore("files", { keyPath: "district" }));

/** What this phone has of a district's names. */
export async function keptNames(district: string): Promise<NameIndex | undefined> {
  const kept = await (await store()).get("files", district);
  return kept && { district, builtAt: kept.built_at, names: prepared(kept.names) };
}

/** The district's names as they are now; fetched only when they changed. Throws what `call` throws. */
export async function freshNames(district: string): Promise<NameIndex | undefined> {
  const told = await call<Told>("GET", `/v1/names/${district}`);
  const kept = await (await store()).get("files", district);
  if (kept?.version === told.version) {
    await (await store()).put("files", { ...kept, built_at: told.built_at });
  } else {
    const answer = await fetch(told.url);
    if (!answer.ok) return keptNames(district);
    const { names } = (await answer.json()) as { names: RawName[] };
    await (await store()).put("files", { district, version: told.version, built_at: told.built_at, names });
  }
  return keptNames(district);
}
