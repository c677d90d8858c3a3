/** The public number of an instrument: nine Crockford base32 characters and a Luhn mod 32 check character. */
export const NUMBER_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const NUMBER_LENGTH = 10;

/** A number as people type it, in its one form; also from full-width characters and any kind of dash or space. */
export function normalised(typed: string): string {
  return typed.normalize("NFKC").replace(/[\s\-_.·‐-―−]+/g, "").toUpperCase().replace(/[IL]/g, "1").replace(/O/g, "0");
}

export function checkCharacter(body: string): string {
  let total = 0;
  [...body].reverse().forEach((character, place) => {
    const value = NUMBER_ALPHABET.indexOf(character) * (place % 2 === 0 ? 2 : 1);
    total += Math.floor(value / 32) + (value % 32);
  });
  return NUMBER_ALPHABET[(32 - (total % 32)) % 32] ?? "";
}

export type NumberState = "empty" | "incomplete" | "wrong" | "right";

/** What to say while somebody types something of this length, in its one form: `text` is all, `checked` what its last character checks. */
export function stateOf(text: string, length: number, checked = text.slice(0, -1)): NumberState {
  if (text === "") return "empty";
  if ([...text].some((character) => !NUMBER_ALPHABET.includes(character)) || text.length > length) return "wrong";
  if (text.length < length) return "incomplete";
  return checkCharacter(checked) === text.at(-1) ? "right" : "wrong";
}

/** What to say while somebody types a number. */
export function numberState(typed: string): NumberState {
  return stateOf(normalised(typed), NUMBER_LENGTH);
}
