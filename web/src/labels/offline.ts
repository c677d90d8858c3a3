/** Checking labels without network: the kept bundle, renewed when there is one. */
import { call, callBytes } from "../api";
import { dayOf } from "../clock";
import { config } from "../config";
import { isRevoked, judgeBundle, unpack, type Bundle } from "./bundle";
import { judge, parse, type Label, type LabelKey, type Reason } from "./l1";
import { shelf } from "./shelf";

const PATH = "/v1/public/labels/bundle";

export interface ListAge { checked: Date; isOld: boolean }
export interface Checked { reason: Reason; label?: Label; number?: string }

/** Whether the label can say if it hangs on the instrument whose serial number one reads. */
export function isComparable({ reason, label }: Checked): boolean {
  return reason === "genuine" && label !== undefined;
}

function unpacked(raw: Uint8Array): Bundle | undefined {
  const read = unpack(raw);
  return typeof read === "string" ? undefined : read;
}

/** Ask for a newer bundle; without network, or when what came is not by a key we trust, the kept one stays. */
export async function refreshBundle(now = Date.now()): Promise<void> {
  const kept = await (await shelf()).get("bundle", "~");
  try {
    const answer = await callBytes(PATH, kept?.etag);
    const host = (await config()).label_host;
    if (!answer.bytes) {
      if (kept) await (await shelf()).put("bundle", { ...kept, checked: now, host }, "~");
      return;
    }
    const before = kept && unpacked(kept.raw);
    const today = dayOf(now);
    const isGood = async (keys: LabelKey[]): Promise<boolean> => (await judgeBundle(answer.bytes as Uint8Array, keys, today)) === "good";
    if (!(await isGood(before?.keys ?? [])) && !(await isGood((await call<{ keys: LabelKey[] }>("GET", "/v1/public/keys")).keys))) return;
    const fresh = unpacked(answer.bytes);
    if (!fresh || (before && fresh.madeAt < before.madeAt)) return;
    await (await shelf()).put("bundle", { raw: answer.bytes, etag: answer.etag, checked: now, host }, "~");
  } catch {
    return; // the kept one serves until there is a network
  }
}

/** How old the kept list is; undefined when there is none. */
export async function listAge(now = Date.now()): Promise<ListAge | undefined> {
  const kept = await (await shelf()).get("bundle", "~");
  const bundle = kept && unpacked(kept.raw);
  return kept && bundle && { checked: new Date(kept.checked), isOld: now > bundle.useUntil };
}

/** What the phone can tell of a text by itself, on the city's day. */
export async function checkOffline(text: string, now = Date.now()): Promise<Checked> {
  const kept = await (await shelf()).get("bundle", "~");
  const bundle = kept && unpacked(kept.raw);
  const parsed = parse(text, kept?.host ?? location.host);
  if (parsed.kind === "refused") return { reason: parsed.reason };
  if (parsed.kind === "bare") return { reason: "unsigned", number: parsed.number };
  const { label } = parsed;
  const reason = await judge(label, bundle?.keys ?? [], dayOf(now), (number, counter) => bundle !== undefined && isRevoked(bundle, number, counter));
  return { reason, label, number: label.number };
}
