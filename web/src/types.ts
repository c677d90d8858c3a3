/** What the API answers, as far as the screens use it. */
import type { Words } from "./i18n";

export type Standing = "valid" | "due_soon" | "overdue" | "unverified" | "failed" | "void" | "suspended" | "disputed_frozen" | "replaced" | "scrapped";
export type Answer = "pass" | "fail" | "out_of_table" | "exempt" | "not_tested" | "cannot_tell";

export interface PublicInstrument {
  number: string; name: string; category_name: Words; maker: string; model: string; serial_tail: string;
  site_name: string; stall: string; merchant_name: string; district_name: Words; standing: Standing; sentences: Words;
  verification?: { conclusion: "pass" | "fail"; verified_on: string; valid_until?: string; lab_name: string };
  as_of: string;
}
export interface Resolution { outcome: string; reason: string; sentences: Words; number?: string; instrument?: PublicInstrument }
export interface CheckSummary { id: string; visit_id: string; received_at: string; verdict: Answer; authority: string }
export interface Head {
  id: string; number: string; category: string; name: string; model: string; maker: string; serial_no: string; stall: string; state: string;
  accuracy_class?: string; max_g?: string; e_g?: string; d_g?: string; seal_nos: string[];
  merchant: { id: string; name: string }; site: { id: string; name: string };
  verification?: { conclusion: string; valid_until?: string; certificate_no: string; lab_name: string };
  checks: CheckSummary[];
}
export interface ScanAnswer { resolution: Resolution; instrument?: Head }
export interface InstrumentPage { instrument: Head; standing: Standing; version: number }
export interface InstrumentRow { id: string; number: string; name: string; stall: string; merchant: string; state: string; conclusion: string; valid_until: string }
export interface VisitRow { id: string; state: string; item: { code: string; name: string }; place_id: string; place_name: string; planned_on: string }
export interface Amount { value: string; unit: string }
export interface Verdict {
  verdict: Answer; authority: "settled" | "indicative"; limit?: Amount; found?: Amount; excess?: Amount;
  rule: { id: string; version_from: string; title: string; source: string; url: string }; notes: string[]; explanation: Words;
}
export interface JudgedReading { load_g: string; indication_g: string; verdict: Verdict }
export interface Recorded {
  outcome: "recorded"; id: string; visit_id: string; instrument_id: string; received_at: string; device_at: string;
  verdict: Answer; authority: "settled" | "indicative"; explanation: Words; readings: JudgedReading[];
}
export interface RefusedCheck { outcome: "refused"; reason: string; sentences: Words; attempt: string; check: string; received_at: string }
export interface VisitPage {
  visit: { id: string; state: string; item: { name: string }; place_name: string; planned_on: string; site_id?: string; merchant_id?: string; instruments: string[] };
  checks: Recorded[]; refused: RefusedCheck[]; cursor: string;
}
/** As typed: an added load that was not used is empty. */
export interface Reading { load_g: string; indication_g: string; added_load_g: string }
