/** Format L1 on the phone: what a scanned or typed text is, and whether a label is genuine. Bytes: docs/label-format.md. */
import { normalised, NUMBER_LENGTH, numberState } from "../number";

export interface LabelKey { kid: number; spki: string; valid_from: string; valid_until?: string }
export interface Label { number: string; kid: number; validUntil: string | undefined; counter: number; serialDigest: string; packed: Uint8Array; signature: Uint8Array }
export type Refusal = "foreign_payment" | "foreign" | "malformed" | "bad_number" | "unknown_version";
export type Reason = Refusal | "genuine" | "revoked" | "expired" | "expired_key" | "tampered" | "unknown_key" | "unsigned";
/** `bare`: a number without a signature. */
export type Parsed = { kind: "signed"; label: Label } | { kind: "bare"; number: string } | { kind: "refused"; reason: Refusal };

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const EPOCH_MS = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
const HEAD_BYTES = 6;
const PAYLOAD_LENGTH = 112;
const VERSION = 1;
const LONGEST_QR_TEXT = 7089;
const ADDRESS = /^https?:\/\/([^/?#\s]+)(\/[^?#\s]*)?(?:[?#]\S*)?$/i;
const LABEL_PATH = /^\/i\/([^/.]*)(?:\.([^/]*))?\/?$/i;
/** What payment codes begin with. */
export const PAYMENT = /^(?:wxp:|weixin:\/\/wxpay|alipays?:|upwallet:|https?:\/\/(?:[\w-]+\.)*(?:alipay|tenpay|payapp\.weixin\.qq|95516|wxpay\.wxutil)\.com(?:[/?#:]|$)|000201|1[0-5][0-9]{16}$|(?:2[5-9]|30)[0-9]{14,22}$)/i;

/** A day of the formats, as yyyy-mm-dd; they count from 2020-01-01. */
export function dayOf(days: number): string {
  return new Date(EPOCH_MS + days * DAY_MS).toISOString().slice(0, 10);
}

function refused(reason: Refusal): Parsed {
  return { kind: "refused", reason };
}

/** The bytes of base32 whose length leaves no bits over. */
function unbase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    held = (held << 5) | BASE32.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return new Uint8Array(bytes);
}

/** What a text is; `host` is ours. */
export function parse(text: string, host: string): Parsed {
  const content = text.trim();
  if (!content || content.length > LONGEST_QR_TEXT) return refused("malformed");
  if (PAYMENT.test(content)) return refused("foreign_payment");
  const address = ADDRESS.exec(content);
  if (address) return address[1]?.toLowerCase() === host.toLowerCase() ? parsePath(address[2] ?? "/") : refused("foreign");
  const number = content.length <= 4 * NUMBER_LENGTH ? normalised(content) : "";
  if (numberState(number) === "right") return { kind: "bare", number };
  return refused(/^[0-9A-Z]+$/.test(number) && number.length <= NUMBER_LENGTH + 2 ? "bad_number" : "foreign");
}

function parsePath(path: string): Parsed {
  const parts = LABEL_PATH.exec(path);
  if (!parts) return refused("malformed");
  const number = normalised(parts[1] ?? "");
  if (numberState(number) !== "right") return refused("bad_number");
  return parts[2] === undefined ? { kind: "bare", number } : parsePayload(number, parts[2]);
}

function parsePayload(number: string, sent: string): Parsed {
  if (!/^[a-z2-7]+$/i.test(sent)) return refused("malformed");
  const payload = sent.toUpperCase();
  if (BASE32.indexOf(payload.charAt(0)) >> 2 !== VERSION) return refused("unknown_version");
  if (payload.length !== PAYLOAD_LENGTH) return refused("malformed");
  const bytes = unbase32(payload);
  const [first, high, low, counter] = bytes as unknown as [number, number, number, number];
  if (counter === 0) return refused("malformed");
  const days = high * 256 + low;
  const validUntil = days === 0 ? undefined : dayOf(days);
  return { kind: "signed", label: { number, kid: first & 31, counter, validUntil, serialDigest: hex(bytes.slice(4, HEAD_BYTES)), packed: bytes.slice(0, HEAD_BYTES), signature: bytes.slice(HEAD_BYTES) } };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a label says of a serial number: upper case, no white space. */
export async function serialDigest(serialNo: string): Promise<string> {
  const text = serialNo.replace(/\s+/g, "").toUpperCase();
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).slice(0, 2));
}

/** Whether a key made the signature (r ‖ s) of a domain tag and bytes. */
export async function isSigned(key: LabelKey, signature: Uint8Array, tag: string, bytes: Uint8Array): Promise<boolean> {
  const spki = Uint8Array.from(atob(key.spki), (character) => character.charCodeAt(0));
  const imported = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const message = new Uint8Array([...new TextEncoder().encode(tag), ...bytes]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, imported, new Uint8Array(signature), message);
}

/** Whether what a key signs counts on a local day, first and last day included. */
export function countsOn(key: LabelKey, day: string): boolean {
  return key.valid_from <= day && (key.valid_until === undefined || day <= key.valid_until);
}

/** What signature, dates and the list of revocations say of a label on a local day. Several keys may share an id. */
export async function judge(label: Label, keys: LabelKey[], today: string, isRevoked: (number: string, counter: number) => boolean): Promise<Reason> {
  const known = keys.filter((key) => key.kid === label.kid && key.valid_from <= today);
  if (known.length === 0) return "unknown_key";
  const signed = await Promise.all(known.map((key) => isSigned(key, label.signature, `steelyard/L1${label.number}`, label.packed)));
  const signers = known.filter((_, place) => signed[place]);
  if (signers.length === 0) return "tampered";
  if (!signers.some((key) => countsOn(key, today))) return "expired_key";
  if (label.validUntil !== undefined && label.validUntil < today) return "expired";
  return isRevoked(label.number, label.counter) ? "revoked" : "genuine";
}
