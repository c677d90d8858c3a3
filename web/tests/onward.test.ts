import { createRenderer, h } from "vue";
import { createMemoryHistory, createRouter, RouterView, type Router } from "vue-router";
import { expect, test, vi } from "vitest";
import { useOnward } from "../src/onward";
import { PATIENT } from "./browser";

vi.hoisted(() => Reflect.deleteProperty(globalThis, "document")); // the router takes half a browser for a whole one
const nothing = (): object => ({});
const { createApp } = createRenderer<object, object>({
  createElement: nothing, createText: nothing, createComment: nothing, insert: nothing, remove: nothing, patchProp: nothing,
  setText: nothing, setElementText: nothing, parentNode: () => null, nextSibling: () => null,
});
let onward: ReturnType<typeof useOnward>;
let loaded: ((fails?: Error) => void) | undefined;

async function onTheForm(): Promise<Router> {
  const form = { setup: () => ((onward = useOnward()), () => null) };
  const slow = (): Promise<object> => new Promise((resolve, reject) => (loaded = (fails) => (fails ? reject(fails) : resolve({ render: () => null }))));
  const router = createRouter({ history: createMemoryHistory(), routes: [
    { path: "/form", component: form }, { path: "/made", component: { render: () => null } }, { path: "/other", component: { render: () => null } }, { path: "/slow", component: slow },
  ] });
  await router.push("/form");
  createApp({ render: () => h(RouterView, { key: router.currentRoute.value.path }) }).use(router).mount({});
  return router;
}

test("who waits on the page is led on", async () => {
  const router = await onTheForm();
  await router.replace({ query: { list: "mine" } });
  await onward.push("/made");
  expect(router.currentRoute.value.path).toBe("/made");
});

test("who left the page is not pulled back", async () => {
  const router = await onTheForm();
  await router.push("/other");
  await onward.push("/made");
  await onward.replace({ query: { number: "1" } });
  expect(router.currentRoute.value.fullPath).toBe("/other");
});

test("who is leaving for a page that is still loading gets there", async () => {
  const router = await onTheForm();
  const leaves = router.push("/slow");
  await expect.poll(() => loaded, PATIENT).toBeDefined();
  await onward.replace("/made");
  loaded?.();
  await leaves;
  expect(router.currentRoute.value.path).toBe("/slow");
});

test("who could not leave, since the next page was not to be had, is led on", async () => {
  loaded = undefined;
  const router = await onTheForm();
  const leaves = router.push("/slow");
  await expect.poll(() => loaded, PATIENT).toBeDefined();
  loaded?.(new Error("no network"));
  await expect(leaves).rejects.toThrow("no network");
  await onward.push("/made");
  expect(router.currentRoute.value.path).toBe("/made");
});
