import type { Chain } from "./sampling/chain";
import { local } from "./storages";

/** What differs between stages; served beside the app as /config.json. */
export interface Config { issuer: string; client_id: string; label_host: string; demo: boolean; drand?: Chain }

const KEPT = "steelyard.config";
let known: Promise<Config> | undefined;

/** As this phone was told last, so that nothing waits for it; what has changed since counts from the next time on. */
export function config(): Promise<Config> {
  known ??= kept() ?? asked();
  return known;
}

function kept(): Promise<Config> | undefined {
  const text = local.getItem(KEPT);
  if (!text) return undefined;
  asked().catch(() => undefined); // for the next time
  return Promise.resolve(JSON.parse(text) as Config);
}

async function asked(): Promise<Config> {
  try {
    const answer = await fetch("/config.json");
    if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
    const told = (await answer.json()) as Config;
    local.setItem(KEPT, JSON.stringify(told));
    return told;
  } catch (failure) {
    known = undefined;
    throw failure;
  }
}
