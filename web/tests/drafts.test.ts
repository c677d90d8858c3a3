import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { draftBefore, draftsOf, dropDraft, keepDraft, placeOf, readDraft } from "../src/drafts";
import { newId } from "../src/ids";
import { carried, type Step } from "../src/law/forms";

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

it("finds what was typed into an earlier version of a form, the newest first, and forgets all of it when it was sent", async () => {
  const key = (version: number, form = "scale"): string => `acc-1/vis-1/ins-1/${form}.${String(version)}`;
  for (const version of [1, 2, 9, 10]) await keepDraft({ key: key(version), answers: {}, note: String(version) });
  await keepDraft({ key: key(3, "scale-small"), answers: {}, note: "another form" });
  expect((await draftBefore(key(11)))?.note).toBe("10");
  expect((await draftBefore(key(9)))?.note).toBe("2");
  expect(await draftBefore(key(1))).toBeUndefined();
  await dropDraft(key(10));
  expect((await draftsOf("acc-1")).map((one) => one.note)).toEqual(["another form"]);
  expect(placeOf(key(3, "scale-small"))).toEqual({ account: "acc-1", visit: "vis-1", about: "ins-1", form: "scale-small", version: 3 });
});

it("carries answers over to a newer version as far as it still asks for them", () => {
  const step = (field: string, more: Partial<Step> = {}): Step => ({ field, asks: "text", zh: "示例", en: "demo", ...more });
  const rows = step("readings", { asks: "group", repeats: { least: 1, most: 9, usual: 2 }, steps: [step("load_g", { asks: "number" }), step("zone")] });
  const choice = step("class", { asks: "choice", choices: [{ value: "M1", zh: "示例", en: "demo" }] });
  const before = { readings: [{ load_g: "1000", gone: "x" }, { load_g: "2000" }, { load_g: "5" }], class: "M1", note: ["?"] as never, gone: "y" };
  expect(carried([rows, choice, step("note"), step("fresh")], before)).toEqual({
    readings: [{ load_g: "1000", zone: "" }, { load_g: "2000", zone: "" }, { load_g: "5", zone: "" }], class: "M1", note: "", fresh: "",
  });
  expect(carried([choice], { class: "F2" })).toEqual({ class: "" });
  expect(carried([rows], { readings: "text" })).toEqual({ readings: [{ load_g: "", zone: "" }, { load_g: "", zone: "" }] });
});
