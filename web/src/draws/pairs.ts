/** Which two officers go (docs/draw-protocol.md section 6). */
import { hex, order, prefixed, utf8 } from "./bytes";
import type { Officer } from "./forms";
import type { Sha256 } from "./hashing";

const TOGETHER = 2;

/** The officers of every entry in turn, nobody where fewer than two are free; `conflicts` are ids of entries by the officer's id in hex. */
export function* pairs(
  sha256: Sha256, seed: Uint8Array, entries: Iterable<readonly [stratum: number, id: string]>, officers: readonly Officer[],
  conflicts: ReadonlyMap<string, ReadonlySet<string>>, loadCap: number,
): Generator<Uint8Array[]> {
  const people = officers.map((officer) => ({ ...officer, against: conflicts.get(hex(officer.id)), load: 0 }));
  for (const [stratum, entry] of entries) {
    const free = people
      .filter((one) => (!one.strata.length || one.strata.includes(stratum)) && !one.against?.has(entry) && one.load < loadCap)
      .map((one) => ({ one, ticket: sha256(prefixed(utf8("steelyard/officer-1"), seed, utf8(entry), one.id)) }))
      .sort((left, right) => order(left.ticket, right.ticket) || order(left.one.id, right.one.id));
    const going = free.length < TOGETHER ? [] : free.slice(0, TOGETHER).map(({ one }) => one);
    for (const one of going) one.load++;
    yield going.map((one) => one.id);
  }
}
