/** What is under way anywhere in the app: an act that lasts is told by the page it was begun on, or else by the app. */
import { computed, onBeforeUnmount, ref, watch } from "vue";

const acts = ref(0);
const tellers = ref(0);

/** An act is under way of which no page says anything. */
export const isUntold = computed(() => acts.value > 0 && tellers.value === 0);

/** Do `work`, which is an act for as long as it takes. */
export async function during<T>(work: () => Promise<T>): Promise<T> {
  acts.value += 1;
  try {
    return await work();
  } finally {
    acts.value -= 1;
  }
}

/** While `tells`, what is shown here says what goes on. */
export function tellingWhile(tells: () => boolean): void {
  let isTelling = false;
  function set(now: boolean): void {
    if (now !== isTelling) tellers.value += now ? 1 : -1;
    isTelling = now;
  }
  watch(tells, set, { immediate: true });
  onBeforeUnmount(() => set(false));
}
