/** A label that the address names, for the page that sent somebody to scan it. */
import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

/** `scanned`: NUMBER or NUMBER.PAYLOAD under `name`; `done` takes it out, so that a reload keeps what was chosen since. */
export function useScanned(name: "at" | "fair"): { scanned: ComputedRef<string | undefined>; done: () => Promise<unknown> } {
  const route = useRoute();
  const router = useRouter();
  const scanned = computed(() => {
    const told = route.query[name];
    return typeof told === "string" && told ? told : undefined;
  });
  const done = async (): Promise<unknown> => scanned.value && router.replace({ query: { ...route.query, [name]: undefined } });
  return { scanned, done };
}
