import { nextTick } from "vue";
import { expect, test } from "vitest";
import { useDraft } from "../src/formdraft";
import { signOutLocally } from "../src/session";

const fresh = () => ({ name: "", kind: "enterprise" });

test("what was typed is there after a reload, and gone when it was sent", async () => {
  const first = useDraft("a", fresh);
  first.form.name = "八市";
  await nextTick();
  const second = useDraft("a", fresh);
  expect(second.form).toEqual({ name: "八市", kind: "enterprise" });
  expect(second.restored).toBe(true);
  await second.forget();
  expect(second.form.name).toBe("");
  expect(useDraft("a", fresh).form.name).toBe("");
});

test("a field that is newer than the draft has its first value, and rubbish is no draft", () => {
  localStorage.setItem("steelyard.form.b", '{"name":"x"}');
  expect(useDraft("b", fresh).form).toEqual({ name: "x", kind: "enterprise" });
  localStorage.setItem("steelyard.form.c", "{cut");
  expect(useDraft("c", fresh).restored).toBe(false);
});

test("a secret draft goes when the person signs out", async () => {
  const { form } = useDraft("d", fresh, true);
  form.name = "code";
  await nextTick();
  expect(useDraft("d", fresh, true).form.name).toBe("code");
  signOutLocally();
  expect(useDraft("d", fresh, true).restored).toBe(false);
});
