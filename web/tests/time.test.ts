import { expect, test } from "vitest";
import { cityTime } from "../src/time";

test("an instant is told in the city's time, also over midnight", () => {
  expect(cityTime("2026-11-24T04:05:00.000Z")).toBe("2026-11-24 12:05");
  expect(cityTime("2026-12-31T16:00:00.000Z")).toBe("2027-01-01 00:00");
});
