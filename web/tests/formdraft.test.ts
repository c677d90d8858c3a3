import { effectScope, nextTick } from "vue";
import { expect, test } from "vitest";
import { useDraft } from "../src/formdraft";
import { me } from "../src/me";
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
  localStorage.setItem("steelyard.form..b", '{"name":"x"}');
  expect(useDraft("b", fresh).form).toEqual({ name: "x", kind: "enterprise" });
  localStorage.setItem("steelyard.form..c", "{cut");
  expect(useDraft("c", fresh).restored).toBe(false);
});

test("what an undo brings back after its page was left is kept", async () => {
  const page = effectScope();
  const draft = page.run(() => useDraft("f", fresh));
  page.stop();
  Object.assign(draft?.form ?? {}, { name: "回来的" });
  await nextTick();
  expect(useDraft("f", fresh).form.name).toBe("回来的");
});

test("a secret draft goes when the person signs out", async () => {
  const { form } = useDraft("d", fresh, true);
  form.name = "code";
  await nextTick();
  expect(useDraft("d", fresh, true).form.name).toBe("code");
  signOutLocally();
  expect(useDraft("d", fresh, true).restored).toBe(false);
});

test("what somebody typed is not shown to who signs in after them on the same phone, and is there when they come back", async () => {
  const person = (account: string) => ({ account, roles: [], districts: [], merchants: [], sites: [], labs: [] });
  me.value = person("acc-1");
  useDraft("e", fresh).form.name = "示值超差";
  await nextTick();
  signOutLocally();
  expect(me.value).toBeUndefined();
  me.value = person("acc-2");
  expect(useDraft("e", fresh).restored).toBe(false);
  me.value = person("acc-1");
  expect(useDraft("e", fresh).form.name).toBe("示值超差");
  me.value = undefined;
});

test("what is kept for a session goes with it, whoever put it there; a sign-in under way goes on", () => {
  for (const name of ["steelyard.pulled", "steelyard.form.acc-1.invite", "steelyard.sign-in"]) sessionStorage.setItem(name, "1");
  signOutLocally();
  expect(["steelyard.pulled", "steelyard.form.acc-1.invite", "steelyard.sign-in"].map((name) => sessionStorage.getItem(name))).toEqual([null, null, "1"]);
});
