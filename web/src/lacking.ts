/**
 * What a form still lacks. Its button is never dead: a tap on it leads to the first field that is lacking, where the sentence
 * beside it says what to do; the sentence goes as soon as it is done.
 */
import { computed, nextTick, onBeforeUnmount, ref, watch, type ComputedRef } from "vue";
import { focusField } from "./arrival";
import { t } from "./i18n";

/** `field`: the id of a field, or of what holds several. `comes`: it is being looked up, and `say` tells so. */
export interface Lack { field: string; say: string; comes?: boolean }
/** `given`: what the field must have, of text `least` characters that are not blank, at least one; `say`: what to do instead of the plain words. */
export type Need = readonly [field: string, given: unknown, least?: number, say?: string];

/** One form leads at a time. */
const led = ref<Lack>();

/** What is to be said beside a field; "" for most. */
export const saidOf = (field: string): string => (led.value?.field === field ? led.value.say : "");

/** Those needs that are not met, in the order of the form. */
export function unmet(...needs: readonly Need[]): Lack[] {
  return needs.filter(([, given, least = 1]) => !isGiven(given, least)).map(([field, given, least = 1, say]) => ({ field, say: say ?? plain(given, least) }));
}
function isGiven(given: unknown, least: number): boolean {
  if (typeof given === "string") return given.trim().length >= least;
  return Array.isArray(given) ? given.length > 0 : Boolean(given);
}
function plain(given: unknown, least: number): string {
  if (typeof given !== "string") return t("needChoice");
  return least > 1 ? t("needLeast", { n: String(least) }) : t("needFill");
}

/**
 * For the button of a form: `lead` brings to what is lacking first; whether anything is. Where all of it is being looked up,
 * `waits` tells so, and `again` is what to do once nothing is any more.
 */
export function useLacks(lacks: () => readonly Lack[], again: () => void = () => undefined): { lead: () => boolean; waits: ComputedRef<string> } {
  const isWaiting = ref(false);
  const coming = computed(() => lacks().find((one) => one.comes));
  let own = "";
  const drop = (): unknown => own && led.value?.field === own && (led.value = undefined);
  watch(coming, (now) => {
    if (now || !isWaiting.value) return;
    isWaiting.value = false;
    void nextTick(again);
  });
  watch(lacks, (now) => {
    const still = now.find(({ field }) => field === own);
    if (!still) drop();
    else if (saidOf(own)) led.value = still; // the same field, for another reason or in another language
  });
  onBeforeUnmount(drop);
  function lead(): boolean {
    const first = lacks().find((one) => !one.comes);
    isWaiting.value = !first && coming.value !== undefined;
    if (!first) return isWaiting.value;
    own = first.field;
    led.value = first;
    void nextTick(() => focusField(own));
    return true;
  }
  return { lead, waits: computed(() => (isWaiting.value && coming.value?.say) || "") };
}
