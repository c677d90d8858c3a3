/** Posting a file with the form that the server signed for it; fetch tells no progress of what is sent. */
import { Refused, type Problem } from "./api";

export interface Upload { url: string; fields: Record<string, string> }

/** `lost` is what is thrown when the file did not arrive. */
export function postForm(upload: Upload, file: Blob, lost: Problem, told: (percent: number) => void): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new Refused(lost));
    request.upload.onprogress = (event) => event.lengthComputable && told(Math.floor((event.loaded / event.total) * 100));
    request.onload = () => (request.status < 300 ? resolve() : fail());
    request.onerror = request.ontimeout = request.onabort = fail;
    request.open("POST", upload.url);
    request.send(form);
  });
}
