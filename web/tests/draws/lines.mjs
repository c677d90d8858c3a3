/** Verifies the bundles on standard input, one JSON object a line, files in base64; answers one line for each. Used by test_soak.py. */
import { createInterface } from "node:readline";
import { verifier } from "./built.mjs";

const { fastSha256, recomputed, verify } = await verifier();
const sha256 = await fastSha256();

for await (const line of createInterface({ input: process.stdin })) {
  const told = Object.entries(JSON.parse(line)).map(([name, base64]) => [name, new Uint8Array(Buffer.from(base64, "base64"))]);
  const files = Object.fromEntries(told);
  const faults = verify(files, sha256).map(({ code, where }) => [code, where]);
  console.log(JSON.stringify({ faults, ...(faults.length ? {} : recomputed(files, sha256)) }));
}
