/** What an inspector's shift without network needs: fetched as soon as there is one, and whether all of it is here. */
import { everyRow } from "./api";
import { listAge, refreshBundle, type ListAge } from "./labels/offline";
import { keptUntil } from "./pin";
import { askToPersist, atRisk } from "./sync/storage";
import type { VisitRow } from "./types";
import { orKept } from "./visits/kept";
import { held, pull } from "./visits/pull";

/** The list of one's visits, as the page of visits shows it. */
export const myVisits = (): Promise<VisitRow[]> => everyRow<VisitRow>("/v1/visits?mine=true");

/** Visits with their instruments, forms, table of results, label keys and revocations; what cannot be fetched stays as it is. */
export async function prepare(): Promise<void> {
  await Promise.allSettled([askToPersist(), orKept("visits", myVisits), pull(), refreshBundle()]);
}

/**
 * isApp    the service worker serves this page, so that the app opens without network
 * visits   the open ones on this phone     list  label keys and revocations     pinUntil, at: Unix milliseconds
 * isKept   the browser promised not to clear what is stored
 */
export interface Ready { isApp: boolean; visits: { count: number; at: number } | undefined; list: ListAge | undefined; pinUntil: number | undefined; isKept: boolean; usedMb: number }

export async function readiness(): Promise<Ready> {
  await askToPersist();
  const { usage = 0 } = (await (navigator as Partial<Navigator>).storage?.estimate?.()) ?? {};
  const isApp = Boolean((navigator as Partial<Navigator>).serviceWorker?.controller);
  return { isApp, visits: await held(), list: await listAge(), pinUntil: keptUntil(), isKept: !atRisk.value, usedMb: Math.ceil(usage / 1e6) };
}
