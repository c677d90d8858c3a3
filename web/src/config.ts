import type { Chain } from "./sampling/chain";

/** What differs between stages; served beside the app as /config.json. */
export interface Config { issuer: string; client_id: string; label_host: string; demo: boolean; drand?: Chain }

let known: Promise<Config> | undefined;

export function config(): Promise<Config> {
  known ??= fetch("/config.json").then((answer) => answer.json() as Promise<Config>).catch((failure: unknown) => {
    known = undefined;
    throw failure;
  });
  return known;
}
