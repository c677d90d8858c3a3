/** The one place that talks to the API and knows the shape of its problems. */
import { language, type Words } from "./i18n";
import { accessToken, signOutLocally, tokensNow } from "./session";

/** `at`: what the field is called on the screens; both empty where it has no words. */
export interface Fault { pointer: string; code: string; zh: string; en: string; at?: Words }
export interface Problem { status: number; code: string; sentences: Words; faults?: Fault[]; facts?: Record<string, string> }

export const OFFLINE: Problem = {
  status: 0,
  code: "network",
  sentences: { zh: "现在没有网络。您填写的内容已保存在手机上，联网后再试。", en: "There is no network. What you entered is kept on this phone; try again when online." },
};
const UNREADABLE: Problem = {
  status: 500,
  code: "server",
  sentences: { zh: "系统暂时没有正确回答，请稍后重试。", en: "The system did not answer properly. Try again later." },
};

/** What is wrong with a field, headed by its name. */
export function lineOf(words: Words, at: Words = { zh: "", en: "" }): string {
  const { [language.value]: name } = at;
  return name ? `${name}${language.value === "zh" ? "：" : ": "}${words[language.value]}` : words[language.value];
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
  /** The sentence and each field's remedy, in the language of the screen. */
  lines(): string[] {
    return [this.problem.sentences[language.value], ...(this.problem.faults ?? []).map((fault) => lineOf(fault, fault.at))];
  }
}

/** Whether the server refused with one of these statuses or codes. */
export function isRefused(thrown: unknown, ...by: (number | string)[]): thrown is Refused {
  return thrown instanceof Refused && (by.includes(thrown.problem.status) || by.includes(thrown.problem.code));
}

/** `seen` is the version an edit names. */
export async function call<T>(method: string, path: string, body?: unknown, seen?: number): Promise<T> {
  return (await (await asked(method, path, body, seen)).json()) as T;
}

/** As whoever follows a complaint: the secret goes in a header, never in an address. */
export async function callFollowing<T>(secret: string, method: string, path: string, body?: unknown): Promise<T> {
  return (await (await asked(method, path, body, undefined, { "X-Following-Secret": secret })).json()) as T;
}

/** What stands, and the version a change of it names. */
export async function callVersioned<T>(path: string): Promise<{ value: T; version: number }> {
  const answer = await asked("GET", path);
  return { value: (await answer.json()) as T, version: Number(/\d+/.exec(answer.headers.get("ETag") ?? "")?.[0] ?? 0) };
}

async function asked(method: string, path: string, body?: unknown, seen?: number, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const headers: Record<string, string> = { ...more, "Accept-Language": language.value === "zh" ? "zh-CN" : "en", Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (seen !== undefined) headers["If-Match"] = `"${seen}"`;
  if (!path.startsWith("/v1/public/")) headers["Authorization"] = await bearer();
  const answer = await fetched(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw await heeded(answer, headers["Authorization"]);
  return answer;
}

const denied: (() => void)[] = [];

/** Have something done whenever the server says that one may not do what the app thought one may. */
export function onDenied(tell: () => void): void {
  denied.push(tell);
}

/**
 * Whatever is asked as somebody: a session that ended, or an account that may no more what it could, shows in any answer of ours.
 * What a hotel's gateway says in our place ends no session: an officer would lose the day's kit by it. Nor does a late answer to the session before.
 */
async function heeded(answer: Response, authorization = ""): Promise<Refused> {
  const problem = await problemOf(answer);
  if (problem !== UNREADABLE && answer.status === 401 && authorization === bearerOf(tokensNow()?.access)) signOutLocally(true);
  if (problem !== UNREADABLE && answer.status === 403) denied.forEach((tell) => tell());
  return new Refused(problem);
}

const bearerOf = (token = ""): string => `Bearer ${token}`;

/** Without network a session cannot be renewed either; that ends none. */
async function bearer(): Promise<string> {
  try {
    return bearerOf(await accessToken());
  } catch {
    throw new Refused(OFFLINE);
  }
}

function fetched(path: string, asking: RequestInit): Promise<Response> {
  return orOffline(fetch(`/api${path}`, asking));
}

async function orOffline(asking: Promise<Response>): Promise<Response> {
  try {
    return await asking;
  } catch {
    throw new Refused(OFFLINE);
  }
}

/** What is answered to a question that went out before anything could be shown. Throws what `call` throws. */
export async function told<T>(asking: Promise<Response>): Promise<T> {
  const answer = await orOffline(asking);
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return (await answer.json()) as T;
}

/** A picture behind sign-in. */
export async function callPicture(path: string): Promise<Blob> {
  const authorization = await bearer();
  const answer = await fetched(path, { headers: { Authorization: authorization, Accept: "image/svg+xml" } });
  if (!answer.ok) throw await heeded(answer, authorization);
  return answer.blob();
}

/** Every row of a list that answers page by page. */
export async function everyRow<T>(path: string): Promise<T[]> {
  const rows: T[] = [];
  let cursor = "";
  do {
    const page = await call<{ items: T[]; cursor: string }>("GET", `${path}&cursor=${encodeURIComponent(cursor)}`);
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return rows;
}

/** Bytes that may be kept: `bytes` is undefined when those under `etag` are still the newest. */
export async function callBytes(path: string, etag?: string): Promise<{ etag: string; bytes: Uint8Array | undefined }> {
  const headers: Record<string, string> = { Accept: "application/octet-stream", ...(etag ? { "If-None-Match": etag } : {}) };
  const answer = await fetched(path, { headers });
  if (answer.status === 304) return { etag: etag ?? "", bytes: undefined };
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return { etag: answer.headers.get("ETag") ?? "", bytes: new Uint8Array(await answer.arrayBuffer()) };
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const told = (await answer.json()) as Problem;
    if (!told.sentences) return UNREADABLE;
    return told.faults?.length ? { ...told, faults: await named(told.faults) } : told;
  } catch {
    return UNREADABLE;
  }
}

/** Their words are loaded when somebody is refused; without them the sentences must do. */
async function named(faults: readonly Fault[]): Promise<Fault[]> {
  const words = await import("./fields").catch(() => undefined);
  return faults.map((fault) => ({ ...fault, ...(words ? { at: words.wordsOf(fault.pointer) } : {}) }));
}

/** What to show for whatever was thrown. */
export function linesOf(thrown: unknown): string[] {
  return thrown instanceof Refused ? thrown.lines() : [UNREADABLE.sentences[language.value]];
}
