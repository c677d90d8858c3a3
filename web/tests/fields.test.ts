import { afterEach, expect, test, vi } from "vitest";
import { call, Refused } from "../src/api";
import { wordsOf } from "../src/fields";
import { language } from "../src/i18n";

afterEach(() => {
  vi.unstubAllGlobals();
  language.value = "zh";
});

test("a pointer is told in words; what has none is left out", () => {
  expect(wordsOf("/body/readings/1/indication_g")).toEqual({ zh: "读数 · 第 2 项 · 秤显示的重量", en: "Readings · no. 2 · What the scale shows" });
  expect(wordsOf("/source/drand/round").zh).toBe("来源 · 随机数的轮次");
  for (const pointer of ["", "/", "/constructor", "/no_such_field"]) expect(wordsOf(pointer)).toEqual({ zh: "", en: "" });
});

test("a refusal names its fields as the screens do, never by pointer", async () => {
  const fault = { code: "too_short", zh: "太短。", en: "Too short." };
  const faults = [{ ...fault, pointer: "/strata/0/name" }, { ...fault, pointer: "/no_such_field" }];
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ status: 400, code: "request.malformed", sentences: { zh: "有误。", en: "Wrong." }, faults }, { status: 400 })));
  const refused = (await call("GET", "/v1/public/x").catch((failure: unknown) => failure)) as Refused;
  expect(refused.lines()).toEqual(["有误。", "分层 · 第 1 项 · 名称：太短。", "太短。"]);
  language.value = "en";
  expect(refused.lines()).toEqual(["Wrong.", "Strata · no. 1 · Name: Too short.", "Too short."]);
});
