/** Words stand out from their ground by at least 7:1 (WCAG 2.1 AAA), in light and in dark. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../src/tokens.css", import.meta.url), "utf8");
const colours = (part: string): Record<string, string> => Object.fromEntries([...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
const [light = {}, dark = {}] = css.split("@media (prefers-color-scheme: dark)").map(colours);
const WORDS: Record<string, readonly string[]> = {
  paper: ["ink", "ink-soft", "jade", "good", "warn", "bad"],
  card: ["ink", "ink-soft", "jade", "good", "warn", "bad"],
  "good-bg": ["ink", "jade", "good"],
  "warn-bg": ["ink", "warn"],
  "bad-bg": ["ink", "bad"],
  deep: ["on-deep"],
  jade: ["on-jade"],
  bad: ["card"],
};
const pairs = Object.entries(WORDS).flatMap(([ground, words]) => words.map((word) => [word, ground] as const));

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [less = 0, more = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

test.each([["light", light], ["dark", { ...light, ...dark }]])("%s", (_, theme) => {
  const told = pairs.map(([word, ground]) => ({ pair: `${word} on ${ground}`, ratio: contrast(theme[word] ?? "", theme[ground] ?? "") }));
  expect(told.filter(({ ratio }) => !(ratio >= 7))).toEqual([]);
});
