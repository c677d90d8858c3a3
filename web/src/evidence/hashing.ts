/** SHA-256 of a file of any size, a piece at a time, so that the screen stays alive and memory small. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { createSHA256 } from "hash-wasm";

const PIECE = 4 * 1024 * 1024;

interface Hasher { update: (piece: Uint8Array) => unknown; hex: () => string }

async function hasher(): Promise<Hasher> {
  try {
    const fast = await createSHA256();
    return { update: (piece) => fast.update(piece), hex: () => fast.digest("hex") };
  } catch {
    const plain = sha256.create(); // no WebAssembly
    return { update: (piece) => plain.update(piece), hex: () => bytesToHex(plain.digest()) };
  }
}

export async function sha256Of(file: Blob): Promise<string> {
  const made = await hasher();
  for (let from = 0; from < file.size; from += PIECE) made.update(new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer()));
  return made.hex();
}
