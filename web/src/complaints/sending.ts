/** From the form to the receipt: kept first, sent when there is a network, dropped when all of it arrived. Every write may be repeated. */
import { ref } from "vue";
import { call, callFollowing, isRefused, type Problem } from "../api";
import { postForm, type Upload } from "../post";
import { addedPictures, allOutgoing, dropOutgoing, dropPicture, keepOutgoing, keepPicture, picturesOf, type Outgoing, type Picture } from "./shelf";
import type { Receipt } from "./types";

/** Refusals that will be the same however often this is sent. */
const FINAL = [400, 404, 409, 413, 415, 422];
const LOST = {
  status: 0,
  code: "complaint.not_sent",
  sentences: { zh: "照片没有传上去，已保存在手机上，联网后自动再传。", en: "A photo was not sent. It is kept on this phone and is sent again when online." },
};

/** How far the photo that is being posted is, of all that go with it, in hundredths of a photo. */
export const posting = ref<{ done: number; total: number }>();

let last = Promise.resolve();

/** Send all that waits, what was kept during the run before too. Throws what stopped it for now: no network, too many. */
export function flushComplaints(): Promise<void> {
  return (last = last.catch(() => undefined).then(flushed));
}

async function flushed(): Promise<void> {
  for (const one of (await allOutgoing()).filter(({ refused }) => !refused)) await whole(one);
  for (const one of (await addedPictures()).filter(({ refused }) => !refused)) await added(one);
}

/** A repeated PUT answers the receipt again, with fresh forms for the pictures that have not arrived. */
async function whole(one: Outgoing): Promise<void> {
  const receipt = await answered(() => call<Receipt>("PUT", `/v1/public/complaints/${one.complaint}`, one.body), (refused) => keepOutgoing({ ...one, refused }));
  if (!receipt) return;
  await keepOutgoing({ ...one, isReceived: true });
  const pictures = await picturesOf(one.complaint);
  for (const [place, { material, ...upload }] of receipt.uploads.entries()) await posted(upload, pictures.find(({ id }) => id === material), place, receipt.uploads.length);
  for (const { id } of pictures) await dropPicture(id);
  await dropOutgoing(one.complaint);
}

async function added(one: Picture): Promise<void> {
  const { id, complaint, secret = "", sha256, size_bytes, media_type } = one;
  const announce = () => callFollowing<{ upload?: Upload }>(secret, "PUT", `/v1/public/complaints/${complaint}/materials/${id}`, { kind: one.kind, sha256, size_bytes, media_type });
  const told = await answered(announce, (refused) => keepPicture({ ...one, refused }));
  if (!told) return;
  if (told.upload) await posted(told.upload, one);
  await dropPicture(id);
}

async function posted(upload: Upload, picture: Picture | undefined, place = 0, all = 1): Promise<void> {
  if (!picture) return;
  const tell = (percent: number): unknown => (posting.value = { done: 100 * place + percent, total: 100 * all });
  tell(0);
  try {
    await postForm(upload, picture.file, LOST, tell);
  } finally {
    posting.value = undefined;
  }
}

/** The answer; or undefined after a refusal for good, which is kept with what was refused. */
async function answered<T>(ask: () => Promise<T>, keep: (refused: Problem) => Promise<void>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (failure) {
    if (!isRefused(failure, ...FINAL)) throw failure;
    await keep(failure.problem);
    return undefined;
  }
}
