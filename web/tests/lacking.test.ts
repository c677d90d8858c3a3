import { createRenderer, nextTick, ref } from "vue";
import { afterEach, expect, test } from "vitest";
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
function form(lacks: () => Lack[]): { lead: () => boolean; close: () => void } {
  const kept: ReturnType<typeof useLacks>[] = [];
  const app = createApp({ setup: () => (kept.push(useLacks(lacks)), () => null) });
  app.mount({});
  return { lead: () => (kept[0] as ReturnType<typeof useLacks>).lead(), close: () => app.unmount() };
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
