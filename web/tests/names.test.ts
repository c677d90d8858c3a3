import { expect, test } from "vitest";
import { prepared, searched, type RawName } from "../src/names";

const RAW: RawName[] = [
  ["m", "mer-1", "曾阿美", "", "zeng|ceng a|e mei"],
  ["m", "mer-2", "演示水产", "", "yan shi shui chan"],
  ["m", "mer-3", "水产大王", "", "shui chan da|dai wang"],
  ["s", "sit-1", "第八市场", "", "di ba shi chang"],
  ["t", "sit-1", "第八市场 A12", "曾阿美", "di ba shi chang a12", "A12"],
  ["m", "mer-4", "ABC超市", "", "abc chao shi"],
];
const names = prepared(RAW);
const ids = (typed: string): string[] => searched(names, typed).map((one) => `${one.kind}:${one.id}`);

test("part of a name is found, the whole and the beginning first", () => {
  expect(ids("水产")).toEqual(["m:mer-3", "m:mer-2"]);
  expect(ids("演示水产")).toEqual(["m:mer-2"]);
});
test("every reading of a polyphone leads to its name", () => {
  for (const typed of ["zengamei", "ceng a mei", "ZAM", "cam", "zenge"]) expect(ids(typed)).toContain("m:mer-1");
});
test("pinyin may begin at any syllable and end within one", () => {
  expect(ids("shuich")).toEqual(["m:mer-3", "m:mer-2"]);
  expect(ids("huichan")).toEqual([]);
});
test("initials are found whole, at the beginning and inside", () => {
  expect(ids("yssc")).toEqual(["m:mer-2"]);
  expect(ids("dbsc")[0]).toBe("s:sit-1");
  expect(ids("sc")).toContain("m:mer-2");
});
test("full width, case and spaces do not matter", () => {
  expect(ids("ａｂｃ 超市")).toEqual(["m:mer-4"]);
  expect(ids("a12")).toEqual(["t:sit-1"]);
});
test("nothing typed and hostile texts find nothing", () => {
  for (const typed of ["", "  ", ".*", "\\", "(", "🙂"]) expect(ids(typed)).toEqual([]);
});
test("the few that are shown are the best of all, in order", () => {
  const many = prepared(Array.from({ length: 60 }, (_, n): RawName => ["m", `mer-${n}`, `${"大".repeat((n * 7) % 5)}水产${n % 10}号`, "", "shui chan"]));
  for (const typed of ["水产", "shui", "sc", "水产3号"]) {
    const all = searched(many, typed, 1000);
    expect(all.length).toBeGreaterThan(5);
    expect(searched(many, typed, 5)).toEqual(all.slice(0, 5));
  }
});
test("a name with very many readings has eight of them at most", () => {
  const [one] = prepared([["m", "m", "x", "", Array(20).fill("a|b|c").join(" ")]]);
  expect(one?.readings.length).toBeLessThanOrEqual(8);
});
