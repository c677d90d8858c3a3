/** Format B1: keys and revocations for checking labels offline. Bytes: docs/label-format.md. */
import { NUMBER_ALPHABET } from "../number";
import { countsOn, dayOf, isSigned, type LabelKey } from "./l1";

export interface Bundle { sequence: number; madeAt: number; useUntil: number; keys: LabelKey[]; revoked: DataView }
export type Unreadable = "malformed" | "unknown_version";

const VERSION = 1;
const EPOCH_S = Date.UTC(2020, 0, 1) / 1000;
const HEAD_BYTES = 18;
const KEY_BYTES = 69;
const ENTRY_BYTES = 7;
const SIGNATURE_BYTES = 64;
const P256 = [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

/** What signed bytes say, their signature not looked at. Times are Unix milliseconds. */
export function unpack(raw: Uint8Array): Bundle | Unreadable {
  const packed = raw.subarray(0, Math.max(0, raw.length - SIGNATURE_BYTES));
  if (packed.length > 0 && packed[0] !== VERSION) return "unknown_version";
  if (packed.length < HEAD_BYTES) return "malformed";
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [sequence, made, until, keyCount, revokedCount] = [view.getUint32(1), view.getUint32(5), view.getUint32(9), view.getUint8(13), view.getUint32(14)];
  const behindKeys = HEAD_BYTES + keyCount * KEY_BYTES;
  if (made >= until || packed.length !== behindKeys + revokedCount * ENTRY_BYTES) return "malformed";
  const keys: LabelKey[] = [];
  for (let at = HEAD_BYTES; at < behindKeys; at += KEY_BYTES) {
    const [kid, from, last] = [view.getUint8(at), view.getUint16(at + 1), view.getUint16(at + 3)];
    if (kid > 31 || from === 0) return "malformed";
    const spki = btoa(String.fromCharCode(...P256, ...packed.subarray(at + 5, at + KEY_BYTES)));
    keys.push({ kid, spki, valid_from: dayOf(from), ...(last === 0 ? {} : { valid_until: dayOf(last) }) });
  }
  const revoked = new DataView(packed.buffer, packed.byteOffset + behindKeys, revokedCount * ENTRY_BYTES);
  let before = -1;
  for (let place = 0; place < revokedCount; place += 1) {
    const entry = entryAt(revoked, place);
    if (!(entry > before) || entry % 256 === 0) return "malformed";
    before = entry;
  }
  return { sequence, madeAt: (EPOCH_S + made) * 1000, useUntil: (EPOCH_S + until) * 1000, keys, revoked };
}

/** Whether signed bytes are a bundle by a key that is trusted and in use on a local day. */
export async function judgeBundle(raw: Uint8Array, trusted: LabelKey[], today: string): Promise<"good" | "tampered" | Unreadable> {
  const read = unpack(raw);
  if (typeof read === "string") return read;
  const [packed, signature] = [raw.subarray(0, -SIGNATURE_BYTES), raw.subarray(-SIGNATURE_BYTES)];
  const signed = await Promise.all(trusted.filter((key) => countsOn(key, today)).map((key) => isSigned(key, signature, "steelyard/B1", packed)));
  return signed.includes(true) ? "good" : "tampered";
}

/** Whether a label is in the list; halves it until it is found or not. */
export function isRevoked(bundle: Bundle, number: string, counter: number): boolean {
  const wanted = [...number.slice(0, -1)].reduce((value, character) => value * 32 + NUMBER_ALPHABET.indexOf(character), 0) * 256 + counter;
  let [low, high] = [0, bundle.revoked.byteLength / ENTRY_BYTES];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entryAt(bundle.revoked, middle);
    if (entry === wanted) return true;
    if (entry < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** One entry, below 2^53 so that a number holds it; not a number for what is larger. */
function entryAt(revoked: DataView, place: number): number {
  const at = place * ENTRY_BYTES;
  const top = revoked.getUint8(at);
  if (top >= 32) return NaN;
  return (top * 65_536 + revoked.getUint16(at + 1)) * 4_294_967_296 + revoked.getUint32(at + 3);
}
