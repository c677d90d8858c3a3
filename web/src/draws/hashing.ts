/** SHA-256 in plain JavaScript: a few hashes on a page, and a whole pool where a browser has no WASM. */
import { sha256 } from "@noble/hashes/sha2.js";

/** 32 new bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const plainSha256: Sha256 = (bytes) => sha256(bytes);
