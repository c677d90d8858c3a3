/** From what a public source announced to 32 bytes (docs/draw-protocol.md sections 3 and 4). */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { prefixed, unhex, utf8 } from "./bytes";
import type { Outcome, Source } from "./documents";
import { plainSha256, type Sha256 } from "./hashing";

const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const SIGNATURE_BYTES = 48;
const KEY_BYTES = 96;
const INFINITY_FLAG = 0x40;
const { G1, G2, shortSignatures } = bls12_381;

/** Eight bytes of a round's number, which is below 2^48. */
function roundBytes(round: number): Uint8Array {
  const raw = new Uint8Array(8);
  new DataView(raw.buffer).setBigUint64(0, BigInt(round));
  return raw;
}

/** Whether the chain's key signed the round; false for anything that is no signature or no key, points outside the group too. */
export function isSigned(publicKey: Uint8Array, round: number, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  if (((signature[0] as number) | (publicKey[0] as number)) & INFINITY_FLAG) return false;
  try {
    const point = G1.Point.fromBytes(signature);
    const key = G2.Point.fromBytes(publicKey);
    point.assertValidity();
    key.assertValidity();
    return shortSignatures.verify(point, shortSignatures.hash(plainSha256(roundBytes(round)), DOMAIN), key);
  } catch {
    return false;
  }
}

/** Whether the randomness of the source begins later than the freeze, whole seconds counted. */
export function isLaterThan(source: Source, frozenAt: number): boolean {
  if (source.kind === "drand") {
    const begins = BigInt(source.genesis_seconds) + BigInt(source.round - 1) * BigInt(source.period_seconds);
    return begins * 1000n > BigInt(frozenAt);
  }
  const at = source.kind === "lottery" ? source.drawn_at : source.thrown_at;
  return Math.floor(at / 1000) * 1000 > frozenAt;
}

export type RandomnessFault = "randomness.form" | "randomness.signature";

/** The 32 bytes an outcome of this source gives, or what is wrong with it. */
export function randomnessOf(sha256: Sha256, source: Source, outcome: Outcome): Uint8Array | RandomnessFault {
  if (source.kind === "drand" && outcome.kind === "drand") {
    const signature = unhex(outcome.signature);
    return isSigned(unhex(source.public_key), source.round, signature) ? sha256(signature) : "randomness.signature";
  }
  if (source.kind === "lottery" && outcome.kind === "lottery") {
    return sha256(prefixed(utf8("steelyard/lottery-1"), ...[source.name, source.issue, ...outcome.numbers].map(utf8)));
  }
  if (source.kind === "dice" && outcome.kind === "dice" && outcome.throws.length === source.throws) {
    return sha256(prefixed(utf8("steelyard/dice-1"), utf8(outcome.throws)));
  }
  return "randomness.form";
}

export function seedOf(sha256: Sha256, poolRoot: string, plan: string, randomness: Uint8Array, secret: Uint8Array): Uint8Array {
  return sha256(prefixed(utf8("steelyard/draw-1"), unhex(poolRoot), utf8(plan), randomness, secret));
}
