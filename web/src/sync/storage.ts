/** Whether the browser may throw the queue away. */
import { ref } from "vue";

const FULL = 0.9;

/** The browser did not promise to keep what is stored, or there is hardly any room left. */
export const atRisk = ref(false);

/** Ask the browser to keep the queue; asking again is free. */
export async function askToPersist(): Promise<void> {
  const storage = (navigator as Partial<Navigator>).storage;
  if (!storage?.persist) {
    atRisk.value = true;
    return;
  }
  const isKept = (await storage.persisted()) || (await storage.persist());
  const { usage = 0, quota = 0 } = await storage.estimate();
  atRisk.value = !isKept || (quota > 0 && usage > quota * FULL);
}
