/** A photo for a complaint: drawn anew on the phone, so that no place or device is in it and it is small enough for a slow network. */
import { Refused } from "../api";
import { newId } from "../ids";
import { keepPicture, type Picture } from "./shelf";

const LARGEST_EDGE_PX = 2000;
const QUALITY = 0.85;
const UNOPENED = {
  status: 0,
  code: "complaint.no_picture",
  sentences: { zh: "这个文件打不开。请选 JPEG、PNG 或 WebP 照片（相机设置选“兼容性最佳”）。", en: "This file cannot be opened. Choose a JPEG, PNG or WebP photo (camera: “most compatible”)." },
};

/** From now on its hash is fixed and the phone keeps it; answers its id. `secret` where it is added to a file that was sent. Throws what forbids it. */
export async function takePicture(complaint: string, file: Blob, kind: Picture["kind"] = "photo", secret?: string): Promise<string> {
  const drawn = await drawnAnew(file);
  const { sha256Of } = await import("../evidence/hashing");
  const picture: Picture = { id: newId("mat"), complaint, kind, sha256: await sha256Of(drawn), size_bytes: drawn.size, media_type: drawn.type, file: drawn, made: Date.now() };
  await keepPicture(secret ? { ...picture, secret } : picture);
  void navigator.storage?.persist?.(); // the browser may otherwise clear what waits
  return picture.id;
}

async function drawnAnew(file: Blob): Promise<Blob> {
  const source = await createImageBitmap(file).catch(() => {
    throw new Refused(UNOPENED);
  });
  const scale = Math.min(1, LARGEST_EDGE_PX / Math.max(source.width, source.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(source.width * scale), height: Math.round(source.height * scale) });
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close();
  const drawn = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", QUALITY));
  if (!drawn) throw new Refused(UNOPENED);
  return drawn;
}
