/** Signed notes, checkpoints and keys as C2SP has them (docs/log.md); signatures by the browser's own WebCrypto. */
import { hex, joined, same, utf8 } from "../draws/bytes";
import { plainSha256 } from "../draws/hashing";

export interface Signature { name: string; keyId: string; raw: Uint8Array }
export interface Note { text: string; signatures: Signature[] }
export interface Checkpoint { origin: string; size: number; root: Uint8Array }
/** `kind` 2 is ECDSA on P-256 (the log), 4 Ed25519 with a time (witnesses). */
export interface Key { name: string; kind: number; keyId: string; public: Uint8Array }

/** What a text is not. */
export class Malformed extends Error {}

const ECDSA = 2;
const COSIGNATURE = 4;
const ID_BYTES = 4;
const TIME_BYTES = 8;
const HALF = 32;
const LONGEST = 16_384;
const MOST_SIGNATURES = 32;
const DASH = "— ";
const NAME = /^[^\s+\p{Cc}]{1,120}$/u;

export function unbase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new Malformed("not base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function signatureOf(line: string): Signature {
  const [name = "", code = "", ...more] = line.slice(DASH.length).split(" ");
  const raw = unbase64(code);
  if (!line.startsWith(DASH) || more.length || !NAME.test(name) || raw.length <= ID_BYTES) throw new Malformed("not a signature line");
  return { name, keyId: hex(raw.slice(0, ID_BYTES)), raw: raw.slice(ID_BYTES) };
}

/** The note in a text. Throws Malformed. */
export function noteOf(note: string): Note {
  const cut = note.lastIndexOf("\n\n");
  if (note.length > LONGEST || /[^\P{Cc}\n\u007f-\u009f]/u.test(note) || cut < 0 || !note.endsWith("\n")) throw new Malformed("not a signed note");
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Malformed("too many signatures");
  return { text: note.slice(0, cut + 1), signatures: lines.map(signatureOf) };
}

/** The tree head in a note's text. Throws Malformed. */
export function checkpointOf(text: string): Checkpoint {
  const [origin = "", size = "", root = "", ...more] = text.split("\n");
  const lines = [origin, size, root, ...more.slice(0, -1)];
  if (more.at(-1) !== "" || lines.some((line) => !line) || !/^(?:0|[1-9][0-9]{0,14})$/.test(size)) throw new Malformed("not a checkpoint");
  const head = { origin, size: Number(size), root: unbase64(root) };
  if (head.root.length !== HALF || (head.size === 0 && !same(head.root, plainSha256(new Uint8Array())))) throw new Malformed("not a root");
  return head;
}

/** The key in `name+id+base64`. Throws Malformed. */
export function keyOf(told: string): Key {
  const [name = "", keyId = "", ...code] = told.trim().split("+");
  const raw = unbase64(code.join("+"));
  const [kind = 0, key] = [raw[0], raw.slice(1)];
  const named = kind === ECDSA ? key : joined(utf8(`${name}\n`), raw);
  if (!NAME.test(name) || ![ECDSA, COSIGNATURE].includes(kind) || hex(plainSha256(named).slice(0, ID_BYTES)) !== keyId) throw new Malformed("not a key");
  return { name, kind, keyId, public: key };
}

/** Those of the keys that signed the note. Throws Malformed when a signature in the name of one does not hold. */
export async function signers(note: Note, keys: readonly Key[]): Promise<Key[]> {
  const found: Key[] = [];
  for (const signature of note.signatures) {
    for (const key of keys.filter((one) => one.name === signature.name && one.keyId === signature.keyId)) {
      if (!(await holds(key, note.text, signature.raw))) throw new Malformed("the signature does not hold");
      found.push(key);
    }
  }
  return found;
}

/** The checkpoint of a note that the log's own key signed. Throws Malformed. */
export async function signed(note: Note, keys: readonly Key[]): Promise<Checkpoint> {
  const head = checkpointOf(note.text);
  if (!(await signers(note, keys)).some((key) => key.name === head.origin)) throw new Malformed("not signed by the log");
  return head;
}

async function holds(key: Key, text: string, raw: Uint8Array): Promise<boolean> {
  try {
    if (key.kind === ECDSA) {
      const imported = await crypto.subtle.importKey("spki", new Uint8Array(key.public), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, imported, new Uint8Array(halves(raw)), new Uint8Array(utf8(text)));
    }
    const { ed25519 } = await import("@noble/curves/ed25519.js");
    const at = raw.slice(0, TIME_BYTES).reduce((all, byte) => all * 256n + BigInt(byte), 0n);
    return ed25519.verify(raw.slice(TIME_BYTES), utf8(`cosignature/v1\ntime ${at}\n${text}`), key.public);
  } catch {
    return false;
  }
}

/** r ‖ s of a signature in DER, which WebCrypto wants. Throws Malformed. */
function halves(der: Uint8Array): Uint8Array {
  const [kind, length, ...inside] = der;
  if (kind !== 0x30 || length !== inside.length) throw new Malformed("not DER");
  const whole = new Uint8Array(2 * HALF);
  let at = 0;
  for (const end of [HALF, 2 * HALF]) {
    const [tag, size = 0] = inside.slice(at, at + 2);
    const digits = inside.slice(at + 2, at + 2 + size);
    while (digits[0] === 0) digits.shift();
    if (tag !== 2 || digits.length > HALF) throw new Malformed("not DER");
    whole.set(digits, end - digits.length);
    at += 2 + size;
  }
  if (at !== inside.length) throw new Malformed("not DER");
  return whole;
}
