/** Telling the authority, anonymously and after the page is shown, that a label was looked at. */
import { ref } from "vue";
import { local } from "../storages";
import { cell } from "./place";

const KEPT = "steelyard.tell-place";

/** Whether the citizen agreed to tell about where; undefined until asked, which means no. */
export const tellsPlace = ref(answered());

function answered(): boolean | undefined {
  const kept = local.getItem(KEPT);
  return kept === null ? undefined : kept === "yes";
}

export function answerPlace(agrees: boolean): void {
  local.setItem(KEPT, agrees ? "yes" : "no");
  tellsPlace.value = agrees;
}

/** Best effort: nobody waits for it, and nothing is shown when it fails. No token goes with it. */
export async function noteSeen(number: string, counter: number | undefined, outcome: string): Promise<void> {
  const near = tellsPlace.value ? await cell() : undefined;
  const body = JSON.stringify({ number, outcome, ...(counter ? { counter } : {}), ...(near ? { cell: near } : {}) });
  const headers = { "Content-Type": "application/json" };
  await fetch("/api/v1/public/scans", { method: "POST", keepalive: true, credentials: "omit", referrerPolicy: "no-referrer", headers, body }).catch(() => undefined);
}
