/** A form that corrects what is registered: filled with what stands, sent with the version it was filled from, so that nobody's change is overwritten. */
import { computed, onMounted, ref, type ComputedRef, type Ref } from "vue";
import { callVersioned, linesOf, Refused } from "./api";
import { pair } from "./i18n";
import { registration } from "./words/registration";

export interface Correction {
  /** The version the change names; undefined when this is a registration. */
  seen: ComputedRef<number | undefined>;
  ready: ComputedRef<boolean>;
  lines: Ref<string[]>;
  /** Drop the draft and fill the form with what stands now. */
  restart: () => Promise<void>;
  /** Tell why sending failed. */
  failed: (failure: unknown) => void;
  isStale: Ref<boolean>;
}

/** `path` is where the registration is read, undefined for a new one; `fill` puts it into the form. */
export function useCorrection<T>(path: string | undefined, form: { seen: number }, forget: () => Promise<void>, fill: (standing: T) => void | Promise<void>): Correction {
  const lines = ref<string[]>([]);
  const isStale = ref(false);
  const failed = (failure: unknown): void => {
    lines.value = linesOf(failure);
    isStale.value = failure instanceof Refused && failure.problem.code === "request.version_stale";
  };
  const begin = async (): Promise<void> => {
    if (!path) return;
    try {
      const { value, version } = await callVersioned<T>(path);
      if (form.seen) {
        isStale.value = form.seen !== version;
        lines.value = isStale.value ? [pair(registration.changedMeanwhile)] : [];
        return;
      }
      await fill(value);
      form.seen = version;
    } catch (failure) {
      if (!form.seen) failed(failure); // a draft is there and goes on without network
    }
  };
  const restart = async (): Promise<void> => {
    lines.value = [];
    isStale.value = false;
    await forget();
    await begin();
  };
  onMounted(begin);
  return { seen: computed(() => form.seen || undefined), ready: computed(() => !path || form.seen > 0), lines, restart, failed, isStale };
}
