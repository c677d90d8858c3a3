/**
 * A phone's unsent work as one file, for when its storage is at risk, and handing such a file in on any phone of the same
 * person: one line of JSON, then the bytes of the evidence one after the other. docs/sync-protocol.md.
 */
import { Refused } from "../api";
import { draftsOf, keepDraft, placeOf, readDraft, type Draft } from "../drafts";
import { sha256Of } from "../evidence/hashing";
import { isKept, keep, keptFiles, type KeptFile } from "../evidence/shelf";
import { keepScan, scansOf, type WaitingScan } from "../labels/shelf";
import { local } from "../storages";
import { hashOf } from "./canonical";
import * as store from "./store";

export const PROTOCOL = "backup-1";
const MOST_LINE_BYTES = 64 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;
const NEW_LINE = 10;

type File = Omit<KeptFile, "file">;
interface Line {
  protocol: string; exported_at: string; account: string;
  queue: store.Queue | null; entries: store.Kept[]; scans: WaitingScan[]; drafts: Draft[]; forms: Record<string, string>; files: File[];
}
/** How much was new on this phone. */
export interface Taken { entries: number; files: number; scans: number; drafts: number }

const othersBackup = (): Refused => refusal("backup.other_person", "这份备份是另一个账号的。请用做检查的账号登录后再交回。", "This backup is of another account. Sign in as the officer who made it.");
const damaged = (): Refused => refusal("backup.damaged", "这不是本应用的备份文件，或文件已损坏，没有采用任何内容。", "This is no backup of this app, or it is damaged. Nothing of it was used.");

function refusal(code: string, zh: string, en: string): Refused {
  return new Refused({ status: 0, code, sentences: { zh, en } });
}

const formsPrefix = (account: string): string => `steelyard.form.${account}.`;

function formsOf(account: string): Record<string, string> {
  const names = Array.from({ length: local.length }, (_, place) => local.key(place) ?? "");
  return Object.fromEntries(names.filter((name) => name.startsWith(formsPrefix(account))).map((name) => [name, local.getItem(name) ?? ""]));
}

/** Everything this phone holds of one's work that the server does not have, and the whole queue beside it. */
export async function exported(account: string): Promise<Blob> {
  const kept = (await keptFiles()).filter((one) => one.account === account);
  const line: Line = {
    protocol: PROTOCOL, exported_at: new Date().toISOString(), account,
    queue: (await store.queue(account)) ?? null, entries: await store.entries(account), scans: await scansOf(account),
    drafts: await draftsOf(account), forms: formsOf(account),
    files: kept.map(({ evidence, visit, account: by, body, made, sentMs, tries, words }) => ({ evidence, visit, account: by, body, made, sentMs, tries, ...(words ? { words } : {}) })),
  };
  return new Blob([JSON.stringify(line), "\n", ...kept.map((one) => one.file)], { type: "application/octet-stream" });
}

/** Take in what is not here yet; it is handed in like one's own. Twice is once. Throws Refused for a file that is damaged or another's. */
export async function takenIn(file: Blob, account: string): Promise<Taken> {
  const { line, end } = await lineOf(file);
  if (line.account !== account) throw othersBackup();
  const files = await filesOf(line, file, end);
  const taken: Taken = { entries: 0, files: 0, scans: 0, drafts: 0 };
  for (const one of files) {
    if (await isKept(one.evidence)) continue;
    await keep(one);
    taken.files += 1;
  }
  const known = new Set((await scansOf(account)).map((one) => one.scan));
  for (const one of line.scans.filter((scan) => !known.has(scan.scan))) {
    await keepScan(one);
    taken.scans += 1;
  }
  for (const draft of line.drafts) {
    if (await readDraft(draft.key)) continue;
    await keepDraft(draft);
    taken.drafts += 1;
  }
  for (const [name, form] of Object.entries(line.forms)) if (local.getItem(name) === null) local.setItem(name, form);
  taken.entries = await store.takeOver(account, line.entries);
  return taken;
}

async function lineOf(file: Blob): Promise<{ line: Line; end: number }> {
  for (let start = 0; start < Math.min(file.size, MOST_LINE_BYTES); start += PART_BYTES) {
    const place = new Uint8Array(await file.slice(start, start + PART_BYTES).arrayBuffer()).indexOf(NEW_LINE);
    if (place < 0) continue;
    try {
      const line = JSON.parse(await file.slice(0, start + place).text()) as Line;
      if (isWhole(line)) return { line, end: start + place + 1 };
    } catch {
      throw damaged(); // not as we write it, in one way or another
    }
    break;
  }
  throw damaged();
}

/** Anybody can write a file: every part is of this account, has its form, and every entry its hash. */
function isWhole(line: Line): boolean {
  const { account, entries, scans, drafts, forms, files } = line;
  return line.protocol === PROTOCOL
    && [entries, scans, drafts, files].every(Array.isArray) && typeof forms === "object"
    && entries.every((one) => one.account === account && isEntry(one))
    && scans.every((one) => one.account === account && typeof one.scan === "string" && typeof one.made === "number")
    && drafts.every((one) => placeOf(String(one.key))?.account === account && typeof one.answers === "object" && typeof one.note === "string")
    && Object.entries(forms).every(([name, form]) => name.startsWith(formsPrefix(account)) && typeof form === "string")
    && files.every((one) => one.account === account && typeof one.evidence === "string" && typeof one.visit === "string" && Number.isSafeInteger(one.body.size_bytes));
}

function isEntry({ n, text, hash, kind, visit, id, made, device }: store.Kept): boolean {
  if (typeof text !== "string" || hashOf(text) !== hash || typeof device !== "string" || typeof made !== "number") return false;
  const said = JSON.parse(text) as { n: number; kind: string; visit: string; id?: string; made_at: string; body: unknown };
  return said.n === n && said.kind === kind && said.visit === visit && (said.id ?? "") === id && Date.parse(said.made_at) === made && typeof said.body === "object";
}

/** The files with their bytes, each as it was captured. */
async function filesOf({ files }: Line, from: Blob, end: number): Promise<KeptFile[]> {
  const found: KeptFile[] = [];
  let start = end;
  for (const one of files) {
    const file = from.slice(start, start + one.body.size_bytes, one.body.media_type);
    start += one.body.size_bytes;
    if ((await sha256Of(file)) !== one.body.sha256) throw damaged();
    found.push({ ...one, file });
  }
  if (start !== from.size) throw damaged();
  return found;
}
