/** What somebody is filling in, kept on this phone as they type until it was sent: a reload or a lost session loses nothing. */
import { nextTick, reactive, watch } from "vue";
import { onSignedOut } from "./session";

const PREFIX = "steelyard.form.";
const secret = new Set<string>();
onSignedOut(() => secret.forEach((key) => sessionStorage.removeItem(PREFIX + key)));

/**
 * A form that remembers itself under `key`; `forget` when it was sent makes it fresh again. `restored`: something was kept.
 * What `isSecret`, such as an invitation's code, outlives a reload but not the session.
 */
export function useDraft<T extends object>(key: string, fresh: () => T, isSecret = false): { form: T; forget: () => Promise<void>; restored: boolean } {
  const storage = isSecret ? sessionStorage : localStorage;
  if (isSecret) secret.add(key);
  const kept = read(storage, PREFIX + key);
  const form = reactive({ ...fresh(), ...kept }) as T;
  watch(form, () => storage.setItem(PREFIX + key, JSON.stringify(form)));
  const forget = async (): Promise<void> => {
    const blank = fresh();
    for (const name of Object.keys(form)) if (!(name in blank)) Reflect.deleteProperty(form, name);
    Object.assign(form, blank);
    await nextTick();
    storage.removeItem(PREFIX + key);
  };
  return { form, forget, restored: kept !== undefined };
}

function read(storage: Storage, key: string): object | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "null");
    return typeof kept === "object" && kept !== null ? kept : undefined;
  } catch {
    return undefined; // not ours, or cut off: begin afresh
  }
}
