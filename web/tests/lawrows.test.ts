import { expect, test } from "vitest";
import { language } from "../src/i18n";
import { cellsOf, saidIn } from "../src/law/rows";

const LIMIT = { accuracy_class: "III", up_to_e: "500", limit_e: "0.5", in_service: "2" };
const METER = { code: "water_meter_dn25", name: "水表 DN≤25", name_en: "water meter DN≤25", form: "first_then_replace", type_approval: true, addition: [{ up_to_d: "4", limit_d: "0.12" }, { limit_d: "0.18" }] };

test("a row tells its columns by name and unit, and codes in words", () => {
  expect([saidIn(LIMIT), cellsOf(LIMIT)]).toEqual(["", "准确度等级 III · 载荷至 (e) 500 · 最大允许误差 (e) 0.5 · 使用中为首次的倍数 2"]);
  expect(saidIn(METER)).toBe("水表 DN≤25");
  expect(cellsOf(METER)).toBe("检定方式 首次检定，到期轮换 · 须型式批准 是 · 附加光焦度 （至 (D) 4 · 允差 (D) 0.12）；（允差 (D) 0.18）");
});

test("in English it uses the English words where the table has them", () => {
  language.value = "en";
  expect(saidIn(METER)).toBe("water meter DN≤25");
  language.value = "zh";
});
