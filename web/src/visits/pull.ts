/** Fetches what a day without network needs: one's own open visits and their instruments, as GET /v1/sync packs them. */
import { call, isRefused } from "../api";
import { useForms, type Form } from "../law/forms";
import type { Results } from "../review";
import { session } from "../storages";
import type { Head, InstrumentRow, Visit, VisitPage } from "../types";
import { placeName } from "./find";
import { keepAnswer, keptAnswer, keptSince, orKept, renewAnswers } from "./kept";

const EVERY_MS = 30 * 60_000;
const LAST = "steelyard.pulled";
const KEPT = "pulled";
const FORMS = "forms";
const LAWS = "laws";
interface Forms { version: string; items: Form[] }

interface Reference { name: string; path: string; version: string }
interface Packed { visit: Visit; version: number; instruments: Head[] }
interface Pulled { open: string[]; visits: Packed[]; references: Reference[]; cursor: string; more: boolean }
/** What the phone holds; kept after what it tells of. `walk`: visits named so far; `names`: of the answers of each. */
interface Holding { cursor: string; walk: string[]; names: Record<string, string[]> }
const nothing = (): Holding => ({ cursor: "", walk: [], names: {} });

/** The guided forms, when the server has others than this phone. */
async function pullForms({ path, version }: Reference): Promise<void> {
  const kept = await keptAnswer<Forms>(FORMS);
  const forms = kept?.version === version ? kept : { version, items: (await call<{ items: Form[] }>("GET", path)).items };
  await keepAnswer(FORMS, forms); // again, so that they are not forgotten for their age
  useForms(forms.items);
}

/** The forms fetched before, for a page that is opened first. */
export async function readForms(): Promise<void> {
  const kept = await keptAnswer<Forms>(FORMS);
  if (kept) useForms(kept.items);
}

/**
 * At most every half hour of a session, and at once for a `visit` that was not among those of the last time; what is not
 * there when it fails is asked for when it is opened.
 */
export function pull(visit = "", now = Date.now()): Promise<void> {
  const before = running;
  running = (async () => {
    await before?.catch(() => undefined); // one walk at a time: what it brought is not asked for again
    await pulled(visit, now);
  })();
  return running;
}
let running: Promise<void> | undefined;

async function pulled(visit: string, now: number): Promise<void> {
  const last = JSON.parse(session.getItem(LAST) ?? "null") as { at: number; open: string[] } | null;
  if (last && now - last.at < EVERY_MS && (!visit || last.open.includes(visit))) return;
  let holding = (await keptAnswer<Holding>(KEPT)) ?? nothing();
  let references: Reference[] = [];
  for (let more = true; more;) {
    const told = await asked(holding.cursor);
    if (!told) {
      holding = nothing();
      continue;
    }
    for (const packed of told.visits) holding.names[packed.visit.id] = await kept(packed, now);
    holding = { cursor: told.cursor, walk: [...holding.walk, ...told.open], names: holding.names };
    ({ more, references } = told);
    if (more) await keepAnswer(KEPT, holding, now);
  }
  const open = new Set(holding.walk);
  const names = Object.fromEntries(Object.entries(holding.names).filter(([visit]) => open.has(visit)));
  await renewAnswers(Object.values(names).flat(), KEPT, { cursor: holding.cursor, walk: [], names }, now);
  for (const one of open) if (!(await keptAnswer(`visit ${one}`))) return keepAnswer(KEPT, nothing(), now); // forgotten meanwhile: all anew
  for (const one of references) {
    if (one.name === FORMS) await pullForms(one);
    if (one.name === LAWS) await keepAnswer(LAWS, one.version, now);
  }
  await orKept("results", () => call<Results>("GET", "/v1/results"));
  session.setItem(LAST, JSON.stringify({ at: now, open: holding.walk }));
}

/** How many open visits the phone holds, and as of when (Unix milliseconds). */
export async function held(): Promise<{ count: number; at: number } | undefined> {
  const [holding, at] = [await keptAnswer<Holding>(KEPT), await keptSince(KEPT)];
  return holding && at ? { count: Object.keys(holding.names).length, at } : undefined;
}

/** The open visits on this phone. */
export async function heldVisits(): Promise<string[]> {
  return Object.keys((await keptAnswer<Holding>(KEPT))?.names ?? {});
}

/** Which state of the law the server judges by, and as of when (Unix milliseconds). */
export async function serversLaws(): Promise<{ version: string; at: number } | undefined> {
  const [version, at] = [await keptAnswer<string>(LAWS), await keptSince(LAWS)];
  return version && at ? { version, at } : undefined;
}

/** A part of the walk; undefined when the server does not read this cursor any more. */
async function asked(cursor: string): Promise<Pulled | undefined> {
  try {
    return await call<Pulled>("GET", `/v1/sync?cursor=${encodeURIComponent(cursor)}`);
  } catch (failure) {
    if (cursor && isRefused(failure, "request.bad_cursor")) return undefined;
    throw failure;
  }
}

/** Keep a visit and what it goes to beside what pages were answered; answers the names. */
async function kept({ visit, version, instruments }: Packed, now: number): Promise<string[]> {
  const page = await keptAnswer<VisitPage>(`visit ${visit.id}`);
  if (!page || page.version < version) {
    const { is_late = false, lacks = [], due } = page?.visit ?? {}; // a pulled visit does not say them
    const shown = { ...visit, is_late, lacks, ...(due ? { due } : {}) };
    await keepAnswer(`visit ${visit.id}`, { checks: [], refused: [], cursor: "", ...page, visit: shown, version }, now);
  }
  if (!(await keptAnswer(`orders ${visit.id}`))) await keepAnswer(`orders ${visit.id}`, { items: [] }, now);
  const where = `instruments ${placeName(visit)}`;
  const rows = new Map(((await keptAnswer<InstrumentRow[]>(where)) ?? []).map((row) => [row.id, row]));
  for (const { id, number, name, stall, merchant, state } of instruments)
    rows.set(id, { conclusion: "", valid_until: "", ...rows.get(id), id, number, name, stall, state, merchant: merchant.name });
  await keepAnswer(where, [...rows.values()], now);
  for (const instrument of instruments) await keepAnswer(`instrument ${instrument.id}`, { instrument }, now);
  return [`visit ${visit.id}`, `orders ${visit.id}`, where, ...instruments.map(({ id }) => `instrument ${id}`)];
}
