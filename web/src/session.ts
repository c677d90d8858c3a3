/** Signing in with any OIDC issuer: authorization code with PKCE. Tokens live for the browser session; pin.ts keeps them longer. */
import { ref } from "vue";
import { config } from "./config";
import { local, session } from "./storages";

/** `ends`: of the access token; `since`: when the person signed in at the issuer. Both Unix milliseconds. */
export interface Tokens { access: string; refresh?: string | undefined; ends: number; since: number }

const KEPT = "steelyard.tokens";
const PENDING = "steelyard.sign-in";
const EARLY_MS = 30_000;
/** Of the lock and the channel between tabs. */
const CHANNEL = "steelyard-tokens";

export const signedIn = ref(session.getItem(KEPT) !== null);
/** The session ended by itself, not by signing out. */
export const ended = ref(false);

interface Discovery { authorization_endpoint: string; token_endpoint: string }

async function discovery(): Promise<Discovery> {
  const { issuer } = await config();
  return (await fetch(`${issuer}/.well-known/openid-configuration`)).json() as Promise<Discovery>;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const redirect = () => `${location.origin}/callback`;

/** Leave for the issuer; come back to `then`. */
export async function signIn(then: string): Promise<void> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const state = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  session.setItem(PENDING, JSON.stringify({ verifier, state, then }));
  const { client_id } = await config();
  const asked = new URLSearchParams({
    response_type: "code", client_id, redirect_uri: redirect(), scope: "openid offline_access", state,
    code_challenge: challenge, code_challenge_method: "S256",
  });
  location.assign(`${(await discovery()).authorization_endpoint}?${asked.toString()}`);
}

/** Take the code the issuer sent back; answers where to go on. */
export async function complete(query: URLSearchParams): Promise<string> {
  const pending = JSON.parse(session.getItem(PENDING) ?? "{}") as { verifier?: string; state?: string; then?: string };
  session.removeItem(PENDING);
  const code = query.get("code");
  if (!code || !pending.verifier || query.get("state") !== pending.state) throw new Error("sign-in was not ours");
  forgetSignIn(); // a kept one was of the sign-in before, or of somebody else
  await exchange({ grant_type: "authorization_code", code, redirect_uri: redirect(), code_verifier: pending.verifier }, Date.now());
  const then = pending.then ?? "/";
  return then.startsWith("/") && !then.startsWith("//") ? then : "/";
}

/** The issuer will not renew this session, however often it is asked. */
class Ended extends Error {}
/** The token at hand has ended and the issuer could not be reached: what is to be asked waits for a network. */
export class Unreachable extends Error {}

async function exchange(form: Record<string, string>, since: number): Promise<Tokens> {
  const { client_id } = await config();
  const answer = await fetch((await discovery()).token_endpoint, { method: "POST", body: new URLSearchParams({ ...form, client_id }) });
  if (answer.status === 400 || answer.status === 401) throw new Ended();
  if (!answer.ok) throw new Unreachable();
  const told = (await answer.json()) as { access_token: string; refresh_token?: string; expires_in: number };
  // An issuer that answers none lets the old one count on (RFC 6749 section 6).
  const tokens: Tokens = { access: told.access_token, refresh: told.refresh_token ?? form["refresh_token"], ends: Date.now() + told.expires_in * 1000, since };
  resume(tokens);
  tabs?.postMessage({ was: form["refresh_token"], now: tokens } satisfies Renewal);
  renewed.forEach((tell) => tell());
  return tokens;
}

const renewed: (() => void)[] = [];

/** Have something done whenever the tokens were changed. */
export function onRenewed(tell: () => void): void {
  renewed.push(tell);
}

/** The tokens of this session. */
export function tokensNow(): Tokens | undefined {
  const kept = session.getItem(KEPT);
  return kept ? { since: Date.now(), ...(JSON.parse(kept) as Omit<Tokens, "since">) } : undefined;
}

/** Go on with these tokens. */
export function resume(tokens: Tokens): void {
  session.setItem(KEPT, JSON.stringify(tokens));
  listen();
  signedIn.value = true;
  ended.value = false;
}

let renewing: Promise<Tokens> | undefined;

/** A refresh token may count once, so that two questions at a time, and two tabs with the same one, renew together. */
function refreshed(tokens: Tokens): Promise<Tokens> {
  const { locks } = navigator as Partial<Navigator>;
  const work = (): Promise<Tokens> => renewedOnce(tokens);
  renewing ??= (locks ? (locks.request(CHANNEL, work) as unknown as Promise<Tokens>) : work()).finally(() => (renewing = undefined));
  return renewing;
}

async function renewedOnce(before: Tokens): Promise<Tokens> {
  const newer = (): Tokens | undefined => {
    const now = tokensNow();
    return now?.refresh === before.refresh ? undefined : now;
  };
  const told = newer();
  if (told) return told;
  try {
    return await exchange({ grant_type: "refresh_token", refresh_token: before.refresh ?? "" }, before.since);
  } catch (failure) {
    const late = failure instanceof Ended ? newer() : undefined; // another tab's word came meanwhile
    if (late) return late;
    throw failure;
  }
}

/** What a tab tells the others that have the same refresh token: one that was opened from it, or by the same PIN. */
interface Renewal { was: string | undefined; now: Tokens }
let tabs: BroadcastChannel | undefined;

function listen(): void {
  if (tabs || typeof BroadcastChannel === "undefined") return;
  tabs = new BroadcastChannel(CHANNEL);
  tabs.onmessage = ({ data: { was, now } }: MessageEvent<Renewal>) => {
    if (was !== undefined && tokensNow()?.refresh === was) resume(now);
  };
}
if (signedIn.value) listen();

/** A token that still holds, refreshed when it is about to end; empty when nobody is signed in. Throws Unreachable. */
export async function accessToken(): Promise<string> {
  const tokens = tokensNow();
  if (!tokens) return "";
  if (Date.now() < tokens.ends - EARLY_MS || !tokens.refresh) return tokens.access;
  try {
    return (await refreshed(tokens)).access;
  } catch (failure) {
    if (!(failure instanceof Ended) && Date.now() >= tokens.ends) throw new Unreachable();
    return tokens.access;
  }
}

/** A new token at once: who it is for is asked afresh, so that new roles count without waiting. */
export async function renew(): Promise<void> {
  const tokens = tokensNow();
  if (!tokens?.refresh) return;
  try {
    await refreshed(tokens);
  } catch {
    return; // the token of before still holds
  }
}

const SEALED = "steelyard.sealed";

/** The sign-in that pin.ts keeps, sealed; in localStorage, where it is gone at once even when the page is being left. */
export function keptSignIn(): string | null {
  return local.getItem(SEALED);
}
export function keepSignIn(sealed: string): void {
  local.setItem(SEALED, sealed);
}
export function forgetSignIn(): void {
  local.removeItem(SEALED);
}

const forgetting: (() => void)[] = [];

/** Have something else forgotten together with the tokens. */
export function onSignedOut(forget: () => void): void {
  forgetting.push(forget);
}

/** Forget the tokens and all that is kept for a session, whether its page was opened since or not; what was typed stays. */
export function signOutLocally(byItself = false): void {
  ended.value = byItself && signedIn.value;
  const names = Array.from({ length: session.length }, (_, place) => session.key(place) ?? "");
  for (const name of names) if (name !== PENDING) session.removeItem(name); // a sign-in under way goes on
  forgetSignIn();
  signedIn.value = false;
  forgetting.forEach((forget) => forget());
}
