/** Officers' scans: sent at once, or kept until there is a network. The id is made here, so sending twice is one record. */
import { call, Refused } from "../api";
import { device } from "../device";
import { newId } from "../ids";
import { knownMe, owner } from "../me";
import type { ScanAnswer } from "../types";
import { checkOffline, type Checked } from "./offline";
import type { Where } from "./place";
import { recountScans, shelf, type WaitingScan } from "./shelf";

/** Refusals that will be the same however often this is sent. */
const FINAL = [400, 404, 409, 413, 422];

/** What else the officer knows of a scan: how it was read, on which visit and where, what the instrument itself says. */
export interface Seen { how: "camera" | "photo" | "typed"; visit?: string; site?: string; stall?: string; serial_seen?: string; seal_seen?: string }

/** By the clock that told when it was scanned: what that clock is wrong by falls out at the server. */
const stamped = (body: unknown): object => ({ ...(body as object), sent_at: new Date().toISOString() });

/** Record a scan: the server's answer, or without network the phone's own, and the scan waits. */
export async function recordScan(content: string, place: Where | undefined, seen?: Seen): Promise<{ answer: ScanAnswer } | { offline: Checked; scan: string }> {
  const scan = newId("scn");
  const body = { content, device_at: new Date().toISOString(), device: device(), ...(place ? { place } : {}), ...seen };
  try {
    return { answer: await call<ScanAnswer>("PUT", `/v1/scans/${scan}`, stamped(body)) };
  } catch (failure) {
    if (!(failure instanceof Refused) || [403, ...FINAL].includes(failure.problem.status)) throw failure;
    const offline = await checkOffline(content);
    const account = await owner();
    await (await shelf()).put("scans", { scan, account, body: { ...body, shown_offline: offline.reason }, made: Date.now() });
    await recountScans();
    return { offline, scan };
  }
}

/** Tell more of a scan that still waits; one that was sent stays as it was. */
export async function amendScan(scan: string, seen: Seen): Promise<void> {
  const doing = (await shelf()).transaction("scans", "readwrite");
  const waiting = await doing.store.get(scan);
  if (waiting) await doing.store.put({ ...waiting, body: { ...(waiting.body as object), stall: undefined, serial_seen: undefined, seal_seen: undefined, ...seen } });
  await doing.done;
}

/** Send one's own scans that wait, oldest first, until one finds no network or no session. */
export async function flushScans(): Promise<void> {
  const kept = await shelf();
  const account = (await knownMe())?.account;
  const own: WaitingScan[] = (await kept.getAll("scans")).filter((scan) => scan.account === account);
  own.sort((one, other) => one.made - other.made);
  for (const { scan, body } of own) {
    try {
      await call("PUT", `/v1/scans/${scan}`, stamped(body));
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      if (!FINAL.includes(failure.problem.status)) break;
    }
    await kept.delete("scans", scan);
  }
  await recountScans();
}
