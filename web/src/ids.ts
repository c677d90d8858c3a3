/** Ids as chalicelib/ids.py makes them: a prefix and a ULID in lower-case Crockford base32. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

type Prefix =
  | "act" | "chk" | "cmp" | "com" | "crd" | "exc" | "cor" | "dev" | "evi" | "exp" | "fin" | "imp" | "ins" | "inv" | "itm" | "lab" | "mat" | "mer" | "opn" | "pln" | "rec" | "rsk" | "sck" | "scn" | "sht" | "sit" | "stl" | "stp"
  | "ver" | "vis";

export function newId(prefix: Prefix, now: number = Date.now(), random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): string {
  return `${prefix}-${base32(random, BigInt(now))}`;
}

/** 130 bits from the highest: `high`, and behind it the bytes. */
export function base32(bytes: Uint8Array, high = 0n): string {
  let value = high;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)] ?? "";
  return text;
}
