import { expect, test } from "vitest";
import protocol from "../../docs/draw-protocol.md?raw";
import bytes from "../../tests/golden/draws/faults/bytes.json";
import values from "../../tests/golden/draws/faults/values.json";
import { PUBLIC_FILES, type FileName, type Files } from "../src/draws/bundle";
import { hex, joined, unhex, utf8 } from "../src/draws/bytes";
import type { Freeze } from "../src/draws/documents";
import { entryOf, numberOf, type Entry, type EntryAnswer } from "../src/draws/entry";
import { fastSha256 } from "../src/draws/fasthashing";
import { Pool } from "../src/draws/forms";
import { plainSha256 } from "../src/draws/hashing";
import { isSigned } from "../src/draws/randomness";
import { byRank, draw, rankOf } from "../src/draws/tickets";
import { CODES, verify } from "../src/draws/verification";
import { draws } from "../src/words/draws";

const GOLDEN = import.meta.glob<Record<FileName, string>>("../../tests/golden/draws/*.json", { eager: true, import: "default" });
const sha256 = await fastSha256();

const binary = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
function bundle(golden: Record<FileName, string>): Files {
  return Object.fromEntries(Object.entries(golden).map(([name, told]) => [name, name.endsWith(".json") ? utf8(told) : binary(told)]));
}
const BASE = bundle(GOLDEN["../../tests/golden/draws/conflicts.json"] as Record<FileName, string>);
const PUBLISHED = hex(sha256(BASE["freeze.json"] as Uint8Array));
const faults = (files: Files): string[][] => verify(files, sha256, undefined, PUBLISHED).map(({ code, where }) => [code, where]);

test("there are enough golden draws", () => {
  expect(Object.keys(GOLDEN).length).toBeGreaterThanOrEqual(20);
});

test.each(Object.entries(GOLDEN))("a golden draw holds: %s", (_, golden) => {
  expect(verify(bundle(golden), sha256)).toEqual([]);
});

test("a draw holds where there is no WASM too", () => {
  expect(verify(BASE, plainSha256)).toEqual([]);
});

test.each(values.map((one, at) => ({ at, ...one })))("changed values are named as in Python: $at $file $faults", (one) => {
  expect(faults({ ...BASE, [one.file]: binary(one.base64) })).toEqual(one.faults);
});

test.each(bytes)("a changed byte is named as in Python: $file $place $flip", ({ file, place, flip, faults: right }) => {
  const raw = Uint8Array.from(BASE[file as FileName] as Uint8Array);
  raw[place] = (raw[place] as number) ^ flip;
  expect(faults({ ...BASE, [file]: raw })).toEqual(right);
});

test.each(PUBLIC_FILES)("a missing file is named: %s", (name) => {
  expect(verify({ ...BASE, [name]: undefined }, sha256)).toEqual([{ code: "bundle.missing", where: name }]);
});

test("the protocol and the verifier know the same codes", () => {
  const told = [...protocol.matchAll(/`((?:bundle|freeze|pool|officers|plan|source|randomness|secret|result|pairs)\.[a-z_]+)`/g)].map(([, code]) => code);
  expect(new Set(told.filter((one) => !/\.(json|bin)$/.test(one as string)))).toEqual(new Set(CODES));
});

const KEY = unhex("83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a");
const ROUND_42 = "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a";
const ROUND_657413 = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";

test("published rounds are signed", () => {
  expect(isSigned(KEY, 42, unhex(ROUND_42))).toBe(true);
  expect(isSigned(KEY, 657_413, unhex(ROUND_657413))).toBe(true);
});

test.each([
  [43, ROUND_42], [42, ROUND_657413], [42, ROUND_42.slice(2)], [42, `${ROUND_42}00`], [42, "00".repeat(48)], [42, "ff".repeat(48)], [42, `c0${"00".repeat(47)}`],
])("what the chain did not sign is refused: %i %s", (round, signature) => {
  expect(isSigned(KEY, round, unhex(signature))).toBe(false);
});

test.each(["", "00".repeat(96), `c0${"00".repeat(95)}`, "ff".repeat(96)])("what is no key signs nothing: %s", (key) => {
  expect(isSigned(unhex(key), 42, unhex(ROUND_42))).toBe(false);
});

test("a signature plus a point of small order is refused: its hash would be another", async () => {
  const { bls12_381 } = await import("@noble/curves/bls12-381.js");
  const { Point } = bls12_381.G1;
  const small = Point.fromAffine({ x: 0n, y: 2n }); // order 3: on the curve, outside the group
  expect(small.double().add(small).equals(Point.ZERO)).toBe(true);
  const moved = Point.fromBytes(unhex(ROUND_42)).add(small);
  const { x, y } = moved.toAffine();
  const raw = unhex(x.toString(16).padStart(96, "0"));
  raw[0] = (raw[0] as number) | 0x80 | (2n * y > Point.Fp.ORDER ? 0x20 : 0);
  expect(isSigned(KEY, 42, raw)).toBe(false);
});

test("every code has words in both languages", () => {
  for (const code of CODES) expect(draws[code].every((words) => words.length > 3)).toBe(true);
});

/** A pool of so many entries in two strata, weights 1 to 6. */
function pool(size: number): Pool {
  const records = Array.from({ length: size }, (_, at) => joined(utf8(String(at).padStart(5, "0")), Uint8Array.of(0, at % 2, 1 + (at % 6))));
  return new Pool(joined(...records), 5);
}

test.each([0, 1, 7, 600, 2000])("the first of a stratum are exact where words and tickets are equal, taking %i", (take) => {
  const many = pool(4000);
  const seed = new Uint8Array(32);
  const coarse = (bytes: Uint8Array): Uint8Array => new Uint8Array(32).map((_, at) => (at % 8 ? 0 : (plainSha256(bytes)[at] as number) & 3));
  const everything = Array.from({ length: many.size }, (_, at) => ({ id: many.id(at), stratum: many.stratum(at), weight: many.weight(at) }));
  const right = [0, 1].map((stratum) => everything.filter((one) => one.stratum === stratum).map((one) => rankOf(coarse, seed, one)).sort(byRank).slice(0, take));
  const found = draw(coarse, seed, many, [take, take], () => undefined);
  expect(found.map((places) => places.map(({ id }) => hex(id)))).toEqual(right.map((ranks) => ranks.map(({ id }) => hex(id))));
});

test.each([1, 2, 3, 40, 64, 65])("an entry of %i is proved, and nothing else is", (size) => {
  const few = pool(size);
  const leaves = Array.from({ length: size }, (_, at) => plainSha256(joined(Uint8Array.of(0), few.record(at))));
  const split = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);
  const top = (some: Uint8Array[]): Uint8Array =>
    some.length === 1 ? (some[0] as Uint8Array) : plainSha256(joined(Uint8Array.of(1), top(some.slice(0, split(some.length))), top(some.slice(split(some.length)))));
  const path = (at: number, some: Uint8Array[]): Uint8Array[] => {
    if (some.length === 1) return [];
    const [left, right] = [some.slice(0, split(some.length)), some.slice(split(some.length))];
    return at < left.length ? [...path(at, left), top(right)] : [...path(at - left.length, right), top(left)];
  };
  const freeze = { id_bytes: 5, size, pool_root: hex(top(leaves)), strata: [{}, {}] } as unknown as Freeze;
  for (const index of new Set([0, size >> 1, size - 1])) {
    const number = new TextDecoder().decode(few.id(index));
    const answer = { index, record: hex(few.record(index)), proof: path(index, leaves).map(hex), size, root: freeze.pool_root };
    const told = (changes: Partial<EntryAnswer>, wanted = number): Entry | undefined => entryOf(plainSha256, freeze, wanted, { ...answer, ...changes });
    expect(told({})).toMatchObject({ index, stratum: index % 2, weight: 1 + (index % 6) });
    expect(told({}, "99999")).toBeUndefined();
    expect(told({ index: index + 1 })).toBeUndefined();
    expect(told({ index: 0.5 })).toBeUndefined();
    expect(told({ record: answer.record.slice(0, -2) + "ff" })).toBeUndefined();
    expect(told({ record: "" })).toBeUndefined();
    expect(told({ proof: [...answer.proof, "00".repeat(32)] })).toBeUndefined();
    expect(told({ proof: ["zz"] })).toBeUndefined();
    if (size > 1) expect(told({ proof: answer.proof.slice(1) })).toBeUndefined();
  }
});

test("a public number follows from an id as in Python", () => {
  expect(numberOf(plainSha256, "mer-01hzy3n5v8q2k4w6x8z0a2c4e6")).toBe("R4JBJ7K91X");
});
