import { describe, expect, it } from "vitest";
import { freshItem, fromItem, lacksOf, toItem, type Item } from "../src/sampling/item";

const ITEM: Item = {
  code: "JL-01", name: "集贸市场在用衡器监督检查", basis: [{ title: "中华人民共和国计量法", article: "第九条", url: "https://law.example/9" }, { title: "厦门市规定", article: "", url: "" }],
  objects: "merchant", weight_class: "general", ratio_ceiling: { numerator: 1, denominator: 3 }, times_per_year: 2, department: "市监局(演示)", since: "2026-01-01", until: "2027-01-01",
};

describe("an inspection item in its editor", () => {
  it("comes back as it was read", () => {
    expect(toItem(fromItem({ ...ITEM, id: "itm-1" }, 3))).toEqual(ITEM);
    const key: Item = { code: "JL-02", name: "重点事项", basis: [], objects: "site", weight_class: "key", times_per_year: 1, department: "市监局(演示)", since: "2026-01-01" };
    expect(toItem(fromItem({ ...key, id: "itm-1" }, 3))).toEqual(key);
  });
  it("sends what is no number as one that no rule accepts", () => {
    const form = { ...freshItem("itm-1", "2026-01-01"), percent: "x", times: "two" };
    expect(toItem(form)).toMatchObject({ ratio_ceiling: { numerator: -1 }, times_per_year: 0 });
  });
  it("lacks what is empty, in the order of the form, and nothing once it is whole", () => {
    const form = freshItem("itm-1", "2026-01-01");
    expect(lacksOf({ ...form, percent: " " }).map((one) => one.field)).toEqual(["code", "name", "title-0", "percent", "department"]);
    expect(lacksOf({ ...form, percent: "", weightClass: "key" }).map((one) => one.field)).not.toContain("percent");
    expect(lacksOf(fromItem({ ...ITEM, id: "itm-1" }, 3))).toEqual([]);
  });
});
