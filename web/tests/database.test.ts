import { expect, test, vi } from "vitest";
import { database } from "../src/database";
import { isFleeting } from "../src/fleeting";

interface Rows { rows: { key: string; value: { id: string; at: Date; file: Blob; raw: Uint8Array } } }

test("where the browser is closed to us and cannot copy, what is kept is in memory, and that is told", async () => {
  vi.stubGlobal("indexedDB", { open: () => { throw new DOMException("denied", "SecurityError"); } });
  vi.stubGlobal("structuredClone", undefined);
  vi.stubGlobal("addEventListener", vi.fn());
  const kept = await database<Rows>("one", 1, (made) => void made.createObjectStore("rows", { keyPath: "id" })).open();
  const put = { id: "a", at: new Date(7), file: new Blob(["x"]), raw: new Uint8Array([1, 2]) };
  await kept.put("rows", put);
  put.raw[0] = 9;
  expect(await kept.get("rows", "a")).toEqual({ ...put, raw: new Uint8Array([1, 2]) });
  expect(isFleeting.value).toBe(true);
  expect(addEventListener).toHaveBeenCalledWith("beforeunload", expect.any(Function));
});
