/** SHA-256: WASM that comes inside our own script, or plain JavaScript where a browser has no WASM. */
import { sha256 } from "@noble/hashes/sha2.js";
import { createSHA256 } from "hash-wasm";

/** 32 new bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const plainSha256: Sha256 = (bytes) => sha256(bytes);

export async function fastSha256(): Promise<Sha256> {
  try {
    const hasher = await createSHA256();
    return (bytes) => hasher.init().update(bytes).digest("binary");
  } catch {
    return plainSha256;
  }
}
