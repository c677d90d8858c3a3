/** The static files of the public register, on our own origin; no page of the register asks anything else. */
import { OFFLINE, Refused } from "../api";
import { useLoad, type Load } from "../asking";
import type { Now } from "./types";
import type { WatchSource } from "vue";

export const registerFile = (name: string): string => `/public/register/${name}.json`;
export const dataFile = (name: string): string => `/public/data/${name}`;

/** The file, undefined when there is none. Throws without a network. */
export async function read<T>(address: string): Promise<T | undefined> {
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    throw new Refused(OFFLINE);
  }
  if (answer.status >= 500) throw new Error(`${address}: ${answer.status}`);
  // A site may answer the app's page for an address that leads nowhere.
  if (!answer.ok || answer.headers.get("Content-Type")?.startsWith("text/html")) return undefined;
  return (await answer.json()) as T;
}

export interface Opened<T> { file: T | undefined; now: Now | undefined }

/** A page of the register: its file, and up to when the register is told. */
export function useRegister<T>(name: () => string, of?: WatchSource): Load<Opened<T>> {
  return useLoad(async () => {
    const [file, now] = await Promise.all([read<T>(registerFile(name())), read<Now>(registerFile("now"))]);
    return { file, now };
  }, of);
}
