/** The key set for checking labels without network, kept from the last time there was one. */
import { call } from "../api";
import { parse, verify, type LabelKey, type Outcome } from "./l1";

const KEPT = "steelyard.label-keys";

export async function refreshKeys(): Promise<void> {
  try {
    const { keys } = await call<{ keys: LabelKey[] }>("GET", "/v1/public/keys");
    localStorage.setItem(KEPT, JSON.stringify(keys));
  } catch {
    return; // the kept keys serve until there is a network
  }
}

/** What the phone can tell of a label by itself, on its own local day. */
export async function checkOffline(segment: string): Promise<Outcome> {
  const label = parse(segment);
  if (typeof label === "string") return label;
  const keys = JSON.parse(localStorage.getItem(KEPT) ?? "[]") as LabelKey[];
  return verify(label, keys, new Date().toLocaleDateString("sv-SE"));
}
