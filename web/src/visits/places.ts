/** The places of the visits on this phone: what their pages, and those of the merchants there, show without network. */
import { call, everyRow, isRefused } from "../api";
import { hasRole } from "../me";
import { rowOfHead } from "../standing";
import type { Head, InstrumentRow, Merchant, Site, Stall, VisitPage } from "../types";
import { placeName } from "./find";
import { keepAnswer, keptAnswer, keptAnswers, keptSince, orTaken, type Read } from "./kept";
import { heldVisits } from "./pull";

const EVERY_MS = 30 * 60_000;
/** Of more places than anybody goes to within days, those that are due first. */
const MOST = 20;
const TAKEN = "places";

/** A merchant of whom the phone may have the name alone, from an instrument. */
export type KnownMerchant = Pick<Merchant, "name"> & Partial<Merchant>;

const asked = {
  merchant: (id: string) => call<Merchant>("GET", `/v1/merchants/${id}`),
  site: (id: string) => call<Site>("GET", `/v1/sites/${id}`),
  stalls: async (site: string) => (await call<{ items: Stall[] }>("GET", `/v1/sites/${site}/stalls`)).items,
  instruments: (where: string) => everyRow<InstrumentRow>(`/v1/instruments?${where}`),
};

let running: Promise<void> | undefined;

/** Bring what the pages of the places of the visits on this phone show, each at most every half hour. Throws what `call` throws. */
export function takePlaces(now = Date.now()): Promise<void> {
  const before = running;
  running = (async () => {
    await before?.catch(() => undefined); // what it brought is not asked for again
    await taken(now);
  })();
  return running;
}

async function taken(now: number): Promise<void> {
  const pages = await Promise.all((await heldVisits()).map((id) => keptAnswer<VisitPage>(`visit ${id}`)));
  const visits = pages.flatMap((page) => page?.visit ?? []).sort((one, other) => (one.planned_on < other.planned_on ? -1 : 1));
  const places = [...new Set(visits.map(placeName))].slice(0, MOST);
  const last = (await keptAnswer<Record<string, number>>(TAKEN)) ?? {};
  const since: Record<string, number> = {};
  for (const where of places) {
    const at = last[where];
    const isFresh = at !== undefined && now - at < EVERY_MS;
    if (!isFresh) await takePlace(where, now);
    since[where] = isFresh ? at : now;
  }
  await keepAnswer(TAKEN, since, now);
}

async function takePlace(where: string, now: number): Promise<void> {
  const [kind, id = ""] = where.split("=");
  const keep = async <T>(name: string, value: Promise<T>): Promise<T> => {
    await keepAnswer(name, await value, now);
    return value;
  };
  try {
    await keep(`instruments ${where}`, asked.instruments(where));
    if (kind === "merchant") await keep(`merchant ${id}`, asked.merchant(id));
    if (kind !== "site") return;
    await keep(`stalls ${id}`, asked.stalls(id));
    const { organiser_id } = await keep(`site ${id}`, asked.site(id));
    if (organiser_id) await keep(`merchant ${organiser_id}`, asked.merchant(organiser_id));
  } catch (failure) {
    if (!isRefused(failure, 403, 404)) throw failure; // what one may not see is not taken along
  }
}

/** How many places the phone has, and as of when (Unix milliseconds). */
export async function heldPlaces(): Promise<{ count: number; at: number } | undefined> {
  const [since, at] = [await keptAnswer<Record<string, number>>(TAKEN), await keptSince(TAKEN)];
  return since && at ? { count: Object.keys(since).length, at } : undefined;
}

export const siteOf = (site: string): Promise<Read<Site>> => orTaken(`site ${site}`, () => asked.site(site));
export const stallsOf = (site: string): Promise<Read<Stall[]>> => orTaken(`stalls ${site}`, () => asked.stalls(site));

/** A merchant; without network also one who was not taken along but has an instrument that was. */
export function merchantOf(merchant: string): Promise<Read<KnownMerchant>> {
  return orFromHeads<KnownMerchant>(orTaken(`merchant ${merchant}`, () => asked.merchant(merchant)), merchant, ([head]) => ({ name: head.merchant.name }));
}

/** The instruments of a merchant or a site, `merchant=…` or `site=…`. `isPart`: there may be others that were not taken along. */
export function instrumentsOf(where: string): Promise<Read<InstrumentRow[]> & { isPart?: boolean }> {
  const [kind, id = ""] = where.split("=");
  return orFromHeads(orTaken(`instruments ${where}`, () => asked.instruments(where)), kind === "merchant" ? id : "", (heads) => heads.map(rowOfHead));
}

async function orFromHeads<T>(asking: Promise<Read<T>>, merchant: string, tell: (heads: [Head, ...Head[]]) => T): Promise<Read<T> & { isPart?: boolean }> {
  try {
    return await asking;
  } catch (failure) {
    if (!merchant || !hasRole("inspector") || !isRefused(failure, "network")) throw failure;
    const found = (await keptAnswers<{ instrument: Head }>("instrument ")).filter(({ value }) => value.instrument.merchant.id === merchant);
    const [first, ...others] = found.map(({ value }) => value.instrument);
    if (!first) throw failure;
    return { value: tell([first, ...others]), keptAt: Math.min(...found.map(({ at }) => at)), isPart: true };
  }
}
