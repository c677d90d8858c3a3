/** The code of an invitation, made on the inviter's phone: ten Crockford base32 characters of 50 random bits and a check character. */
import { checkCharacter, normalised, NUMBER_ALPHABET, stateOf, type NumberState } from "./number";

const CODE_LENGTH = 11;
const RANDOM_CHARACTERS = 10;
const DIFFERENT_CHARACTERS = 4;

/** 32 divides 256, so every character is as likely as every other; drawn again where the server would take it for no draw. */
export function newCode(draw: () => Uint8Array = () => crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS))): string {
  const body = [...draw().slice(0, RANDOM_CHARACTERS)].map((byte) => NUMBER_ALPHABET[byte & 31] ?? "").join("");
  if (new Set(body).size < DIFFERENT_CHARACTERS) return newCode(draw);
  return body + checkCharacter(body);
}

/** As shown and read aloud: ABCDE-FGHJK-9. */
export function spaced(code: string): string {
  return [code.slice(0, 5), code.slice(5, 10), code.slice(10)].filter(Boolean).join("-");
}

/** A code as people type it, in its one form; any case, full-width or not, with dashes and spaces anywhere. */
export function codeOf(typed: string): string {
  return normalised(typed.normalize("NFKC").replace(/[\p{Pd}\p{Zs}]/gu, ""));
}

/** What to say while somebody types a code. */
export function codeState(typed: string): NumberState {
  return stateOf(codeOf(typed), CODE_LENGTH);
}
