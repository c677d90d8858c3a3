/** RFC 6962 trees: the root over leaves that come one by one, and whether a proof leads to it. */
import { joined, same } from "./bytes";
import type { Sha256 } from "./hashing";

const DIGEST_BYTES = 32;

/** Keeps one node per height: the complete subtrees so far are the ones in the binary form of their number. */
export class Root {
  private readonly nodes: Uint8Array[] = [];
  private readonly pair = new Uint8Array(1 + 2 * DIGEST_BYTES);
  private size = 0;

  constructor(private readonly sha256: Sha256) {
    this.pair[0] = 1;
  }
  add(leaf: Uint8Array): void {
    let carried = leaf;
    let height = 0;
    for (let left = this.size; left & 1; left >>>= 1) carried = this.node(this.nodes[height++] as Uint8Array, carried);
    this.nodes[height] = carried;
    this.size++;
  }
  value(): Uint8Array {
    let found: Uint8Array | undefined;
    this.nodes.forEach((node, height) => {
      if ((this.size >>> height) & 1) found = found ? this.node(node, found) : node;
    });
    return found ?? this.sha256(new Uint8Array());
  }
  private node(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.pair.set(left, 1);
    this.pair.set(right, 1 + DIGEST_BYTES);
    return this.sha256(this.pair);
  }
}

/** Whether the proof leads from this leaf hash at `index` of `size` to the root (RFC 9162 section 2.1.3.2). */
export function isIncluded(sha256: Sha256, leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!(index >= 0 && index < size)) return false;
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(Uint8Array.of(1), left, right));
  let place = index;
  let last = size - 1;
  let found = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place & 1 || place === last) {
      found = node(sibling, found);
      while (!(place & 1) && place) {
        place >>>= 1;
        last >>>= 1;
      }
    } else {
      found = node(found, sibling);
    }
    place >>>= 1;
    last >>>= 1;
  }
  return last === 0 && same(found, root);
}

/** Whether the proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2); of no leaves nothing is shown. */
export function isConsistent(sha256: Sha256, first: number, second: number, firstRoot: Uint8Array, secondRoot: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!(first > 0 && first <= second)) return false;
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(Uint8Array.of(1), left, right));
  const [start, ...rest] = (first & (first - 1)) === 0 ? [firstRoot, ...proof] : proof;
  if (!start) return false;
  let place = first - 1;
  let last = second - 1;
  while (place & 1) {
    place >>>= 1;
    last >>>= 1;
  }
  let [older, newer] = [start, start];
  for (const one of rest) {
    if (last === 0) return false;
    if (place & 1 || place === last) {
      [older, newer] = [node(one, older), node(one, newer)];
      while (!(place & 1) && place) {
        place >>>= 1;
        last >>>= 1;
      }
    } else {
      newer = node(newer, one);
    }
    place >>>= 1;
    last >>>= 1;
  }
  return last === 0 && same(older, firstRoot) && same(newer, secondRoot);
}
