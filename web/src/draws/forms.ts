/** Pool records, officers' leaves and commitments (docs/draw-protocol.md sections 1 to 3). */
import { joined, order, prefixed, same, unprefixed, utf8 } from "./bytes";
import type { Sha256 } from "./hashing";

const TAIL_BYTES = 3; // stratum and weight

/** The pool as fixed-width records; everything is read in place. */
export class Pool {
  readonly width: number;

  constructor(readonly raw: Uint8Array, readonly idBytes: number) {
    this.width = idBytes + TAIL_BYTES;
  }
  get size(): number {
    return this.raw.length / this.width;
  }
  record(index: number): Uint8Array {
    return this.raw.subarray(index * this.width, (index + 1) * this.width);
  }
  stratum(index: number): number {
    const place = index * this.width + this.idBytes;
    return (this.raw[place] as number) * 256 + (this.raw[place + 1] as number);
  }
  weight(index: number): number {
    return this.raw[index * this.width + this.idBytes + 2] as number;
  }
  /** Where the id ends: behind it are zero bytes only. */
  idEnd(index: number): number {
    const begins = index * this.width;
    let ends = begins + this.idBytes;
    while (ends > begins && this.raw[ends - 1] === 0) ends--;
    return ends;
  }
  id(index: number): Uint8Array {
    return this.raw.subarray(index * this.width, this.idEnd(index));
  }
  /** Whether the id is one, and comes after the one before it. */
  isInOrder(index: number): boolean {
    const begins = index * this.width;
    const ends = this.idEnd(index);
    if (ends === begins) return false;
    for (let place = begins; place < ends; place++) if (this.raw[place] === 0) return false;
    if (index === 0) return true;
    for (let place = begins; place < begins + this.idBytes; place++) {
      const difference = (this.raw[place] as number) - (this.raw[place - this.width] as number);
      if (difference) return difference > 0;
    }
    return false;
  }
}

export interface Officer { id: Uint8Array; strata: number[]; commitment: Uint8Array }

/** The officer in a leaf; undefined when it is none. */
export function officerOf(leaf: Uint8Array): Officer | undefined {
  const [id, strata, commitment, ...more] = unprefixed(leaf) ?? [];
  if (!id || !strata || !commitment || more.length || strata.length % 2 || commitment.length !== 32) return undefined;
  const numbers = Array.from({ length: strata.length / 2 }, (_, at) => (strata[2 * at] as number) * 256 + (strata[2 * at + 1] as number));
  return { id, strata: numbers, commitment };
}

export function isCommitted(sha256: Sha256, plan: string, officer: Officer, salt: Uint8Array, conflicts: readonly string[]): boolean {
  const against = [...new Set(conflicts)].map(utf8).sort(order);
  const made = sha256(prefixed(utf8("steelyard/conflicts-1"), utf8(plan), officer.id, salt, ...against));
  return same(made, officer.commitment);
}

export function secretHash(sha256: Sha256, plan: string, secret: Uint8Array): Uint8Array {
  return sha256(prefixed(utf8("steelyard/secret-1"), utf8(plan), secret));
}

/** What a leaf of a tree is hashed from. */
export const leafHash = (sha256: Sha256, data: Uint8Array): Uint8Array => sha256(joined(Uint8Array.of(0), data));
