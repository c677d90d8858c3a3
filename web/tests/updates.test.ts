/** A new version waits while anything is being filled in, in this tab or in another. */
import { afterEach, expect, it, vi } from "vitest";
import { hold, isFillingIn, mayUpdate } from "../src/updates";

afterEach(() => vi.unstubAllGlobals());

/** Locks of a browser with several tabs; it frees one a moment after it was let go. */
function locks(): { held: number; request: (name: string, how: { mode?: string; ifAvailable?: boolean }, work: (lock: object | null) => unknown) => Promise<unknown> } {
  const all = {
    held: 0,
    async request(_: string, how: { mode?: string; ifAvailable?: boolean }, work: (lock: object | null) => unknown) {
      if (how.ifAvailable) return work(all.held ? null : {});
      all.held += 1;
      await work({});
      await new Promise((later) => setTimeout(later));
      all.held -= 1;
      return undefined;
    },
  };
  return all;
}

it("waits for this tab, with locks and without", async () => {
  for (const found of [locks(), undefined]) {
    vi.stubGlobal("navigator", { locks: found });
    expect(await mayUpdate()).toBe(true);
    const [one, other] = [hold(), hold()];
    one();
    expect([isFillingIn.value, await mayUpdate()]).toEqual([true, false]);
    other();
    expect([isFillingIn.value, await mayUpdate()]).toEqual([false, true]);
  }
});

it("waits for another tab", async () => {
  const shared = locks();
  vi.stubGlobal("navigator", { locks: shared });
  shared.held = 1;
  expect([isFillingIn.value, await mayUpdate()]).toEqual([false, false]);
});
