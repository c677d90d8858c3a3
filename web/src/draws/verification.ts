/** Verifying a bundle: every file against the freeze, every value recomputed, every fault named by its code and place. */
import { PAIRS_FILE, PUBLIC_FILES, type FileName, type Files } from "./bundle";
import { hex, order, same, unhex, unprefixed, utf8 } from "./bytes";
import { freezeForm, openingForm, pairsForm, randomnessForm, read, resultForm, type Freeze, type Opening, type Pairs, type Randomness, type Result } from "./documents";
import { isCommitted, leafHash, officerOf, Pool, secretHash, type Officer } from "./forms";
import type { Sha256 } from "./hashing";
import { Root } from "./merkle";
import { pairs } from "./pairs";
import { isLaterThan, randomnessOf, seedOf } from "./randomness";
import { draw, type Place } from "./tickets";

export const CODES = [
  "bundle.missing", "bundle.malformed", "freeze.digest", "pool.order", "pool.size", "pool.stratum", "pool.weight", "pool.root",
  "officers.order", "officers.size", "officers.root", "plan.other", "source.too_early", "randomness.unnamed", "randomness.signature",
  "randomness.form", "secret.hash", "secret.late", "result.seed", "result.drawn", "result.substitutes", "result.ticket",
  "pairs.commitment", "pairs.pair",
] as const;
export interface Fault { code: (typeof CODES)[number]; where: string }

export type Step = "pool" | "draw" | "pairs";
/** Told now and then: so many of so many done in this step. */
export type Progress = (step: Step, done: number, total: number) => void;
const EVERY = 16_384;

/** Everything that is wrong; nothing when all of it holds. With the digest of the freeze as published, also whether it is that one. */
export function verify(files: Files, sha256: Sha256, progress: Progress = () => undefined, freezeDigest = ""): Fault[] {
  const given = sha256(files["freeze.json"] ?? new Uint8Array());
  const other: Fault[] = freezeDigest && hex(given) !== freezeDigest.toLowerCase() ? [{ code: "freeze.digest", where: "freeze.json" }] : [];
  const missing = PUBLIC_FILES.filter((name) => !files[name]).map((name): Fault => ({ code: "bundle.missing", where: name }));
  return [...other, ...(missing.length ? missing : new Verification(files, sha256, progress).faults())];
}

class Verification {
  private readonly found: Fault[] = [];

  constructor(private readonly files: Files, private readonly sha256: Sha256, private readonly progress: Progress) {}

  private fault(code: Fault["code"], where: string): void {
    this.found.push({ code, where });
  }
  private raw(name: FileName): Uint8Array {
    return this.files[name] as Uint8Array;
  }
  private document<T>(name: FileName, form: (value: unknown) => T): T | undefined {
    const document = read(form, this.raw(name));
    if (!document) this.fault("bundle.malformed", name);
    return document;
  }

  /** What a fault makes pointless to look at is not looked at. */
  faults(): Fault[] {
    const freeze = this.document("freeze.json", freezeForm);
    const chance = this.document("randomness.json", randomnessForm);
    const opening = this.document("opening.json", openingForm);
    const result = this.document("result.json", resultForm);
    const opened = this.files[PAIRS_FILE] ? this.document(PAIRS_FILE, pairsForm) : undefined;
    if (!freeze) return this.found;
    const told = { "randomness.json": chance, "opening.json": opening, "result.json": result, [PAIRS_FILE]: opened };
    const others = Object.entries(told).filter(([, document]) => document && document.plan !== freeze.plan);
    for (const [name] of others) this.fault("plan.other", name);
    const pool = this.pool(freeze);
    const officers = this.officers(freeze);
    if (!chance || !opening || others.length) return this.found;
    const seed = this.seed(freeze, chance, opening);
    if (!seed || !result || !pool) return this.found;
    this.result(freeze, result, seed, pool);
    if (opened && officers) this.pairs(freeze, result, opened, officers, seed);
    return this.found;
  }

  /** The pool when all of it holds. */
  private pool(freeze: Freeze): Pool | undefined {
    const pool = new Pool(this.raw("pool.bin"), freeze.id_bytes);
    const before = this.found.length;
    this.poolFaults(freeze, pool);
    return this.found.length === before ? pool : undefined;
  }
  private poolFaults(freeze: Freeze, pool: Pool): void {
    if (pool.raw.length !== freeze.size * pool.width) return this.fault("pool.size", String(pool.raw.length));
    const sizes = freeze.strata.map(() => 0);
    const root = new Root(this.sha256);
    const leaf = new Uint8Array(1 + pool.width);
    for (let index = 0; index < pool.size; index++) {
      const stratum = pool.stratum(index);
      if (!pool.isInOrder(index)) return this.fault("pool.order", String(index));
      if (stratum >= sizes.length) return this.fault("pool.stratum", String(index));
      if (pool.weight(index) === 0) return this.fault("pool.weight", String(index));
      sizes[stratum] = (sizes[stratum] as number) + 1;
      leaf.set(pool.record(index), 1);
      root.add(this.sha256(leaf));
      if (index % EVERY === 0) this.progress("pool", index, pool.size);
    }
    freeze.strata.forEach((stratum, number) => {
      if (stratum.size !== sizes[number]) this.fault("pool.size", stratum.name);
    });
    if (hex(root.value()) !== freeze.pool_root) this.fault("pool.root", "pool.bin");
  }

  /** The officers when all of it holds. */
  private officers(freeze: Freeze): Officer[] | undefined {
    const leaves = unprefixed(this.raw("officers.bin"));
    const officers = leaves?.map(officerOf);
    if (!leaves || !officers?.every((one) => one !== undefined)) {
      this.fault("bundle.malformed", "officers.bin");
      return undefined;
    }
    const before = this.found.length;
    const wrong = officers.findIndex((one, at) => at > 0 && order((officers[at - 1] as Officer).id, one.id) >= 0);
    if (wrong > 0) this.fault("officers.order", String(wrong));
    if (officers.length !== freeze.officers) this.fault("officers.size", String(officers.length));
    const root = new Root(this.sha256);
    for (const leaf of leaves) root.add(leafHash(this.sha256, leaf));
    if (hex(root.value()) !== freeze.officers_root) this.fault("officers.root", "officers.bin");
    return this.found.length === before ? officers : undefined;
  }

  private seed(freeze: Freeze, chance: Randomness, opening: Opening): Uint8Array | undefined {
    const source = freeze[chance.used];
    if (source.kind !== chance.outcome.kind || (chance.used === "fallback" && !chance.reason)) {
      this.fault("randomness.unnamed", chance.used);
      return undefined;
    }
    if (!isLaterThan(source, freeze.frozen_at)) this.fault("source.too_early", chance.used);
    const secret = unhex(opening.secret);
    if (hex(secretHash(this.sha256, freeze.plan, secret)) !== freeze.secret_hash) this.fault("secret.hash", "opening.json");
    if (opening.opened_at > freeze.deadline) this.fault("secret.late", "opening.json");
    const randomness = randomnessOf(this.sha256, source, chance.outcome);
    if (typeof randomness === "string") {
      this.fault(randomness, "randomness.json");
      return undefined;
    }
    return seedOf(this.sha256, freeze.pool_root, freeze.plan, randomness, secret);
  }

  private result(freeze: Freeze, result: Result, seed: Uint8Array, pool: Pool): void {
    if (result.seed !== hex(seed)) this.fault("result.seed", "result.json");
    if (result.strata.length !== freeze.strata.length) return this.fault("result.drawn", "strata");
    const takes = freeze.strata.map(({ quota, reserve }) => quota + reserve);
    const drawn = draw(this.sha256, seed, pool, takes, (index) => {
      if (index % EVERY === 0) this.progress("draw", index, pool.size);
    });
    freeze.strata.forEach(({ name, quota }, number) => {
      const right = drawn[number] as Place[];
      const said = result.strata[number] as Result["strata"][number];
      this.compared("result.drawn", name, right.slice(0, quota), said.drawn);
      this.compared("result.substitutes", name, right.slice(quota), said.substitutes);
    });
  }
  private compared(code: "result.drawn" | "result.substitutes", name: string, right: readonly Place[], said: Result["strata"][number]["drawn"]): void {
    for (let index = 0; index < Math.max(right.length, said.length); index++) {
      const place = right[index];
      const [id, ticket] = said[index] ?? [];
      if (!place || id === undefined) return this.fault(code, `${name}[${index}]`);
      if (!same(place.id, utf8(id))) return this.fault(code, `${name}[${index}] ${id}`);
      if (hex(place.ticket) !== ticket) return this.fault("result.ticket", `${name}[${index}] ${id}`);
    }
  }

  private pairs(freeze: Freeze, result: Result, opened: Pairs, officers: readonly Officer[], seed: Uint8Array): void {
    const openings = new Map(opened.officers.map((one) => [hex(utf8(one.officer)), one]));
    const conflicts = new Map<string, ReadonlySet<string>>();
    for (const officer of officers) {
      const one = openings.get(hex(officer.id));
      if (!isCommitted(this.sha256, freeze.plan, officer, unhex(one?.salt ?? ""), one?.conflicts ?? [])) {
        return this.fault("pairs.commitment", new TextDecoder("utf-8", { ignoreBOM: true }).decode(officer.id));
      }
      conflicts.set(hex(officer.id), new Set(one?.conflicts));
    }
    const drawn = result.strata.flatMap((stratum, number) => stratum.drawn.map(([id]) => [number, id] as const));
    if (opened.pairs.length < drawn.length) return this.fault("pairs.pair", "missing");
    const later = opened.pairs.slice(drawn.length).map(({ stratum, entry }) => [stratum, entry] as const);
    const entries = [...drawn, ...later];
    const used = result.strata.map(() => 0);
    let index = 0;
    for (const going of pairs(this.sha256, seed, entries, officers, conflicts, freeze.load_cap)) {
      const [stratum, entry] = entries[index] as (typeof entries)[number];
      const said = opened.pairs[index] as Pairs["pairs"][number];
      const permitted = index < drawn.length || this.isNext(result, used, stratum, entry);
      const isRight = said.stratum === stratum && said.entry === entry && said.officers.length === going.length
        && said.officers.every((officer, at) => same(utf8(officer), going[at] as Uint8Array));
      if (!permitted || !isRight) return this.fault("pairs.pair", entry);
      if (index++ % 256 === 0) this.progress("pairs", index, entries.length);
    }
  }
  /** Substitutes of a stratum are used in their order. */
  private isNext(result: Result, used: number[], stratum: number, entry: string): boolean {
    const turn = used[stratum];
    if (turn === undefined || result.strata[stratum]?.substitutes[turn]?.[0] !== entry) return false;
    used[stratum] = turn + 1;
    return true;
  }
}
