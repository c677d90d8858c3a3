import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { dropDraft, keepDraft, readDraft } from "../src/drafts";
import { newId } from "../src/ids";

it("keeps several drafts apart until each is dropped", async () => {
  const draft = { answers: { readings: [{ load_g: "1000", indication_g: "" }] }, note: "" };
  await keepDraft({ key: "v/1", ...draft });
  await keepDraft({ key: "v/2", ...draft, note: "second" });
  await dropDraft("v/1");
  expect(await readDraft("v/1")).toBeUndefined();
  expect((await readDraft("v/2"))?.note).toBe("second");
});

it("makes ids the server accepts", () => {
  expect(newId("chk", 0, new Uint8Array(10))).toBe(`chk-${"0".repeat(26)}`);
  expect(newId("scn")).toMatch(/^scn-[0-7][0-9a-hjkmnp-tv-z]{25}$/);
});
