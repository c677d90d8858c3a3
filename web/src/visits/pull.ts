/** Fetches what a day without network needs: one's own open visits and their instruments, as GET /v1/sync packs them. */
import { call } from "../api";
import type { Head, Visit } from "../types";
import { keepAnswer, keepAnswerOnce } from "./kept";

const EVERY_MS = 30 * 60_000;
const LAST = "steelyard.pulled";

interface Pulled { visits: { visit: Visit; version: number; instruments: Head[] }[]; cursor: string; more: boolean }

/** At most every half hour of a session; what is not there when it fails is asked for when it is opened. */
export async function pull(now = Date.now()): Promise<void> {
  if (now - Number(sessionStorage.getItem(LAST) ?? 0) < EVERY_MS) return;
  for (let cursor = "", more = true; more;) {
    const told = await call<Pulled>("GET", `/v1/sync?cursor=${encodeURIComponent(cursor)}`);
    for (const { visit, version, instruments } of told.visits) {
      const where = visit.site_id ? `site=${visit.site_id}` : `merchant=${visit.merchant_id ?? ""}`;
      await keepAnswerOnce(`visit ${visit.id}`, { visit, version, checks: [], refused: [], cursor: "" });
      await keepAnswerOnce(`instruments ${where}`, instruments.map(({ id, number, name, stall, merchant, state }) => ({ id, number, name, stall, state, merchant: merchant.name, conclusion: "", valid_until: "" })));
      for (const instrument of instruments) await keepAnswer(`instrument ${instrument.id}`, { instrument });
    }
    ({ cursor, more } = told);
  }
  sessionStorage.setItem(LAST, String(now));
}
