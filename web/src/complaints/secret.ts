/** The following secret (查询码): 128 random bits that only the citizen's phone has; the server keeps their hash. */
import { base32 } from "../ids";

const FORM = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export function newSecret(random: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
  return base32(random);
}

/** What is sent instead of the secret. */
export async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A secret out of a link's fragment; undefined for anything else. */
export function secretIn(fragment: string): string | undefined {
  const secret = fragment.replace(/^#/, "").toLowerCase();
  return FORM.test(secret) ? secret : undefined;
}

/** The link that follows a file, to be kept by whoever sent it. */
export function linkOf(complaint: string, secret: string): string {
  return `${location.origin}/f/${complaint}#${secret}`;
}
