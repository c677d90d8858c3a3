/** Reading a photo: on the phone, and where the phone finds no label in it, by the server. */
import { kindOf } from "./kinds";
import { codesIn, type SeenCode } from "./reader";
import { readOnServer } from "./upload";

/**
 * A photo and the codes in it, labels first. isUnreadable: a code is seen, but too damaged or blurred to read.
 * Without width nobody could open the file.
 */
export interface Picture { source: Blob; width: number; height: number; codes: SeenCode[]; isUnreadable: boolean }
export type Step = { at: "phone" | "server" } | { at: "sending"; percent: number };

export async function readPhoto(file: File, hasServer: boolean, tell: (step: Step) => void): Promise<Picture> {
  tell({ at: "phone" });
  const mine = await onPhone(file);
  if (!hasServer || mine.codes.some((code) => kindOf(code.text) === "label")) return mine;
  try {
    const told = await readOnServer(file, tell);
    return { ...picture(file, told.codes.length ? told : { ...told, codes: mine.codes }), isUnreadable: told.isUnreadable };
  } catch (failure) {
    if (mine.codes.length) return mine;
    throw failure;
  }
}

/** What the camera shows at this moment, with the codes seen in it; the picture itself only where there are several to choose from. */
export async function frame(video: HTMLVideoElement): Promise<Picture> {
  const seen = { width: video.videoWidth, height: video.videoHeight, codes: await codesIn(video) };
  if (seen.codes.length < 2) return picture(new Blob(), seen);
  const canvas = Object.assign(document.createElement("canvas"), { width: seen.width, height: seen.height });
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const source = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg"));
  return picture(source ?? new Blob(), seen);
}

async function onPhone(file: File): Promise<Picture> {
  try {
    const bitmap = await createImageBitmap(file);
    return picture(file, { width: bitmap.width, height: bitmap.height, codes: await codesIn(bitmap) });
  } catch {
    return picture(file, { width: 0, height: 0, codes: [] }); // a format this phone cannot open; the server names it
  }
}

function picture(source: Blob, seen: { width: number; height: number; codes: SeenCode[] }): Picture {
  const order = { label: 0, payment: 1, foreign: 2 };
  const codes = [...seen.codes].sort((one, other) => order[kindOf(one.text)] - order[kindOf(other.text)]);
  return { source, width: seen.width, height: seen.height, codes, isUnreadable: false };
}
