/**
 * Asking what anybody may know of a label. Of the address the app was opened at it is asked at once, while the app is
 * still on its way: index.html loads this before all else (vite.config.ts), so it must need next to nothing.
 */
import { config } from "../config";

/** `segment`: NUMBER, or NUMBER.PAYLOAD of a label. What is said of it is said in both languages. */
async function ask(segment: string): Promise<Response> {
  if (!segment.includes(".")) return fetch(`/api/v1/public/instruments/${encodeURIComponent(segment)}`);
  const { label_host } = await config();
  const body = JSON.stringify({ content: `HTTPS://${label_host}/I/${segment}` });
  return fetch("/api/v1/public/labels/resolve", { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

let early: { segment: string; answer: Promise<Response> } | undefined;

/** The answer that is on its way, once; else a new one. */
export function answerTo(segment: string): Promise<Response> {
  const known = early;
  early = undefined;
  return known?.segment === segment ? known.answer : ask(segment);
}

const opened = /^\/i\/([^/]+)\/?$/i.exec(location.pathname)?.[1];
if (opened) {
  early = { segment: opened, answer: ask(opened) };
  early.answer.catch(() => undefined); // the page that takes it is told
}
