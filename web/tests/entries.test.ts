import { expect, test } from "vitest";
import { isPersonal, isYuan, look } from "../src/publication/entries";

test("what looks like a person's number is told before it is sent, as the server refuses it", () => {
  for (const text of ["电话13800138000", "138 0013 8000", "一三八零零一三八零零零", "a@b.cn", "3502031990"]) expect(isPersonal(text)).toBe(true);
  for (const text of ["2026-11-25已送检，500 g砝码误差3 g", "已更换", "文号〔2026〕12号"]) expect(isPersonal(text)).toBe(false);
});

test("an amount is more than nothing, in whole fen", () => {
  for (const text of ["1380", "1380.00", "0.5", "85449.80"]) expect(isYuan(text)).toBe(true);
  for (const text of ["", "0", "0.00", "-5", "1.005", "1,380", "一千", "1e3"]) expect(isYuan(text)).toBe(false);
});

test("an objection stands out whatever else holds", () => {
  expect(look({ state: "notified", objection: true })).toBe("bad");
  expect(look({ state: "due" })).toBe("warn");
  expect(look({ state: "published" })).toBe("good");
  expect(look({ state: "expired" })).toBe("");
});
