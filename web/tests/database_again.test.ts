/** A phone ends a page's database at will; the page goes on with it. */
import "fake-indexeddb/auto";
import { forceCloseDatabase } from "fake-indexeddb";
import { deleteDB, unwrap } from "idb";
import { expect, it, vi } from "vitest";
import { database } from "../src/database";

interface Numbers { rows: { key: string; value: number } }

it("is opened again after the phone closed it, and after it failed to open", async () => {
  const { open, close } = database<Numbers>("again", 1, (made) => void made.createObjectStore("rows"));
  const first = await open();
  await first.put("rows", 1, "a");
  forceCloseDatabase(unwrap(first) as never);
  await vi.waitFor(async () => expect(await (await open()).get("rows", "a")).toBe(1));
  await close();
  vi.spyOn(indexedDB, "open").mockImplementationOnce(() => { throw new DOMException("lost", "UnknownError"); });
  await expect(open()).rejects.toThrow("lost");
  expect(await (await open()).get("rows", "a")).toBe(1);
});

it("makes way for whoever deletes it", async () => {
  const { open } = database<Numbers>("gone", 1, (made) => void made.createObjectStore("rows"));
  await (await open()).put("rows", 1, "a");
  await deleteDB("gone");
  expect(await (await open()).get("rows", "a")).toBeUndefined();
});
