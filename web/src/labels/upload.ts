/** Letting the server read a photo: a pre-signed form into quarantine, then the decoding function. */
import { call, Refused } from "../api";
import type { Step } from "./photo";
import type { SeenCode } from "./reader";

interface Upload { photo: string; url: string; fields: Record<string, string> }
interface Reading { outcome: string; codes: { text: string; position: [number, number][] }[]; width: number; height: number }

export async function readOnServer(file: File, tell: (step: Step) => void): Promise<{ codes: SeenCode[]; width: number; height: number; isUnreadable: boolean }> {
  tell({ at: "sending", percent: 0 });
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const upload = await call<Upload>("POST", "/v1/photos", { size_bytes: file.size, content_type: file.type, sha256 });
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", new Blob([bytes], { type: file.type }));
  await post(upload.url, form, (percent) => tell({ at: "sending", percent }));
  tell({ at: "server" });
  const told = await call<Reading>("POST", "/v1/labels/readings", { photo: upload.photo });
  return {
    width: told.width, height: told.height, isUnreadable: told.outcome === "unreadable",
    codes: told.codes.map((code) => ({ text: code.text, corners: code.position.map(([x, y]) => ({ x, y })) })),
  };
}

/** fetch does not tell how much was sent; the older way does. */
function post(url: string, form: FormData, told: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new Refused(NOT_SENT));
    request.upload.onprogress = (event) => event.lengthComputable && told(Math.round((100 * event.loaded) / event.total));
    request.onload = () => (request.status < 300 ? resolve() : fail());
    request.onerror = request.ontimeout = request.onabort = fail;
    request.open("POST", url);
    request.send(form);
  });
}

const NOT_SENT = {
  status: 0,
  code: "photo.not_sent",
  sentences: { zh: "照片没有传上去。请检查网络后再选一次，或者输入编号。", en: "The photo was not sent. Check the network and choose it again, or type the number." },
};
