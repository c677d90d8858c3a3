import { expect, test } from "vitest";
import { CONSUMERS, eachOnce, ENTRANCES, entrancesFor, PUBLIC, type Role } from "../src/entrances";
import router from "../src/router.ts?raw";

const ROLES: Role[] = ["inspector", "reviewer", "supervisor", "publisher", "leader", "lab", "merchant", "organiser", "auditor", "administrator"];
const paths = [...router.matchAll(/\{ path: "([^"]+)"/g)].map((match) => match[1]);

test("every tile leads to a page that exists", () => {
  const tiles = [...ENTRANCES.flatMap((entrance) => entrance.tiles), ...CONSUMERS.tiles, ...PUBLIC];
  expect(tiles.map((tile) => tile.path).filter((path) => !paths.includes(path))).toEqual([]);
});

test("a tile is only for roles of its entrance", () => {
  const strangers = ENTRANCES.flatMap((entrance) => entrance.tiles.flatMap((tile) => (tile.roles ?? []).filter((role) => !entrance.roles.includes(role))));
  expect(strangers).toEqual([]);
});

test("an inspector enters enforcement only, a supervisor oversight too", () => {
  expect(entrancesFor(["inspector"]).map((one) => one.key)).toEqual(["enforcement"]);
  expect(entrancesFor(["supervisor"]).map((one) => one.key)).toContain("enforcement");
  expect(entrancesFor([])).toEqual([]);
});

test("nobody with a role comes to an empty home", () => {
  expect(ROLES.filter((role) => entrancesFor([role]).length === 0)).toEqual([]);
});

test("no page of the router still names the meta of before", () => {
  expect(router).not.toContain("officer: true");
});

test("nobody is offered a tile twice in one entrance", () => {
  for (const role of ROLES) {
    for (const { tiles } of entrancesFor([role])) expect(new Set(tiles.map((tile) => tile.path)).size).toBe(tiles.length);
  }
});

test("a home that shows several entrances shows each page once, and none is lost", () => {
  const both = entrancesFor(["supervisor", "lab", "merchant"]);
  const paths = both.flatMap(({ tiles }) => tiles.map((tile) => tile.path));
  const once = eachOnce(both).flatMap(({ tiles }) => tiles.map((tile) => tile.path));
  expect(once.length).toBeLessThan(paths.length);
  expect([...once].sort()).toEqual([...new Set(paths)].sort());
  const oversight = entrancesFor(["supervisor"]).at(-1);
  expect(eachOnce(entrancesFor(["supervisor"])).at(-1)).toEqual(oversight);
});
