/**
 * A sign-in kept on this phone behind a PIN, so that the app opens without network; docs/security.md.
 *
 * The key is made of the PIN by PBKDF2 and of a key of this browser that no script can read out, so that a copy of what is
 * stored cannot be guessed at elsewhere.
 */
import { openDB, type DBSchema } from "idb";
import { me, resumeMe, type Me } from "./me";
import { forgetSignIn, keepSignIn, keptSignIn, resume, tokensNow, type Tokens } from "./session";
import { session } from "./storages";

export const HOLDS_MS = 24 * 3_600_000;
export const LEAST_DIGITS = 6;
export const MOST_DIGITS = 12;
export const MOST_TRIES = 6;
const FREE_TRIES = 2;
const FIRST_WAIT_MS = 60_000;
const EARLY_MS = 300_000;
/** What OWASP asks of PBKDF2 with SHA-256; about a second on an old phone. */
const ROUNDS = 600_000;
const CONTEXT = new TextEncoder().encode("steelyard-pin-1");
/** The session's own copy of the key, beside the tokens it protects, so that renewed tokens can be kept. */
const OPENED = "steelyard.pin";

/** `since`: the sign-in, and `until`: no PIN is tried before; Unix milliseconds. `tries`: wrong ones in a row. */
interface Kept { salt: string; rounds: number; iv: string; box: string; since: number; tries: number; until: number }
interface SignIn { tokens: Tokens; me: Me }

/** A PIN that would be guessed first: too short, one digit, or counting up or down. */
export function isWeak(pin: string): boolean {
  if (!new RegExp(`^\\d{${LEAST_DIGITS},${MOST_DIGITS}}$`).test(pin)) return true;
  const steps = new Set(Array.from(pin.slice(1), (digit, place) => Number(digit) - Number(pin[place])));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 0);
}

/** How long no PIN is tried after so many wrong ones: not at all after two, then a minute, five, twenty-five. */
export function waitMs(tries: number): number {
  return tries <= FREE_TRIES ? 0 : FIRST_WAIT_MS * 5 ** (tries - FREE_TRIES - 1);
}

/** A day is over, or the clock was turned back to before it. */
function isOver(since: number, now: number): boolean {
  return now >= since + HOLDS_MS || now < since - EARLY_MS;
}

/** The kept sign-in; one that is over is wiped by looking. */
function kept(now: number): Kept | undefined {
  const found = JSON.parse(keptSignIn() ?? "null") as Kept | null;
  if (found && !isOver(found.since, now)) return found;
  forgetSignIn();
  return undefined;
}

/** Until when the kept sign-in can be opened, Unix milliseconds; undefined when there is none. */
export function keptUntil(now = Date.now()): number | undefined {
  const found = kept(now);
  return found && found.since + HOLDS_MS;
}

/** Keep the sign-in of this session behind a PIN. Throws for a weak one. */
export async function keepBehind(pin: string, rounds = ROUNDS): Promise<void> {
  const [tokens, person] = [tokensNow(), me.value];
  if (isWeak(pin) || !tokens || !person) throw new RangeError("a weak PIN, or nobody is signed in");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const raw = await keyOf(pin, salt, rounds);
  session.setItem(OPENED, text(raw));
  const sealed = await seal(raw, { tokens, me: person });
  keepSignIn(JSON.stringify({ salt: text(salt), rounds, ...sealed, since: tokens.since, tries: 0, until: 0 } satisfies Kept));
}

/** Keep the tokens as they are now, where this session opened the box or made it. */
export async function keepRenewed(): Promise<void> {
  const [raw, tokens, person] = [session.getItem(OPENED), tokensNow(), me.value];
  if (!raw || !tokens || !person || !kept(Date.now())) return;
  const sealed = await seal(bytes(raw), { tokens, me: person });
  const found = kept(Date.now()); // signed out meanwhile?
  if (found) keepSignIn(JSON.stringify({ ...found, ...sealed }));
}

export type Opened = { is: "open" } | { is: "wrong"; left: number } | { is: "waits"; ms: number } | { is: "gone" };

/** Try a PIN. A wrong one is counted before it is tried, so that closing the app saves no try; the last one wipes. */
export async function open(pin: string, now = Date.now()): Promise<Opened> {
  const found = kept(now);
  if (!found) return { is: "gone" };
  if (now < found.until) return { is: "waits", ms: found.until - now };
  const tries = found.tries + 1;
  keepSignIn(JSON.stringify({ ...found, tries, until: now + waitMs(tries) } satisfies Kept));
  const raw = await keyOf(pin, bytes(found.salt), found.rounds);
  const signIn = await unseal(raw, found);
  if (!signIn) {
    if (tries >= MOST_TRIES) forgetSignIn();
    return tries >= MOST_TRIES ? { is: "gone" } : { is: "wrong", left: MOST_TRIES - tries };
  }
  if (isOver(signIn.tokens.since, now)) {
    forgetSignIn();
    return { is: "gone" };
  }
  keepSignIn(JSON.stringify({ ...found, tries: 0, until: 0 } satisfies Kept));
  session.setItem(OPENED, text(raw));
  resume(signIn.tokens);
  resumeMe(signIn.me);
  return { is: "open" };
}

async function seal(raw: Bytes, signIn: SignIn): Promise<Pick<Kept, "iv" | "box">> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: CONTEXT }, key, new TextEncoder().encode(JSON.stringify(signIn)));
  return { iv: text(iv), box: text(new Uint8Array(box)) };
}

async function unseal(raw: Bytes, { iv, box }: Kept): Promise<SignIn | undefined> {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  try {
    const found = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv), additionalData: CONTEXT }, key, bytes(box));
    return JSON.parse(new TextDecoder().decode(found)) as SignIn;
  } catch {
    return undefined; // another key: another PIN, or another browser
  }
}

async function keyOf(pin: string, salt: Bytes, rounds: number): Promise<Bytes> {
  const given = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, given, 256);
  return new Uint8Array(await crypto.subtle.sign("HMAC", await ownKey(), stretched));
}

const DATABASE = "steelyard-pin";
interface Shelf extends DBSchema { keys: { key: "~"; value: CryptoKey } }

/** The key of this browser, made once. */
async function ownKey(): Promise<CryptoKey> {
  const shelf = await openDB<Shelf>(DATABASE, 1, { upgrade: (made) => void made.createObjectStore("keys") });
  try {
    const known = await shelf.get("keys", "~");
    if (known) return known;
    const made = (await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"])) as CryptoKey;
    await shelf.put("keys", made, "~");
    return made;
  } finally {
    shelf.close();
  }
}

type Bytes = Uint8Array<ArrayBuffer>;
const text = (from: Bytes): string => btoa(String.fromCharCode(...from));
const bytes = (from: string): Bytes => Uint8Array.from(atob(from), (one) => one.charCodeAt(0));
