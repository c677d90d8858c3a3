import { describe, expect, it } from "vitest";
import { expectedOf, percent } from "../src/draws/fairness";

describe("chances as people read them", () => {
  it.each([["1", "100%"], ["0.295", "30%"], ["0.0186", "1.9%"], ["0.000714", "0.071%"], ["0.0001", "0.01%"], ["1.2e-07", "<0.01%"]])("%s is %s", (chance, told) => {
    expect(percent(chance)).toBe(told);
  });
  it.each([["6.94", "6.9"], ["0.5", "0.5"], ["3", "3"], ["28.2", "28"], ["1.78e+06", "1780000"]])("of %s objects it says %s", (text, told) => {
    expect(expectedOf(text)).toBe(told);
  });
});
