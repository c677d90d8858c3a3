/** What an inspector's shift without network needs: fetched as soon as there is one, and whether all of it is here. */
import { call, everyRow } from "./api";
import { today } from "./clock";
import { listAge, refreshBundle, type ListAge } from "./labels/offline";
import { LAWS, nextChange } from "./law/rules";
import { keptUntil } from "./pin";
import type { AssignmentPage } from "./sampling/board";
import { askToPersist, atRisk } from "./sync/storage";
import type { VisitRow } from "./types";
import { keptAnswer, orKept, type Read } from "./visits/kept";
import { heldPlaces, takePlaces } from "./visits/places";
import { held, pull, serversLaws } from "./visits/pull";

/** The list of one's visits, as the page of visits shows it. */
export const myVisits = (): Promise<VisitRow[]> => everyRow<VisitRow>("/v1/visits?mine=true");

/** What was drawn for this officer: the first page, soonest due first. */
export const myAssignments = (): Promise<Read<AssignmentPage>> => orKept("assignments", () => call<AssignmentPage>("GET", "/v1/assignments?cursor="));

/** `page`: what the inspection code opens, on our own origin, which is the host of the labels wherever the two are one. `qr`: it drawn, SVG. */
export interface InspectionCode { page: string; qr: string }

/** The inspection code of one's visit. */
export const inspectionCode = (visit: string): Promise<Read<InspectionCode>> => orKept(`code ${visit}`, async () => {
  const { address } = await call<{ address: string }>("GET", `/v1/visits/${visit}/code`);
  const page = `/k/${visit}${address.slice(address.indexOf("#"))}`;
  return { page, qr: await (await import("./qr")).qrOf(location.origin + page) };
});

/** One's visits, and the codes of those that may need one; a code stays the same. */
async function visitsAndCodes(): Promise<void> {
  const { value, keptAt } = await orKept("visits", myVisits);
  if (keptAt) return;
  for (const { id, state } of value) if (["approved", "accepted"].includes(state) && !(await keptAnswer(`code ${id}`))) await inspectionCode(id).catch(() => undefined); // another's may come
}

async function visitsAndPlaces(): Promise<void> {
  const [, pulled] = await Promise.allSettled([visitsAndCodes(), pull()]);
  if (pulled.status === "fulfilled") await takePlaces();
}

/** Visits with their instruments and codes, then their places, forms, table of results, assignments, label keys and revocations; what cannot be fetched stays as it is. */
export async function prepare(): Promise<void> {
  await Promise.allSettled([askToPersist(), visitsAndPlaces(), myAssignments(), refreshBundle()]);
}

/**
 * isApp    the service worker serves this page, so that the app opens without network
 * visits   the open ones on this phone     places   where they go     list  label keys and revocations     pinUntil, at: Unix milliseconds
 * laws     the rules on this phone: whether the server judges by the same, as of when, and from which day others count
 * isKept   the browser promised not to clear what is stored
 */
export interface Ready { isApp: boolean; visits: { count: number; at: number } | undefined; places: { count: number; at: number } | undefined; list: ListAge | undefined; laws: { isSame: boolean; at: number; next: string | undefined } | undefined; pinUntil: number | undefined; isKept: boolean; usedMb: number }

export async function readiness(): Promise<Ready> {
  await askToPersist();
  const { usage = 0 } = (await (navigator as Partial<Navigator>).storage?.estimate?.()) ?? {};
  const isApp = Boolean((navigator as Partial<Navigator>).serviceWorker?.controller);
  const told = await serversLaws();
  const laws = told && { isSame: told.version === LAWS, at: told.at, next: nextChange(today()) };
  return { isApp, visits: await held(), places: await heldPlaces(), list: await listAge(), laws, pinUntil: keptUntil(), isKept: !atRisk.value, usedMb: Math.ceil(usage / 1e6) };
}
