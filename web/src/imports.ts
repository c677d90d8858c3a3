/** Uploading a sheet to be imported: its SHA-256, where to post it, how far it is; uploads go on while pages change. */
import { reactive } from "vue";
import { call } from "./api";
import { sha256Of } from "./evidence/hashing";
import type { Words } from "./i18n";
import { newId } from "./ids";
import { postForm, type Upload } from "./post";

export type ImportState = "announced" | "checking" | "checked" | "applying" | "applied" | "failed";
export type Outcome = "new" | "changed" | "unchanged" | "bad";
export type Counts = Partial<Record<Outcome, number>>;
export interface Lab { id: string; name: string }
export interface ImportRow { id: string; name: string; state: ImportState; announced_at: string; rows: number; counts: Counts; applied: Counts }
export interface ImportView extends ImportRow {
  done: number; warned: number; bad_rows: { row: number; reasons: Words[] }[]; ignored: string[];
  failure?: Words; report_url: string; upload?: Upload;
}
export interface ExportView { id: string; state: "queued" | "done" | "failed"; rows: number; url: string; failure?: Words }

const LOST = {
  status: 0,
  code: "upload",
  sentences: { zh: "文件没有传完，请检查网络后重新选择同一个文件。", en: "The file did not arrive. Check the network and choose the same file again." },
};

/** Percent of each file under way, by import. */
export const uploads = reactive(new Map<string, number>());

/** Announce a file and answer its import; with an id, the file of an import whose upload was cut off. */
export async function announce(file: File, lab?: Lab, id: string = newId("imp")): Promise<ImportView> {
  const content = { name: file.name, size_bytes: file.size, sha256: await sha256Of(file), ...(lab ? { lab } : {}) };
  return call<ImportView>("PUT", `/v1/imports/${id}`, content);
}

/** Post the file where the announcement said, and have it checked. */
export async function upload(view: ImportView, file: File): Promise<void> {
  uploads.set(view.id, 0);
  try {
    await postForm(view.upload ?? { url: "", fields: {} }, file, LOST, (percent) => uploads.set(view.id, percent));
    await call("POST", `/v1/imports/${view.id}/check`);
  } finally {
    uploads.delete(view.id);
  }
}

/** Rows that applying would write. */
export function toWrite(counts: Counts): number {
  return (counts.new ?? 0) + (counts.changed ?? 0);
}
