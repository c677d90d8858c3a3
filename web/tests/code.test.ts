import { expect, test } from "vitest";
import { codeOf, codeState, newCode, spaced } from "../src/code";

const CODE = newCode(() => new Uint8Array([0, 31, 32, 255, 7, 8, 9, 200, 100, 50]));

test("a code is ten characters of the random bytes and one that checks them", () => {
  expect(CODE.slice(0, 10)).toBe("0Z0Z78984J");
  expect(codeState(CODE)).toBe("right");
});

test("a code is read as people type it", () => {
  const typed = ` ${spaced(CODE).toLowerCase().replace("-", " — ").replace("0", "o")} `;
  expect(codeOf(typed)).toBe(CODE);
  expect(codeOf([...CODE].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join(""))).toBe(CODE);
});

test("a mistyped character, a swap and a strange character are told before anything is sent", () => {
  expect(codeState(`1${CODE.slice(1)}`)).toBe("wrong");
  expect(codeState(`${CODE.slice(0, 4)}${CODE[5]}${CODE[4]}${CODE.slice(6)}`)).toBe("wrong");
  expect(codeState("ABC%2")).toBe("wrong");
  expect(codeState(CODE.slice(0, 7))).toBe("incomplete");
  expect(codeState("")).toBe("empty");
});

test("two codes differ", () => {
  expect(newCode()).not.toBe(newCode());
});

test("a draw that looks like none is drawn again", () => {
  const draws = [new Uint8Array(10), new Uint8Array([1, 2, 3, 1, 2, 3, 1, 2, 3, 1]), new Uint8Array([1, 2, 3, 4, 1, 2, 3, 4, 1, 2])];
  expect(newCode(() => draws.shift() ?? new Uint8Array())).toMatch(/^1234123412.$/);
});
