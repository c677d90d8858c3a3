/** The verifier for Node, built by web/tests/draws/built.mjs: the bench and the soak test run the sources that browsers get. */
import type { Files } from "./bundle";
import { hex, unhex, unprefixed, utf8 } from "./bytes";
import { canonical, freezeForm, openingForm, pairsForm, randomnessForm, read, type Freeze, type Opening, type Pairs, type Randomness } from "./documents";
import { officerOf, Pool, type Officer } from "./forms";
import type { Sha256 } from "./hashing";
import { pairs } from "./pairs";
import { randomnessOf, seedOf } from "./randomness";
import { draw, type Place } from "./tickets";

export { fastSha256 } from "./fasthashing";
export { plainSha256 } from "./hashing";
export { verify } from "./verification";

/** `result.json` and the pairs of the drawn entries, made from the other files of a bundle that holds. */
export function recomputed(files: Required<Files>, sha256: Sha256): { result: string; officers: string[][] } {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const freeze = read(freezeForm, files["freeze.json"]) as Freeze;
  const chance = read(randomnessForm, files["randomness.json"]) as Randomness;
  const opening = read(openingForm, files["opening.json"]) as Opening;
  const opened = read(pairsForm, files["pairs.json"]) as Pairs;
  const randomness = randomnessOf(sha256, freeze[chance.used], chance.outcome) as Uint8Array;
  const seed = seedOf(sha256, freeze.pool_root, freeze.plan, randomness, unhex(opening.secret));
  const takes = freeze.strata.map(({ quota, reserve }) => quota + reserve);
  const drawn = draw(sha256, seed, new Pool(files["pool.bin"], freeze.id_bytes), takes, () => undefined);
  const told = (places: Place[]): string[][] => places.map(({ id, ticket }) => [text(id), hex(ticket)]);
  const strata = drawn.map((places, number) => {
    const quota = freeze.strata[number]?.quota ?? 0;
    return { drawn: told(places.slice(0, quota)), substitutes: told(places.slice(quota)) };
  });
  const officers = (unprefixed(files["officers.bin"]) ?? []).map((leaf) => officerOf(leaf) as Officer);
  const conflicts = new Map(opened.officers.map((one) => [hex(utf8(one.officer)), new Set(one.conflicts)]));
  const entries = strata.flatMap((stratum, number) => stratum.drawn.map(([id]) => [number, id as string] as const));
  const going = [...pairs(sha256, seed, entries, officers, conflicts, freeze.load_cap)];
  return { result: canonical({ plan: freeze.plan, seed: hex(seed), strata }), officers: going.map((pair) => pair.map(text)) };
}
