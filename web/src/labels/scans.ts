/** Officers' scans: kept first, sent at once or when there is a network. The id is made here, so sending twice is one record. */
import { call, Refused } from "../api";
import { device } from "../device";
import { newId } from "../ids";
import { knownMe, owner } from "../me";
import type { ScanAnswer } from "../types";
import { checkOffline, type Checked } from "./offline";
import type { Where } from "./place";
import { dropScan, keepScan, recountScans, scansOf, shelf, type WaitingScan } from "./shelf";

/** Refusals that will be the same however often this is sent. */
const FINAL = [400, 404, 409, 413, 422];

/** What else the officer knows of a scan: how it was read, on which visit and where, what the instrument itself says. */
export interface Seen { how: "camera" | "photo" | "typed"; visit?: string; site?: string; stall?: string; serial_seen?: string; seal_seen?: string }

/** Scans that are being sent for the first time. */
const underway = new Set<string>();

/** By the clock that told when it was scanned: what that clock is wrong by falls out at the server. */
const stamped = (body: unknown): object => ({ ...(body as object), sent_at: new Date().toISOString() });

/** Record a scan: the server's answer, or without network the phone's own, and the scan waits. */
export async function recordScan(content: string, place: Where | undefined, seen?: Seen): Promise<{ answer: ScanAnswer } | { offline: Checked; scan: string }> {
  const scan = newId("scn");
  const body = { content, device_at: new Date().toISOString(), device: device(), ...(place ? { place } : {}), ...seen };
  const kept = { scan, account: await owner(), body, made: Date.now() };
  await keepScan(kept);
  underway.add(scan);
  try {
    const answer = await call<ScanAnswer>("PUT", `/v1/scans/${scan}`, stamped(body));
    await dropScan(scan);
    return { answer };
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    if ([403, ...FINAL].includes(failure.problem.status)) {
      await dropScan(scan); // whoever scans is told now
      throw failure;
    }
    const offline = await checkOffline(content);
    await keepScan({ ...kept, body: { ...body, shown_offline: offline.reason } });
    await recountScans();
    return { offline, scan };
  } finally {
    underway.delete(scan);
  }
}

/** Tell more of a scan that still waits; one that was sent stays as it was. */
export async function amendScan(scan: string, seen: Seen): Promise<void> {
  const doing = (await shelf()).transaction("scans", "readwrite");
  const waiting = await doing.store.get(scan);
  if (waiting) await doing.store.put({ ...waiting, body: { ...(waiting.body as object), stall: undefined, serial_seen: undefined, seal_seen: undefined, ...seen } });
  await doing.done;
}

/** Send one's own scans that wait, oldest first, until one finds no network or no session; what is refused for good stays, with the reason. */
export async function flushScans(): Promise<void> {
  for (const kept of await scansOf((await knownMe())?.account ?? "")) {
    if (kept.words || underway.has(kept.scan)) continue;
    try {
      await call("PUT", `/v1/scans/${kept.scan}`, stamped(kept.body));
      await dropScan(kept.scan);
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      if (!FINAL.includes(failure.problem.status)) break;
      if (failure.problem.code === "request.id_taken") await sentBefore(kept);
      else await keepScan({ ...kept, words: failure.problem.sentences });
    }
  }
  await recountScans();
}

/** It was recorded when its answer was lost, but without what was seen and shown since: that is told as one more scan. */
async function sentBefore(kept: WaitingScan): Promise<void> {
  await keepScan({ ...kept, scan: newId("scn") }, kept.scan);
}
