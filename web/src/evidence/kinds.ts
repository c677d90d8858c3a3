/** What may be evidence: kinds, types by their first bytes and sizes, as chalicelib/inspection/evidence_types.py has them. */
import { Refused } from "../api";

export type Kind = "photo" | "video" | "file" | "signature" | "refusal_note";
export type Status = "announced" | "verified" | "mismatch" | "refused" | "missing";

/** GET /v1/visits/{visit}/evidence, as far as the screen uses it. */
export interface Exhibit {
  id: string; kind: Kind; media_type: string; sha256: string; size_bytes: number; captured_at: string; by: string; status: Status; thumbnail: string;
  about?: string; witness?: string; note?: string; seen?: { size_bytes: number; sha256: string; media_type: string };
}
export interface Step { step: string; at: string; recorded_at: string; by?: string }

const MB = 1024 * 1024;
const LIMIT_MB: Record<Kind, number> = { photo: 20, video: 64, file: 20, signature: 1, refusal_note: 20 };
const KIND_OF: Readonly<Record<string, Kind>> = {
  "image/jpeg": "photo", "image/png": "photo", "image/webp": "photo", "video/mp4": "video", "video/webm": "video", "application/pdf": "file",
};
const MP4 = ["isom", "iso", "mp41", "mp42", "avc1", "M4V ", "mmp4", "MSNV", "3gp"];

/** The type of a file by its first 64 bytes; empty for anything that is not kept. */
export function sniffed(head: Uint8Array): string {
  const text = String.fromCharCode(...head.subarray(0, 64));
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.startsWith("%PDF-")) return "application/pdf";
  if (text.slice(4, 8) === "ftyp" && MP4.some((brand) => text.slice(8).startsWith(brand))) return "video/mp4";
  if (text.startsWith("\x1a\x45\xdf\xa3") && text.includes("\x42\x82\x84webm")) return "video/webm";
  return "";
}

function refusal(code: string, zh: string, en: string): Refused {
  return new Refused({ status: 0, code, sentences: { zh, en } });
}

/** Kind and type of a file that was chosen, or the refusal with its remedy: better on the phone than after the upload. */
export async function typed(file: Blob): Promise<{ kind: Kind; mediaType: string }> {
  const mediaType = sniffed(new Uint8Array(await file.slice(0, 64).arrayBuffer()));
  const kind = KIND_OF[mediaType];
  if (!kind) {
    throw refusal(
      "evidence.type_not_taken",
      "不支持这种文件。照片请用 JPEG、PNG 或 WebP（相机设置选“兼容性最佳”），视频请用 MP4 或 WebM，文件请用 PDF。",
      "This type is not taken. Use JPEG, PNG or WebP for photos (camera: “most compatible”), MP4 or WebM for videos, PDF for files.",
    );
  }
  if (file.size > LIMIT_MB[kind] * MB) {
    throw refusal("evidence.too_large", `文件超过 ${LIMIT_MB[kind]} MB，请降低画质或分段拍摄。`, `The file is larger than ${LIMIT_MB[kind]} MB. Lower the quality, or record it in parts.`);
  }
  return { kind, mediaType };
}
