/** Fetches what a day without network needs: one's own open visits and their instruments, as GET /v1/sync packs them. */
import { call } from "../api";
import type { Head, Visit } from "../types";
import { useForms, type Form } from "../law/forms";
import { keepAnswer, keepAnswerOnce, keptAnswer } from "./kept";

const EVERY_MS = 30 * 60_000;
const LAST = "steelyard.pulled";
const FORMS = "forms";
interface Forms { version: string; items: Form[] }

interface Reference { name: string; path: string; version: string }
interface Pulled { open: string[]; references: Reference[]; visits: { visit: Visit; version: number; instruments: Head[] }[]; cursor: string; more: boolean }

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
export async function pull(visit = "", now = Date.now()): Promise<void> {
  const last = JSON.parse(sessionStorage.getItem(LAST) ?? "null") as { at: number; open: string[] } | null;
  if (last && now - last.at < EVERY_MS && (!visit || last.open.includes(visit))) return;
  let open: string[] = [];
  for (let cursor = "", more = true; more;) {
    const told = await call<Pulled>("GET", `/v1/sync?cursor=${encodeURIComponent(cursor)}`);
    for (const { visit, version, instruments } of told.visits) {
      const where = visit.site_id ? `site=${visit.site_id}` : `merchant=${visit.merchant_id ?? ""}`;
      await keepAnswerOnce(`visit ${visit.id}`, { visit, version, checks: [], refused: [], cursor: "" });
      await keepAnswerOnce(`instruments ${where}`, instruments.map(({ id, number, name, stall, merchant, state }) => ({ id, number, name, stall, state, merchant: merchant.name, conclusion: "", valid_until: "" })));
      for (const instrument of instruments) await keepAnswer(`instrument ${instrument.id}`, { instrument });
    }
    for (const reference of told.references) if (reference.name === FORMS) await pullForms(reference);
    ({ cursor, more, open } = told);
  }
  sessionStorage.setItem(LAST, JSON.stringify({ at: now, open }));
}
