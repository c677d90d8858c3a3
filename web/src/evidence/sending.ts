/** Evidence from capture to confirmation: hashed and kept first, announced and posted when there is a network, dropped when verified. */
import { reactive } from "vue";
import { call, Refused } from "../api";
import { device } from "../device";
import { newId } from "../ids";
import { hasRole, knownMe, owner } from "../me";
import { postForm, type Upload } from "../post";
import { appendOnce } from "../sync/store";
import { sha256Of } from "./hashing";
import { typed, type Exhibit, type Kind, type Status } from "./kinds";
import { drop, keep, keptFiles, type KeptFile } from "./shelf";

/** How long the server may take to judge a file before it is posted again. */
const PATIENCE_MS = 10 * 60_000;
const MOST_TRIES = 8;
/** Refusals that will be the same however often this is sent. */
const FINAL = [400, 403, 404, 409, 413, 415, 422];
const LOST = {
  status: 0,
  code: "evidence.not_sent",
  sentences: { zh: "证据没有传上去，已保存在手机上，联网后自动再传。", en: "The evidence was not sent. It is kept on this phone and is sent again when online." },
};
const DAMAGED = { zh: "手机上的文件已损坏，与取证时不一致，请重新取证。", en: "The file on this phone is damaged: it is not what was captured. Take it again." };
const OTHER_TYPE = { zh: "文件内容与登记的格式不符，没有采用，请重新取证。", en: "The file is not of the type it was announced as and was not taken. Take it again." };
const GIVEN_UP = { zh: "多次上传仍不一致，请换一个网络，或重新取证。", en: "It arrived changed several times. Try another network, or take it again." };

/** Percent of each file that is being posted. */
export const posting = reactive(new Map<string, number>());

export interface Facts { visit: string; kind?: Kind; witness?: string; note?: string; about?: string; place?: { lat: string; lon: string; accuracy_m: string } }

/**
 * Take a file as evidence: from now on its hash is fixed and the phone keeps it. Officers announce it in their queue, before
 * whatever they do next that names it. Answers its id. Throws what forbids it.
 */
export async function capture(file: Blob, facts: Facts): Promise<string> {
  const captured_at = new Date().toISOString();
  const { visit, kind, ...told } = facts;
  const { kind: byBytes, mediaType } = await typed(file);
  const evidence = newId("evi");
  const body = { kind: kind ?? byBytes, sha256: await sha256Of(file), size_bytes: file.size, media_type: mediaType, captured_at, device: device(), ...told };
  const made = { account: await owner(), made: Date.now() };
  await keep({ evidence, visit, ...made, body, file, sentMs: 0, tries: 0 });
  if (hasRole("inspector")) await appendOnce(made.account, { kind: "evidence", visit, id: evidence, body, made: made.made });
  void navigator.storage?.persist?.(); // the browser may otherwise clear what waits
  return evidence;
}

const own = async (): Promise<KeptFile[]> => {
  const account = (await knownMe())?.account;
  return (await keptFiles()).filter((kept) => kept.account === account && !kept.words);
};

let running: Promise<void> | undefined;

/**
 * Send all of one's own that waits; one run at a time, and a file that is refused does not stop the others.
 * known  states the server has just listed; without them a file that was posted is asked about when its patience is over
 */
export function flushEvidence(known: ReadonlyMap<string, Status> = new Map()): Promise<void> {
  running ??= flushed(known).finally(() => (running = undefined));
  return running;
}

async function flushed(known: ReadonlyMap<string, Status>): Promise<void> {
  for (const one of await own()) {
    try {
      await sent(one, known.get(one.evidence));
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      if (!FINAL.includes(failure.problem.status)) return; // no network or no session: everything waits
      await keep({ ...one, words: failure.problem.sentences });
    }
  }
}

async function sent(one: KeptFile, status: Status | undefined): Promise<void> {
  const isJudged = status !== undefined && status !== "announced";
  if (!isJudged && one.sentMs > Date.now() - PATIENCE_MS) return;
  const told = await call<{ evidence: Exhibit; upload?: Upload }>("PUT", `/v1/visits/${one.visit}/evidence/${one.evidence}`, one.body);
  if (told.evidence.status === "verified") return drop(one.evidence);
  if (told.evidence.status === "refused") return keep({ ...one, words: OTHER_TYPE });
  if (!told.upload) return;
  if (one.tries > 0 && (await sha256Of(one.file)) !== one.body.sha256) return keep({ ...one, words: DAMAGED });
  if (one.tries >= MOST_TRIES) return keep({ ...one, words: GIVEN_UP });
  posting.set(one.evidence, 0);
  try {
    await postForm(told.upload, one.file, LOST, (percent) => posting.set(one.evidence, percent));
  } finally {
    posting.delete(one.evidence);
  }
  await keep({ ...one, sentMs: Date.now(), tries: one.tries + 1 });
}
