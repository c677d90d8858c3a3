/** A form that corrects what is registered: filled with what stands, sent with the version it was filled from, so that nobody's change is overwritten. */
import { computed, onMounted, ref, type ComputedRef, type Ref } from "vue";
import { callVersioned, isRefused } from "./api";
import { useAttempt, type Attempt } from "./asking";
import { pair } from "./i18n";
import { registration } from "./words/registration";

/** `attempt` sends the form: refused because somebody was faster, it says so. */
export interface Correction extends Attempt {
  /** The version the change names; undefined when this is a registration. */
  seen: ComputedRef<number | undefined>;
  ready: ComputedRef<boolean>;
  /** Drop the draft and fill the form with what stands now. */
  restart: () => Promise<void>;
  isStale: Ref<boolean>;
}

/** `path` is where the registration is read, undefined for a new one; `fill` puts it into the form. */
export function useCorrection<T>(path: string | undefined, form: { seen: number }, forget: () => Promise<void>, fill: (standing: T) => void | Promise<void>): Correction {
  const { lines, busy, attempt } = useAttempt();
  const isStale = ref(false);
  const send: Attempt["attempt"] = (work) => attempt(work, (failure) => (isStale.value = isRefused(failure, "request.version_stale")));
  async function begin(): Promise<void> {
    if (!path) return;
    let changed = false;
    await attempt(async () => {
      const read = await callVersioned<T>(path).catch((failure: unknown) => {
        if (!form.seen) throw failure;
        return undefined; // a draft is there and goes on without network
      });
      if (!read) return;
      if (form.seen) {
        changed = form.seen !== read.version;
        return;
      }
      await fill(read.value);
      form.seen = read.version;
    });
    isStale.value = changed;
    if (changed) lines.value = [pair(registration.changedMeanwhile)];
  }
  async function restart(): Promise<void> {
    await forget();
    await begin();
  }
  onMounted(begin);
  return { lines, busy, attempt: send, seen: computed(() => form.seen || undefined), ready: computed(() => !path || form.seen > 0), restart, isStale };
}
