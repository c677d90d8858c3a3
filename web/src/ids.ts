/** Ids as chalicelib/ids.py makes them: a prefix and a ULID in lower-case Crockford base32. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

type Prefix =
  | "act" | "chk" | "cor" | "dev" | "evi" | "exp" | "fin" | "imp" | "ins" | "inv" | "itm" | "lab" | "mer" | "pln" | "rec" | "scn" | "sht" | "sit" | "stl" | "ver" | "vis";

export function newId(prefix: Prefix, now: number = Date.now(), random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): string {
  let value = BigInt(now);
  for (const byte of random) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)] ?? "";
  return `${prefix}-${text}`;
}
