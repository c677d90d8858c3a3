import { expect, test } from "vitest";
import { codeOf } from "../src/code";
import { merchantCodeSpaced, merchantCodeState } from "../src/visitcode";

const CODE = "M0123456789T";

test("a merchant's code is read as it is shown, scanned and typed", () => {
  expect(merchantCodeSpaced(CODE)).toBe("M01234-56789-T");
  expect(codeOf(` ${merchantCodeSpaced(CODE).toLowerCase().replace("-", " — ").replace("0", "o").replace("1", "l")} `)).toBe(CODE);
  expect(merchantCodeState(CODE)).toBe("right");
});

test("what is mistyped, too long, or another kind of code is told before anything is sent", () => {
  expect(merchantCodeState("")).toBe("empty");
  expect(merchantCodeState(CODE.slice(0, 11))).toBe("incomplete");
  expect(merchantCodeState("M0123456798T")).toBe("wrong");
  expect(merchantCodeState(`${CODE}0`)).toBe("wrong");
  expect(merchantCodeState("7K3M9Q2RTB")).toBe("wrong");
});
