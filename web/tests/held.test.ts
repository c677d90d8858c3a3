/** What the browser cleared is noticed and named, and what was handed in or sent is not. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, it, vi } from "vitest";
import { dropDraft, keepDraft } from "../src/drafts";
import { capture } from "../src/evidence/sending";
import { drop, keptFiles } from "../src/evidence/shelf";
import { forgetLost, isHeld, lost, noticeLoss } from "../src/held";
import { me } from "../src/me";
import { recount } from "../src/sync/sender";
import { append, entries, note } from "../src/sync/store";

const ANNA = "acc-anna";
me.value = { account: ANNA, roles: ["inspector"], districts: [], merchants: [], sites: [], labs: [] };

it("says nothing while all is there, and names what is gone when it is not", async () => {
  await keepDraft({ key: `${ANNA}/vis-1/ins-1/scale.2`, answers: {}, note: "" });
  await keepDraft({ key: `${ANNA}/vis-1/ins-2/scale.2`, answers: {}, note: "" });
  await dropDraft(`${ANNA}/vis-1/ins-2/scale.2`);
  for (const id of ["chk-1", "chk-2"]) await append(ANNA, { kind: "check", visit: "vis-1", id, body: {}, made: 1000 });
  const [first] = await entries(ANNA);
  const told = { answers: [{ n: 1, hash: first?.hash ?? "", outcome: "accepted" as const }], confirmed: { n: 1, hash: first?.hash ?? "" }, missing: [] };
  await note(ANNA, first?.device ?? "", told);
  await recount(ANNA);
  const photo = (): Promise<string> => capture(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])]), { visit: "vis-2" });
  await drop(await photo());
  const evidence = await photo();
  await recount(ANNA);
  await noticeLoss(isHeld);
  expect(lost.value).toEqual([]);

  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.resetModules();
  const after = await import("../src/held");
  await after.noticeLoss(after.isHeld);
  expect(after.lost.value.map(({ kind, what, visit }) => [kind, what, visit])).toEqual([
    ["draft", "scale", "vis-1"], ["file", "photo", "vis-2"], ["entry", "check", "vis-1"], ["entry", "evidence", "vis-2"], ["entry", "evidence", "vis-2"],
  ]);
  expect(after.lost.value.some((one) => one.name === evidence)).toBe(true);
  await after.noticeLoss(after.isHeld);
  expect(after.lost.value, "each is told once").toHaveLength(5);
  vi.resetModules();
  expect((await import("../src/held")).lost.value, "and until it was read").toHaveLength(5);
  after.forgetLost();
  vi.resetModules();
  expect((await import("../src/held")).lost.value).toEqual([]);
});

it("calls nothing lost that it could not look up", async () => {
  await keepDraft({ key: `${ANNA}/vis-1/ins-1/scale.2`, answers: {}, note: "" });
  forgetLost();
  await noticeLoss(() => Promise.reject(new Error("the database is blocked")));
  expect(lost.value).toEqual([]);
  expect(await keptFiles()).toBeDefined();
});
