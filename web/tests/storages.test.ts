import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const afresh = (): Promise<typeof import("../src/storages")> => {
  vi.resetModules();
  return import("../src/storages");
};
const denied = (): never => {
  throw new DOMException("denied", "SecurityError");
};

it("is the browser's own where there is one", async () => {
  const { isBlocked, local, session } = await afresh();
  expect([local === localStorage, session === sessionStorage, isBlocked]).toEqual([true, true, false]);
});

it.each([
  ["reaching for it throws", { get: denied }],
  ["reading it throws", { value: { getItem: denied } }],
  ["a web view has none", { value: null }],
])("remembers for as long as the page is open where %s", async (_, property) => {
  vi.stubGlobal("localStorage", undefined);
  Object.defineProperty(globalThis, "localStorage", { configurable: true, ...property });
  const { isBlocked, local } = await afresh();
  expect(isBlocked).toBe(true);
  local.setItem("a", "1");
  local.setItem("b", "2");
  local.removeItem("a");
  expect([local.getItem("a"), local.getItem("b"), local.key(0), local.length]).toEqual([null, "2", "b", 1]);
});
