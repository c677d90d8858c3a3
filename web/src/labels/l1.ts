/** Checking a label of format L1 on the phone: ECDSA P-256 by WebCrypto against the cached key set. */
import { numberState } from "../number";

export interface LabelKey { kid: number; spki: string; valid_from: string; valid_until?: string }
export interface Label { number: string; version: number; kid: number; validUntil: string | undefined; counter: number; serialDigest: string; packed: Uint8Array; signature: Uint8Array }
export type Outcome = "genuine" | "expired" | "tampered" | "unknown_key" | "unknown_version" | "malformed" | "bad_number";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const EPOCH_MS = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
const HEAD_BYTES = 6;
const LABEL_BYTES = 70;
const VERSION = 1;
const NOTHING = { kid: 0, validUntil: undefined, counter: 0, serialDigest: "", packed: new Uint8Array(), signature: new Uint8Array() };

/** RFC 4648 base32 without padding; undefined for what is not in its one canonical form. */
function unbase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = BASE32.indexOf(character);
    if (value < 0) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 ? new Uint8Array(bytes) : undefined;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The parts of a label's last path segment, NUMBER.PAYLOAD, or why it is none. */
export function parse(segment: string): Label | "malformed" | "bad_number" {
  const [number, payload, ...rest] = segment.toUpperCase().split(".");
  if (!number || !payload || rest.length > 0) return "malformed";
  if (numberState(number) !== "right") return "bad_number";
  const version = BASE32.indexOf(payload.charAt(0)) >> 2;
  if ([...payload].some((character) => !BASE32.includes(character))) return "malformed";
  if (version !== VERSION) return { ...NOTHING, number, version };
  const bytes = unbase32(payload);
  if (bytes?.length !== LABEL_BYTES) return "malformed";
  const [first, high, low, counter] = bytes as unknown as [number, number, number, number];
  const days = high * 256 + low;
  return {
    number, version, kid: first & 31, counter,
    validUntil: days === 0 ? undefined : new Date(EPOCH_MS + days * DAY_MS).toISOString().slice(0, 10),
    serialDigest: hex(bytes.slice(4, HEAD_BYTES)), packed: bytes.slice(0, HEAD_BYTES), signature: bytes.slice(HEAD_BYTES),
  };
}

/** What signature and dates say of a label on a local day; revocation is the server's to say. Several keys may share an id. */
export async function verify(label: Label, keys: LabelKey[], today: string): Promise<Outcome> {
  if (label.version !== VERSION) return "unknown_version";
  const known = keys.filter((key) => key.kid === label.kid && key.valid_from <= today);
  if (known.length === 0) return "unknown_key";
  const signed = new Uint8Array([...new TextEncoder().encode(`steelyard/L1${label.number}`), ...label.packed]);
  for (const key of known) {
    const spki = Uint8Array.from(atob(key.spki), (character) => character.charCodeAt(0));
    const imported = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    if (await crypto.subtle.verify(algorithm, imported, new Uint8Array(label.signature), signed)) {
      const isOver = [label.validUntil, key.valid_until].some((day) => day !== undefined && day < today);
      return isOver ? "expired" : "genuine";
    }
  }
  return "tampered";
}
