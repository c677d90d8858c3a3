import { expect, it } from "vitest";
import golden from "../../tests/golden/labels/l1.json";
import { kindOf } from "../src/labels/kinds";

it.each(golden.map((one) => [one.name, one] as const))("a phone names the family of a code as the server does: %s", (_, one) => {
  const isPayment = "reason" in one && one.reason === "foreign_payment";
  expect(kindOf(one.content) === "payment").toBe(isPayment);
  if (one.outcome === "genuine") expect(kindOf(one.content)).toBe("label");
});
