/** A merchant's code: M, ten characters, and their check character; never mistaken for an instrument's number or an invitation. */
import { codeOf } from "./code";
import { stateOf, type NumberState } from "./number";

const LENGTH = 12;

/** As shown and read aloud: M01234-56789-T. */
export function merchantCodeSpaced(code: string): string {
  return [code.slice(0, 6), code.slice(6, 11), code.slice(11)].join("-");
}

/** What to say while somebody types one. */
export function merchantCodeState(typed: string): NumberState {
  const code = codeOf(typed);
  return code && !code.startsWith("M") ? "wrong" : stateOf(code, LENGTH, code.slice(1, -1));
}
