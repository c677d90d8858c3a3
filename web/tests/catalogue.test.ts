import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATEGORIES, SCALES, VENUES } from "../src/catalogue";
import { DISTRICTS } from "../src/districts";

const python = (name: string) => readFileSync(new URL(`../../chalicelib/registry/${name}.py`, import.meta.url), "utf8");
const literal = (source: string, name: string) => [...(new RegExp(`^${name} = Literal\\[([^\\]]*)\\]`, "m").exec(source)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]);

test("the kinds of instruments and sites, and the districts, are those of the registry", () => {
  expect(CATEGORIES.map((one) => one.value)).toEqual(literal(python("categories"), "Category"));
  expect(VENUES.map((one) => one.value)).toEqual(literal(python("parties"), "Venue"));
  expect(DISTRICTS.map((one) => one.code)).toEqual(literal(python("districts"), "District"));
  expect(literal(python("districts"), "District").length).toBeGreaterThan(0);
});

test("they are called the same in both languages", () => {
  const names = python("categories").replace(/\s+/g, " ");
  for (const { words } of CATEGORIES) expect(names).toContain(`"${words[0]}", "${words[1]}"`);
  const venues = python("parties");
  for (const { words } of VENUES) expect(venues).toContain(`Sentence("${words[0]}", "${words[1]}")`);
  expect(SCALES.every((scale) => CATEGORIES.some((one) => one.value === scale))).toBe(true);
});
