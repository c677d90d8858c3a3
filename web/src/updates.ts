/** A new version of the app waits until nothing is being filled in, in any tab of it. */
import { computed, onBeforeUnmount, ref, watch } from "vue";

const LOCK = "steelyard-draft";
const held = ref(0);
/** The browser frees a lock a moment after it was let go. */
let freed: Promise<unknown> = Promise.resolve();

/** Something is being filled in here. */
export const isFillingIn = computed(() => held.value > 0);

const locks = (): LockManager | undefined => (navigator as Partial<Navigator>).locks;

/** Hold updates back here and, where the browser has locks, from other tabs; answers how to let go. */
export function hold(): () => void {
  let letGo = (): void => undefined;
  const until = new Promise<void>((done) => (letGo = done));
  const lock = locks()?.request(LOCK, { mode: "shared" }, () => until);
  held.value += 1;
  return () => {
    held.value -= 1;
    letGo();
    freed = Promise.all([freed, lock]);
  };
}

/** Hold updates back while `isOpen`, as long as the part that says so is shown. */
export function holdWhile(isOpen: () => boolean): void {
  let letGo: (() => void) | undefined;
  function set(isHeld: boolean): void {
    if (isHeld) letGo ??= hold();
    else {
      letGo?.();
      letGo = undefined;
    }
  }
  watch(isOpen, set, { immediate: true });
  onBeforeUnmount(() => set(false));
}

/** Whether no tab is filling anything in. */
export async function mayUpdate(): Promise<boolean> {
  if (held.value) return false;
  await freed;
  const found = locks();
  return found ? await found.request(LOCK, { ifAvailable: true }, (lock) => lock !== null) : true;
}
