/** The browser's reckoning of standings against the server's: every vector of tests/golden/standing_web. */
import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { agrees, plus, reckon, sha256, type Reckoned } from "../src/credit/recompute";
import type { Rulebook, Standing } from "../src/credit/standing";

interface Vectors { rulebooks: Rulebook[]; cases: { lines: string[]; day: string; book: number; expected: Reckoned }[] }
const { rulebooks, cases } = JSON.parse(readFileSync(new URL("../../tests/golden/standing_web/vectors.json", import.meta.url), "utf8")) as Vectors;

test("every standing is the server's, point by point", async () => {
  expect(cases.length).toBeGreaterThan(60);
  for (const one of cases) expect(await reckon(one.lines, rulebooks[one.book] as Rulebook, one.day)).toEqual(one.expected);
});

test("a page sees whether points, facts and file agree", async () => {
  const one = cases.find(({ lines }) => lines.length > 2);
  const text = "the rulebook";
  const book = { sha256: await sha256(text), text, rulebook: rulebooks[one?.book ?? 0] as Rulebook, is_now: true };
  const standing = { facts: one?.lines, reckoned: { ...one?.expected, day: one?.day } } as Standing;
  expect(await agrees(standing, book)).toBe(true);
  expect(await agrees({ ...standing, reckoned: { ...standing.reckoned, points: 99 } }, book)).toBe(false);
  expect(await agrees({ ...standing, facts: standing.facts.slice(1) }, book)).toBe(false);
  expect(await agrees(standing, { ...book, text: "another" })).toBe(false);
});

test("a line that was changed gives another hash", async () => {
  const [one] = cases.filter(({ lines }) => lines.length > 2);
  const lines = one?.lines.slice(1) ?? [];
  expect((await reckon(lines, rulebooks[0] as Rulebook, one?.day ?? "")).facts_sha256).not.toBe(one?.expected.facts_sha256);
});

test("days are counted over months and leap years", () => {
  expect([plus("2028-02-28", 1), plus("2026-12-31", 1), plus("2026-03-01", -1)]).toEqual(["2028-02-29", "2027-01-01", "2026-02-28"]);
});
