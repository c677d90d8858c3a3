/** Signing in with any OIDC issuer: authorization code with PKCE. Tokens live for the browser session only. */
import { ref } from "vue";
import { config } from "./config";

interface Tokens { access: string; refresh?: string | undefined; ends: number }

const KEPT = "steelyard.tokens";
const PENDING = "steelyard.sign-in";
const EARLY_MS = 30_000;

export const signedIn = ref(sessionStorage.getItem(KEPT) !== null);
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
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, then }));
  const { client_id } = await config();
  const asked = new URLSearchParams({
    response_type: "code", client_id, redirect_uri: redirect(), scope: "openid offline_access", state,
    code_challenge: challenge, code_challenge_method: "S256",
  });
  location.assign(`${(await discovery()).authorization_endpoint}?${asked.toString()}`);
}

/** Take the code the issuer sent back; answers where to go on. */
export async function complete(query: URLSearchParams): Promise<string> {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "{}") as { verifier?: string; state?: string; then?: string };
  sessionStorage.removeItem(PENDING);
  const code = query.get("code");
  if (!code || !pending.verifier || query.get("state") !== pending.state) throw new Error("sign-in was not ours");
  await exchange({ grant_type: "authorization_code", code, redirect_uri: redirect(), code_verifier: pending.verifier });
  const then = pending.then ?? "/";
  return then.startsWith("/") && !then.startsWith("//") ? then : "/";
}

async function exchange(form: Record<string, string>): Promise<Tokens> {
  const { client_id } = await config();
  const answer = await fetch((await discovery()).token_endpoint, { method: "POST", body: new URLSearchParams({ ...form, client_id }) });
  if (!answer.ok) throw new Error("the issuer refused");
  const told = (await answer.json()) as { access_token: string; refresh_token?: string; expires_in: number };
  const tokens: Tokens = { access: told.access_token, refresh: told.refresh_token, ends: Date.now() + told.expires_in * 1000 };
  sessionStorage.setItem(KEPT, JSON.stringify(tokens));
  signedIn.value = true;
  return tokens;
}

/** A token that still holds, refreshed when it is about to end; empty when nobody is signed in. */
export async function accessToken(): Promise<string> {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return "";
  const tokens = JSON.parse(kept) as Tokens;
  if (Date.now() < tokens.ends - EARLY_MS || !tokens.refresh) return tokens.access;
  try {
    return (await exchange({ grant_type: "refresh_token", refresh_token: tokens.refresh })).access;
  } catch {
    return tokens.access;
  }
}

/** A new token at once: who it is for is asked afresh, so that new roles count without waiting. */
export async function renew(): Promise<void> {
  const { refresh } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<Tokens>;
  if (!refresh) return;
  try {
    await exchange({ grant_type: "refresh_token", refresh_token: refresh });
  } catch {
    return; // the token of before still holds
  }
}

const forgetting: (() => void)[] = [];

/** Have something else forgotten together with the tokens. */
export function onSignedOut(forget: () => void): void {
  forgetting.push(forget);
}

/** Forget the tokens and all that is kept for a session, whether its page was opened since or not; what was typed stays. */
export function signOutLocally(byItself = false): void {
  ended.value = byItself && signedIn.value;
  const names = Array.from({ length: sessionStorage.length }, (_, place) => sessionStorage.key(place) ?? "");
  for (const name of names) if (name !== PENDING) sessionStorage.removeItem(name); // a sign-in under way goes on
  signedIn.value = false;
  forgetting.forEach((forget) => forget());
}
