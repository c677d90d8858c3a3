/** Letting the server read a photo: a pre-signed form into quarantine, then the decoding function. */
import { call } from "../api";
import { postForm, type Upload } from "../post";
import type { Step } from "./photo";
import type { SeenCode } from "./reader";

interface Slot extends Upload { photo: string }
interface Reading { outcome: string; codes: { text: string; position: [number, number][] }[]; width: number; height: number }

export async function readOnServer(file: File, tell: (step: Step) => void): Promise<{ codes: SeenCode[]; width: number; height: number; isUnreadable: boolean }> {
  tell({ at: "sending", percent: 0 });
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const upload = await call<Slot>("POST", "/v1/photos", { size_bytes: file.size, content_type: file.type, sha256 });
  await postForm(upload, new Blob([bytes], { type: file.type }), NOT_SENT, (percent) => tell({ at: "sending", percent }));
  tell({ at: "server" });
  const told = await call<Reading>("POST", "/v1/labels/readings", { photo: upload.photo });
  return {
    width: told.width, height: told.height, isUnreadable: told.outcome === "unreadable",
    codes: told.codes.map((code) => ({ text: code.text, corners: code.position.map(([x, y]) => ({ x, y })) })),
  };
}

const NOT_SENT = {
  status: 0,
  code: "photo.not_sent",
  sentences: { zh: "照片没有传上去。请检查网络后再选一次，或者输入编号。", en: "The photo was not sent. Check the network and choose it again, or type the number." },
};
