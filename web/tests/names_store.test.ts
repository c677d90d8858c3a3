import "fake-indexeddb/auto";
import { afterEach, expect, it, vi } from "vitest";
import { forgetRead } from "../src/forgetting";
import { freshNames, keptNames } from "../src/names_store";
import { PATIENT } from "./browser";

afterEach(() => vi.unstubAllGlobals());

it("keeps a district's names until they are forgotten, fetches them once a version, and then begins afresh", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const told = { district: "350203", version: "1", built_at: "2026-11-24T04:00:00Z", count: 1, url: "https://files.example/names" };
    return Promise.resolve(Response.json(path.startsWith("/api") ? told : { names: [["m", "mer-1", "曾阿美", "", "zeng a mei"]] }));
  });
  const names = async (): Promise<string[] | undefined> => (await keptNames("350203"))?.names.map((one) => one.name);
  expect(await names()).toBeUndefined();
  await freshNames("350203");
  await freshNames("350203");
  expect([await names(), asked.filter((path) => !path.startsWith("/api")).length]).toEqual([["曾阿美"], 1]);
  forgetRead();
  await vi.waitFor(async () => expect(await names()).toBeUndefined(), PATIENT);
  await freshNames("350203");
  expect(await names()).toEqual(["曾阿美"]);
});
