/** A merchant's code: M, ten characters, and their check character; never mistaken for an instrument's number or an invitation. */
import { checkCharacter, normalised } from "./number";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 12;

/** As scanned or typed, in its one form. */
export function merchantCodeOf(typed: string): string {
  return normalised(typed.normalize("NFKC").replace(/[\p{Pd}\p{Zs}]/gu, ""));
}

/** As shown and read aloud: M01234-56789-T. */
export function merchantCodeSpaced(code: string): string {
  return [code.slice(0, 6), code.slice(6, 11), code.slice(11)].join("-");
}

/** What to say while somebody types one. */
export function merchantCodeState(typed: string): "empty" | "incomplete" | "wrong" | "right" {
  const code = merchantCodeOf(typed);
  if (code === "") return "empty";
  if (!code.startsWith("M") || code.length > LENGTH || [...code].some((character) => !ALPHABET.includes(character))) return "wrong";
  if (code.length < LENGTH) return "incomplete";
  return checkCharacter(code.slice(1, -1)) === code.at(-1) ? "right" : "wrong";
}
