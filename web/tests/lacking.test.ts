import { createRenderer, nextTick, ref } from "vue";
import { afterEach, expect, test } from "vitest";
import { focusField } from "../src/arrival";
import { language } from "../src/i18n";
import { saidOf, unmet, useLacks, type Lack } from "../src/lacking";

const nothing = (): object => ({});
const { createApp } = createRenderer<object, object>({
  createElement: nothing, createText: nothing, createComment: nothing, insert: nothing, remove: nothing, patchProp: nothing,
  setText: nothing, setElementText: nothing, parentNode: () => null, nextSibling: () => null,
});
afterEach(() => void (language.value = "zh"));

/** A page with the fields of a form: what was done to them, in order. */
function page(...fields: string[]): string[] {
  const done: string[] = [];
  const fieldOf = (id: string): object => ({
    matches: () => true, closest: () => null, tabIndex: 0, scrollIntoView: () => done.push(`scroll ${id}`), focus: () => done.push(`focus ${id}`),
  });
  Object.assign(document, { getElementById: (id: string) => (fields.includes(id) ? fieldOf(id) : null) });
  return done;
}
function form(lacks: () => Lack[], again?: () => void): { lead: () => boolean; waits: () => string; close: () => void } {
  const kept: ReturnType<typeof useLacks>[] = [];
  const app = createApp({ setup: () => (kept.push(useLacks(lacks, again)), () => null) });
  app.mount({});
  const [own] = kept as [ReturnType<typeof useLacks>];
  return { lead: () => own.lead(), waits: () => own.waits.value, close: () => app.unmount() };
}

test("what is lacking stands in the order of the form, with what to do", () => {
  const asked = [["who", ""], ["why", "太短", 4], ["what", []], ["where", undefined], ["pledge", false, 1, "请先勾选"]] as const;
  expect(unmet(...asked)).toEqual([
    { field: "who", say: "请填写这一项" }, { field: "why", say: "请写清楚，至少 4 个字" }, { field: "what", say: "请先选好这一项" },
    { field: "where", say: "请先选好这一项" }, { field: "pledge", say: "请先勾选" },
  ]);
  expect(unmet(["who", " \n"], ["day", "2026-01-01"], ["why", " 四个字了 ", 4], ["what", ["a"]], ["where", {}], ["pledge", true])).toEqual([{ field: "who", say: "请填写这一项" }]);
});

test("a tap leads to the first field that is lacking; what is said there goes when it is filled in", async () => {
  const done = page("name", "phone");
  const typed = ref({ name: "", phone: "" });
  const { lead, close } = form(() => unmet(["name", typed.value.name], ["phone", typed.value.phone]));
  expect(saidOf("name")).toBe(""); // nothing is told before the tap
  expect(lead()).toBe(true);
  await nextTick();
  expect(done).toEqual(["scroll name", "focus name"]);
  expect([saidOf("name"), saidOf("phone")]).toEqual(["请填写这一项", ""]);
  typed.value = { name: "林", phone: "" };
  await nextTick();
  expect([saidOf("name"), saidOf("phone")]).toEqual(["", ""]);
  expect(lead()).toBe(true);
  expect(saidOf("phone")).toBe("请填写这一项");
  typed.value = { name: "林", phone: "1" };
  await nextTick();
  expect([lead(), saidOf("phone")]).toEqual([false, ""]);
  close();
});

test("what is said follows its reason and the language, and goes with its form", async () => {
  page("why");
  const why = ref("");
  const { lead, close } = form(() => unmet(["why", why.value, why.value ? 4 : 1]));
  lead();
  expect(saidOf("why")).toBe("请填写这一项");
  why.value = "短";
  await nextTick();
  expect(saidOf("why")).toBe("请写清楚，至少 4 个字");
  language.value = "en";
  await nextTick();
  expect(saidOf("why")).toBe("Write at least 4 characters");
  close();
  expect(saidOf("why")).toBe("");
});

test("another form that leads takes over, and keeps it when the first one closes", () => {
  page("one", "two");
  const first = form(() => unmet(["one", ""]));
  const second = form(() => unmet(["two", ""]));
  first.lead();
  second.lead();
  expect([saidOf("one"), saidOf("two")]).toEqual(["", "请填写这一项"]);
  first.close();
  expect(saidOf("two")).toBe("请填写这一项");
  second.close();
});

test("a tap while something is looked up waits for it, and then goes on by itself", async () => {
  const done = page("place", "facts");
  const lacks = ref<Lack[]>([{ field: "place", say: "正在查", comes: true }]);
  const again: string[] = [];
  const { lead, waits, close } = form(() => lacks.value, () => again.push("again"));
  expect(waits()).toBe("");
  expect([lead(), waits()]).toEqual([true, "正在查"]);
  expect([done, saidOf("place")]).toEqual([[], ""]); // nothing is asked of anybody
  lacks.value = [];
  await nextTick();
  await nextTick();
  expect([again, waits()]).toEqual([["again"], ""]);
  lacks.value = [{ field: "place", say: "正在查", comes: true }];
  await nextTick();
  lacks.value = [];
  await nextTick();
  await nextTick();
  expect(again).toEqual(["again"]); // nobody tapped meanwhile
  close();
});

test("what else is lacking is led to at once, and so is what was looked up in vain", async () => {
  const done = page("place", "facts");
  const place = { field: "place", say: "正在查", comes: true };
  const lacks = ref<Lack[]>([place, { field: "facts", say: "请写" }]);
  const { lead, waits, close } = form(() => lacks.value, () => lead());
  expect([lead(), waits(), saidOf("facts")]).toEqual([true, "", "请写"]);
  lacks.value = [place];
  await nextTick();
  expect([lead(), waits()]).toEqual([true, "正在查"]);
  lacks.value = [{ field: "place", say: "请选地点" }];
  await nextTick();
  await nextTick();
  await nextTick();
  expect([waits(), saidOf("place"), done.at(-1)]).toEqual(["", "请选地点", "focus place"]);
  close();
});

test("within a part the field that is meant comes before the first one", () => {
  const named = (name: string): object => ({ matches: () => false, closest: () => null, tabIndex: 0, scrollIntoView: () => undefined, focus: () => focused.push(name) });
  const focused: string[] = [];
  const inner: Record<string, object[]> = { "[data-first]": [named("name")] };
  const part = { matches: () => false, closest: () => null, querySelectorAll: (what: string) => inner[what] ?? (what.startsWith("input") ? [named("district")] : []) };
  Object.assign(document, { getElementById: () => part });
  focusField("party");
  delete inner["[data-first]"];
  focusField("party");
  expect(focused).toEqual(["name", "district"]);
});
