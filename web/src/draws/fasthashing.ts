/** SHA-256 for millions of hashes: WASM that comes inside our own script, or plain JavaScript where there is none. */
import { createSHA256 } from "hash-wasm";
import { plainSha256, type Sha256 } from "./hashing";

export async function fastSha256(): Promise<Sha256> {
  try {
    const hasher = await createSHA256();
    return (bytes) => hasher.init().update(bytes).digest("binary");
  } catch {
    return plainSha256;
  }
}
