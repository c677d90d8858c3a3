/** What somebody is filling in, kept on this phone as they type until it was sent: a reload or a lost session loses nothing. */
import { effectScope, nextTick, reactive, watch } from "vue";
import { ownerNow } from "./me";
import { local, session, type Plain } from "./storages";

/**
 * A form that remembers itself under `key` for whoever is signed in; `forget` when it was sent makes it fresh again.
 * `restored`: something was kept. What `isSecret`, such as an invitation's code, outlives a reload but not the session.
 */
export function useDraft<T extends object>(key: string, fresh: () => T, isSecret = false): { form: T; forget: () => Promise<void>; restored: boolean } {
  const storage = isSecret ? session : local;
  const name = `steelyard.form.${ownerNow()}.${key}`;
  const kept = read(storage, name);
  const form = reactive({ ...fresh(), ...kept }) as T;
  effectScope(true).run(() => watch(form, () => storage.setItem(name, JSON.stringify(form)))); // an undo may come after its page was left
  const forget = async (): Promise<void> => {
    const blank = fresh();
    for (const field of Object.keys(form)) if (!(field in blank)) Reflect.deleteProperty(form, field);
    Object.assign(form, blank);
    await nextTick();
    storage.removeItem(name);
  };
  return { form, forget, restored: kept !== undefined };
}

function read(storage: Plain, key: string): object | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "null");
    return typeof kept === "object" && kept !== null ? kept : undefined;
  } catch {
    return undefined; // not ours, or cut off: begin afresh
  }
}
