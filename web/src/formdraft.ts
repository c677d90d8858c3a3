/** What somebody is filling in, kept on this phone as they type until it was sent: a reload or a lost session loses nothing. */
import { nextTick, reactive, watch } from "vue";

const PREFIX = "steelyard.form.";

/** A form that remembers itself under `key`; `forget` when it was sent makes it fresh again. `restored`: something was kept. */
export function useDraft<T extends object>(key: string, fresh: () => T): { form: T; forget: () => Promise<void>; restored: boolean } {
  const kept = read(PREFIX + key);
  const form = reactive({ ...fresh(), ...kept }) as T;
  watch(form, () => localStorage.setItem(PREFIX + key, JSON.stringify(form)));
  const forget = async (): Promise<void> => {
    const blank = fresh();
    for (const name of Object.keys(form)) if (!(name in blank)) Reflect.deleteProperty(form, name);
    Object.assign(form, blank);
    await nextTick();
    localStorage.removeItem(PREFIX + key);
  };
  return { form, forget, restored: kept !== undefined };
}

function read(key: string): object | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return typeof kept === "object" && kept !== null ? kept : undefined;
  } catch {
    return undefined; // not ours, or cut off: begin afresh
  }
}
