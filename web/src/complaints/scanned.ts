/** A label that the address names, for the page that sent somebody to scan it. */
import { computed, type ComputedRef } from "vue";
import { useRoute } from "vue-router";
import { useOnward } from "../onward";

/** `scanned`: NUMBER or NUMBER.PAYLOAD under `name`; `done` takes it out, so that a reload keeps what was chosen since. */
export function useScanned(name: "at" | "fair"): { scanned: ComputedRef<string | undefined>; done: () => Promise<unknown> } {
  const route = useRoute();
  const onward = useOnward();
  const scanned = computed(() => {
    const told = route.query[name];
    return typeof told === "string" && told ? told : undefined;
  });
  const done = async (): Promise<unknown> => scanned.value && onward.replace({ query: { ...route.query, [name]: undefined } });
  return { scanned, done };
}
