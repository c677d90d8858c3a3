import { createRenderer, nextTick, ref } from "vue";
import { afterEach, expect, test } from "vitest";
import { useAttempt } from "../src/asking";
import { lowered, raised } from "../src/keypad";
import { isUntold, tellingWhile } from "../src/underway";

const nothing = (): object => ({});
const { createApp } = createRenderer<object, object>({
  createElement: nothing, createText: nothing, createComment: nothing, insert: nothing, remove: nothing, patchProp: nothing,
  setText: nothing, setElementText: nothing, parentNode: () => null, nextSibling: () => null,
});
afterEach(() => expect(isUntold.value).toBe(false));

test("an act is under way until all that was begun is over, whether it succeeds or fails", async () => {
  const { attempt } = useAttempt();
  const ends: { resolve: () => void; reject: (failure: Error) => void }[] = [];
  const work = (): Promise<void> => new Promise((resolve, reject) => void ends.push({ resolve, reject }));
  const [first, second] = [attempt(work), attempt(work)];
  expect(isUntold.value).toBe(true);
  ends[0]?.resolve();
  await first;
  expect(isUntold.value).toBe(true);
  ends[1]?.reject(new Error("no"));
  await second;
});

test("what a page tells of is not told twice, and a page that closes tells no more", async () => {
  const tells = ref(true);
  const app = createApp({ setup: () => (tellingWhile(() => tells.value), () => null) });
  let end = (): void => undefined;
  const act = useAttempt().attempt(() => new Promise<void>((resolve) => void (end = resolve)));
  app.mount({});
  expect(isUntold.value).toBe(false);
  tells.value = false;
  await nextTick();
  expect(isUntold.value).toBe(true);
  tells.value = true;
  await nextTick();
  app.unmount();
  expect(isUntold.value).toBe(true);
  end();
  await act;
});

test("a keypad that goes does not lower the one that opened meanwhile", () => {
  const heights: string[] = [];
  Object.assign(document, { documentElement: { style: { setProperty: (_: string, height: string) => heights.push(height) } } });
  const [one, other] = [{}, {}];
  raised(one, 264);
  raised(other, 264);
  lowered(one);
  expect(heights).toEqual(["264px", "264px"]);
  lowered(other);
  lowered(other);
  expect(heights).toEqual(["264px", "264px", "0px"]);
});
