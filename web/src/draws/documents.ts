/** The JSON files of a bundle: canonical text of exactly the members that docs/draw-protocol.md names, or nothing. */
class Misshapen extends Error {}

type Read<T> = (value: unknown) => T;
type Shape = Readonly<Record<string, Read<unknown>>>;
type Of<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/** Half of a character beyond the basic plane, which UTF-8 cannot write. */
const HALF = /\p{Surrogate}/u;

function text(pattern: RegExp, longest = Infinity): Read<string> {
  return (value) => {
    if (typeof value !== "string" || !pattern.test(value) || HALF.test(value) || [...value].length > longest) throw new Misshapen();
    return value;
  };
}
function whole(least: number, below: number): Read<number> {
  return (value) => {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value >= below) throw new Misshapen();
    return value;
  };
}
function one<T extends string | number>(...permitted: readonly T[]): Read<T> {
  return (value) => {
    if (!permitted.includes(value as T)) throw new Misshapen();
    return value as T;
  };
}
function list<T>(read: Read<T>, least = 0, most = Infinity): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) throw new Misshapen();
    return value.map((item) => read(item));
  };
}
function members<S extends Shape>(shape: S): Read<Of<S>> {
  const names = Object.keys(shape);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Misshapen();
    const given = value as Record<string, unknown>;
    const keys = Object.keys(given);
    if (keys.length !== names.length || !names.every((name) => keys.includes(name))) throw new Misshapen();
    return Object.fromEntries(names.map((name) => [name, (shape[name] as Read<unknown>)(given[name])])) as Of<S>;
  };
}
function kinds<A, B, C>(drand: Read<A>, lottery: Read<B>, dice: Read<C>): Read<A | B | C> {
  const readers: ReadonlyMap<unknown, Read<A | B | C>> = new Map<unknown, Read<A | B | C>>([["drand", drand], ["lottery", lottery], ["dice", dice]]);
  return (value) => {
    const reader = readers.get((value as { kind?: unknown } | null)?.kind);
    if (!reader) throw new Misshapen();
    return reader(value);
  };
}

const COUNT = 2 ** 31;
const LAST_INSTANT = Date.UTC(2200, 0, 1);
const hash = text(/^[0-9a-f]{64}$/);
const anyHex = text(/^(?:[0-9a-f]{2})+$/, 400);
const words = text(/^[^]+$/, 200);
const count = whole(0, COUNT);
/** UTC in milliseconds: as text it is what this instant is written as. */
const instant: Read<number> = (value) => {
  const at = typeof value === "string" ? Date.parse(value) : NaN;
  if (!(at >= 0 && at <= LAST_INSTANT) || new Date(at).toISOString() !== value) throw new Misshapen();
  return at;
};
const place: Read<readonly [id: string, ticket: string]> = (value) => {
  const [id, ticket] = list<unknown>((item) => item, 2, 2)(value);
  return [words(id), hash(ticket)];
};
const source = kinds(
  members({
    kind: one("drand"), chain: hash, public_key: anyHex, scheme: one("bls-unchained-g1-rfc9380"),
    genesis_seconds: whole(0, 2 ** 40), period_seconds: whole(1, 86_401), round: whole(1, 2 ** 48),
  }),
  members({ kind: one("lottery"), name: words, issue: words, drawn_at: instant }),
  members({ kind: one("dice"), throws: whole(20, 201), thrown_at: instant, witnesses: one(2) }),
);
const outcome = kinds(
  members({ kind: one("drand"), signature: anyHex }),
  members({ kind: one("lottery"), numbers: list(text(/^[0-9]{1,3}$/), 1, 40) }),
  members({ kind: one("dice"), throws: text(/^[1-6]{20,200}$/), witnesses: list(words, 2, 2) }),
);

export const freezeForm = members({
  protocol: one("draw-1"), plan: words, plan_digest: hash, frozen_at: instant, id_bytes: whole(1, 65), size: count, pool_root: hash,
  strata: list(members({ name: words, size: count, quota: count, reserve: count }), 0, 1000),
  officers: count, officers_root: hash, load_cap: whole(1, COUNT), secret_hash: hash, source, fallback: source, deadline: instant,
});
export const randomnessForm = members({ plan: words, used: one("source", "fallback"), reason: text(/^/, 500), outcome });
export const openingForm = members({ plan: words, secret: hash, opened_at: instant });
export const resultForm = members({ plan: words, seed: hash, strata: list(members({ drawn: list(place), substitutes: list(place) })) });
export const pairsForm = members({
  plan: words,
  officers: list(members({ officer: words, salt: hash, conflicts: list(words) })),
  pairs: list(members({ stratum: count, entry: words, officers: list(words, 0, 2) })),
});

/** `exclusions.json`, beside the freeze: how many objects of the scope are not in the pool, by reason. */
export const exclusionsForm = members({
  plan: words,
  left_out: (value): ReadonlyMap<string, number> => new Map(Object.entries(value as object).map(([reason, many]) => [reason, count(many)])),
});

export type Source = ReturnType<typeof source>;
export type Outcome = ReturnType<typeof outcome>;
export type Freeze = ReturnType<typeof freezeForm>;
export type Randomness = ReturnType<typeof randomnessForm>;
export type Opening = ReturnType<typeof openingForm>;
export type Result = ReturnType<typeof resultForm>;
export type Pairs = ReturnType<typeof pairsForm>;

/** Code points in order are UTF-8 bytes in order; JavaScript's own order is that of UTF-16. */
function byCodePoint(left: string, right: string): number {
  const [one, other] = [[...left], [...right]];
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = ((one[at] as string).codePointAt(0) as number) - ((other[at] as string).codePointAt(0) as number);
    if (difference) return difference;
  }
  return one.length - other.length;
}

/** Sorted keys, no spaces, UTF-8 unescaped. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const told = value as Record<string, unknown>;
  return `{${Object.keys(told).sort(byCodePoint).map((key) => `${JSON.stringify(key)}:${canonical(told[key])}`).join(",")}}`;
}

/** The document in a file; undefined when the file is not canonical or not of the form. */
export function read<T>(form: (value: unknown) => T, raw: Uint8Array): T | undefined {
  try {
    const told = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
    const value: unknown = JSON.parse(told);
    return canonical(value) === told ? form(value) : undefined;
  } catch {
    return undefined;
  }
}
