/** Chinese within an English page is marked wherever it is shown, and no word of the app's own is left in Chinese. */
import { compile } from "@vue/compiler-dom";
import { describe, expect, test } from "vitest";
import type { Table } from "../src/i18n";
import { byVoice } from "../src/voices";
import { voices } from "../voices";

const compiled = (template: string): string => compile(template, { nodeTransforms: [voices], prefixIdentifiers: true, mode: "module" }).code;
const tables = import.meta.glob<Record<string, Table>>("../src/words/*.ts", { eager: true });

describe("a text by voice", () => {
  test.each([
    ["Scale", ["Scale"]],
    ["湖里区演示市场", ["", "湖里区演示市场", ""]],
    ["Until 2027-01-03 · A区3号（演示）", ["Until 2027-01-03 · ", "A区3号（演示）", ""]],
    ["陈氏 LED 灯, opened by 王阿婆.", ["", "陈氏 LED 灯", ", opened by ", "王阿婆", "."]],
    ["Seen at 八市市场(演示), kept by 林*.", ["Seen at ", "八市市场(演示)", ", kept by ", "林*", "."]],
    ["", [""]],
  ])("%s", (text, parts) => {
    expect(byVoice(text)).toEqual(parts);
  });
});

describe("a template", () => {
  test("shows what nobody knows the language of by Voiced, as one text with what stands around it", () => {
    expect(compiled(`<p>{{ t("day") }}: {{ name }} · <b>{{ t("day") }}</b></p>`)).toContain('text: [(_ctx.t("day")), ": ", (_ctx.name), " · "].join("")');
  });
  test.each(["<b>word</b>", `<b>{{ t("day") }}</b>`, `<b lang="zh">{{ name }}</b>`, "<b :lang='tongue'>{{ name }}</b>"])("leaves %s as it is", (template) => {
    expect(compiled(template)).not.toContain("Voiced");
  });
  test("marks whole what can hold nothing but text", () => {
    const code = compiled("<option>{{ name }}</option>");
    expect(code).not.toContain("Voiced");
    expect(code).toContain("lang: ");
  });
  test.each(["<i v-if='one'>{{ name }}</i>", "<template v-if='one'>{{ name }}<i /></template>", "<i v-for='one in all' :key='one'>{{ one }}</i>", "<Row><template #end>{{ name }}</template></Row>"])("reaches into %s", (template) => {
    expect(compiled(template)).toContain("_component_Voiced");
  });
});

test("no English word of a table is left in Chinese", () => {
  const words = Object.entries(tables).flatMap(([file, parts]) => Object.values(parts).flatMap((table) => Object.entries(table).map(([key, pair]) => [`${file} ${key}`, pair[1]] as const)));
  expect(words.length).toBeGreaterThan(1000);
  expect(words.filter(([key, en]) => /\p{Script=Han}/u.test(String(en)) && !key.endsWith("common.ts language")).map(([key, en]) => `${key}: ${en}`)).toEqual([]);
});
