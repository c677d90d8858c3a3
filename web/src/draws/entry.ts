/** A merchant's own check (docs/draw-protocol.md section 9): in the pool by its proof, drawn or not by its ticket and the cut. */
import { hex, unhex, utf8, same } from "./bytes";
import type { Freeze, Result } from "./documents";
import { leafHash, Pool } from "./forms";
import type { Sha256 } from "./hashing";
import { checkCharacter, NUMBER_ALPHABET } from "../number";
import { isIncluded } from "./merkle";
import { byRank, rankOf, type Rank } from "./tickets";

/** What the server tells of an entry; nothing of it is believed. */
export interface EntryAnswer { index: number; record: string; proof: readonly string[]; size: number; root: string }

export interface Entry { id: Uint8Array; index: number; stratum: number; weight: number }

const HEX = /^(?:[0-9a-f]{2})*$/;

/** The entry of this number when its record, index and proof lead to the root of the freeze; undefined when they do not. */
export function entryOf(sha256: Sha256, freeze: Freeze, number: string, answer: EntryAnswer): Entry | undefined {
  if (![answer.record, ...answer.proof].every((one) => HEX.test(one))) return undefined;
  const pool = new Pool(unhex(answer.record), freeze.id_bytes);
  if (pool.size !== 1 || !same(pool.id(0), utf8(number)) || pool.stratum(0) >= freeze.strata.length || !Number.isSafeInteger(answer.index)) return undefined;
  const isThere = isIncluded(sha256, leafHash(sha256, pool.raw), answer.index, freeze.size, answer.proof.map(unhex), unhex(freeze.pool_root));
  return isThere ? { id: pool.id(0), index: answer.index, stratum: pool.stratum(0), weight: pool.weight(0) } : undefined;
}

/** The id of the last that was drawn in a stratum; its record and proof are asked for too, because they show its weight. */
export const cutIdOf = (result: Result, stratum: number): string | undefined => result.strata[stratum]?.drawn.slice(-1)[0]?.[0];

/** Where an entry stands after the opening: `turn` counts from 1 among the drawn or the substitutes, 0 among neither. */
export interface Standing { mine: Rank; cut: Rank | undefined; outcome: "drawn" | "substitute" | "not_drawn"; turn: number; isAsPublished: boolean }

/** What its ticket and the cut say, and whether the published list says the same. */
export function standingOf(sha256: Sha256, result: Result, entry: Entry, cut: Entry | undefined): Standing {
  const seed = unhex(result.seed);
  const mine = rankOf(sha256, seed, entry);
  const last = cut && rankOf(sha256, seed, cut);
  const id = new TextDecoder().decode(entry.id);
  const { drawn, substitutes } = result.strata[entry.stratum] ?? { drawn: [], substitutes: [] };
  const [turn, among] = [drawn, substitutes].map((list) => 1 + list.findIndex(([listed]) => listed === id)) as [number, number];
  const told = drawn[turn - 1] ?? substitutes[among - 1];
  const isDrawn = last !== undefined && byRank(mine, last) <= 0;
  return {
    mine, cut: last, turn: turn || among,
    outcome: turn ? "drawn" : among ? "substitute" : "not_drawn",
    isAsPublished: isDrawn === turn > 0 && (!told || told[1] === hex(mine.ticket)) && (!last || drawn.slice(-1)[0]?.[1] === hex(last.ticket)),
  };
}

/** The public number of an id, as chalicelib/registry/model.py makes it: 45 bits of its SHA-256 and the check character. */
export function numberOf(sha256: Sha256, id: string): string {
  const bits = [...sha256(utf8(id)).subarray(0, 6)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const body = Array.from({ length: 9 }, (_, place) => NUMBER_ALPHABET[parseInt(bits.slice(5 * place, 5 * place + 5), 2)]).join("");
  return body + checkCharacter(body);
}

/** Where a value lies between 0 and 100, for people; the bytes decide. */
export function percentOf({ value }: Rank): string {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return ((view.getUint32(0) / 2 ** 32) * 100).toFixed(3);
}
