import "fake-indexeddb/auto";
import { afterEach, expect, it, vi } from "vitest";
import { queued, settle } from "../src/drafts";
import { me } from "../src/me";
import { flush, send } from "../src/queue";

const officer = (account: string) => ({ account, roles: ["inspector" as const], districts: [], merchants: [], sites: [], labs: [] });
const CHECK = { check: "chk-1", visit: "vis-1", instrument: "ins-1", body: { note: "" }, made: 1 };

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { check } of await queued()) await settle(check);
});

function answering(status: number): string[] {
  const sent: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    sent.push(path);
    return Promise.resolve(Response.json({ status, code: "demo.code", sentences: { zh: "演示", en: "demo" } }, { status }));
  });
  return sent;
}

it("waits for the officer who made the check and is never sent by another", async () => {
  me.value = officer("acc-1");
  answering(503);
  expect(await send(CHECK)).toBeUndefined();
  me.value = officer("acc-2");
  const sent = answering(200);
  await flush();
  me.value = undefined;
  await flush();
  expect(sent).toEqual([]);
  me.value = officer("acc-1");
  await flush();
  expect(sent).toEqual(["/api/v1/visits/vis-1/checks/chk-1"]);
  expect(await queued()).toEqual([]);
});

it("stays its maker's when the session ends while it is sent", async () => {
  me.value = officer("acc-3");
  answering(401);
  await send(CHECK);
  expect(me.value).toBeUndefined();
  await send({ ...CHECK, check: "chk-2" });
  expect((await queued()).map((one) => one.account)).toEqual(["acc-3", "acc-3"]);
});
