/** What the API answers, as far as the screens use it. */
import type { Words } from "./i18n";
import type { Ceiling, Source } from "./visits/plan";

export type Standing = "valid" | "due_soon" | "overdue" | "unverified" | "failed" | "void" | "suspended" | "disputed_frozen" | "replaced" | "scrapped";
export type Answer = "pass" | "fail" | "out_of_table" | "exempt" | "not_tested" | "cannot_tell";

export interface PublicInstrument {
  number: string; name: string; category_name: Words; maker: string; model: string; serial_tail: string;
  site_name: string; stall: string; merchant_name: string; district_name: Words; standing: Standing; sentences: Words;
  seal_nos?: string[]; accuracy_class?: string; max_g?: string; e_g?: string;
  verification?: { conclusion: "pass" | "fail"; verified_on: string; valid_until?: string; lab_name: string };
  as_of: string;
}
export interface Resolution { outcome: string; reason: string; sentences: Words; number?: string; counter?: number; revoked_because?: string; instrument?: PublicInstrument }
export interface CheckSummary { id: string; visit_id: string; received_at: string; verdict: Answer; authority: string }
export type ActKind = "apply" | "schedule" | "suspend" | "release" | "freeze" | "unfreeze" | "repair" | "seal_change" | "replace" | "transfer" | "scrap";
/** What is sent to do something to an instrument: PUT /v1/instruments/{instrument}/acts/{act}, the id made by the phone (act-…). */
export type NewAct = { reason?: string; device_at?: string } & (
  | { kind: "apply" | "release" | "unfreeze" | "scrap" }
  | { kind: "suspend" | "freeze"; reason: string }
  | { kind: "schedule"; lab_id: string; day: string }
  | { kind: "repair"; repair_code?: string; seal_nos?: string[] }
  | { kind: "seal_change"; seal_nos: string[] }
  | { kind: "replace"; new_instrument_id: string }
  | { kind: "transfer"; merchant_id?: string; site_id?: string; stall?: string }
);
/** `by` is empty for merchants and organisers. */
export interface Act { id: string; instrument_id: string; by: string; received_at: string; was: Standing; became: Standing; sent: NewAct }
export type ActAnswer =
  | (Act & { outcome: "done"; instrument: Head; standing: Standing })
  | { outcome: "refused"; reason: string; sentences: Words; attempt: string; act: string; received_at: string };
export interface Verification {
  id: string; lab_id: string; lab_name: string; certificate_no: string; conclusion: "pass" | "fail"; verified_on: string; valid_until?: string;
  seal_nos?: string[]; verification_code?: string; software_id?: string; recorded_at?: string; recorded_by?: string;
}
/** How long a certificate may last by the law: `longest` is the last day, inclusive. */
export interface Longest {
  months: number; longest: string; authority: "settled" | "indicative";
  rule: { id: string; version_from: string; title: string; source: string; url: string; confidence: string };
}
/** What the lab is told beside its record. */
export interface Doubt extends Longest { code: "verification.beyond_interval"; sentences: Words }
export interface VerificationAnswer extends Verification { doubts: Doubt[] }
/** One thing that happened; the member named by `what` is there. */
export interface TimelineEntry {
  at: string; what: "act" | "verification" | "label" | "check"; id: string;
  act?: Act; verification?: Verification; label?: { counter: number; event: "issued" | "revoked"; because: string }; check?: CheckSummary;
}
/** GET /v1/instruments/{instrument}/timeline, newest first. */
export interface Timeline { items: TimelineEntry[]; cursor: string }
/** An order to stop: `at` is absent from old ones. */
export interface Order { reason: string; since: string; at?: string; by: string }
export interface Merchant { name: string; kind: "enterprise" | "individual_business" | "stall_keeper"; district: string; credit_code?: string | null }
export interface Site { name: string; venue: string; district: string; address: string; organiser_id?: string | null; place?: { lat: string; lon: string } | null }
export interface Tenancy { merchant_id: string; merchant_name: string; since: string; until?: string }
/** GET /v1/sites/{site}/stalls answers { items: Stall[] }; PUT …/stalls/{stall} takes { name, merchant_id?, since }, If-Match for a change. */
export interface Stall { id: string; site_id: string; name: string; tenancies: Tenancy[]; version: number }
export interface Head {
  id: string; number: string; category: string; name: string; model: string; maker: string; serial_no: string; stall: string; state: string;
  accuracy_class?: string; max_g?: string; min_g?: string; e_g?: string; d_g?: string; seal_nos: string[];
  production_code?: string; repair_code?: string; verification_code?: string; software_id?: string; type_approval_no?: string;
  measuring_range?: string; origin?: string; made_on?: string; first_used_on?: string;
  merchant: { id: string; name: string }; site: { id: string; name: string };
  verification?: Verification; label?: { counter: number; valid_until?: string };
  checks: CheckSummary[];
  suspension?: Order; freeze?: Order;
  void?: { cause: "repair" | "seal_change"; since: string; by: string; certificate?: string };
  application?: { applied_on: string; by: string; scheduled_on?: string; lab_id?: string };
  replaced_by?: string;
}
export interface ScanAnswer { resolution: Resolution; instrument?: Head }
export interface InstrumentPage { instrument: Head; standing: Standing; version: number }
export interface InstrumentRow { id: string; number: string; name: string; stall: string; merchant: string; state: string; applied?: "" | "applied" | "scheduled"; conclusion: string; valid_until: string; voided?: boolean }
export type VisitState = "planned" | "approved" | "accepted" | "coded_in" | "checked" | "entered" | "reviewed" | "ended" | "void";
export interface VisitRow { id: string; state: VisitState; due?: string; is_late: boolean; item: { code: string; name: string }; place_id: string; place_name: string; planned_on: string; district?: string; approval_due?: string; place?: { lat: string; lon: string } }
export interface Amount { value: string; unit: string }
export interface Verdict {
  verdict: Answer; authority: "settled" | "indicative"; limit?: Amount; found?: Amount; excess?: Amount;
  rule: { id: string; version_from: string; title: string; source: string; url: string }; notes: string[]; explanation: Words;
}
export interface JudgedReading { load_g: string; indication_g: string; verdict: Verdict }
/** A check of any kind: of a scale every reading is judged, of the others every part; goods and organisers have no instrument. */
export interface Recorded {
  outcome: "recorded"; kind: string; id: string; visit_id: string; instrument_id?: string; by: string; received_at: string; device_at: string; judged_on: string;
  verdict: Answer; authority: "settled" | "indicative"; explanation: Words; notes: string[]; form?: { id: string; version: number }; note: string; readings?: JudgedReading[]; judgements: { about: string; verdict: Verdict }[];
  difference?: { shown: { verdict: Answer; authority: "settled" | "indicative" }; judged: Answer; authority: "settled" | "indicative" };
}
export interface RefusedCheck { outcome: "refused"; reason: string; sentences: Words; attempt: string; check: string; received_at: string }
/** A visit as it is answered; `due` and `is_late` are its state's clock. */
export interface Visit {
  id: string; state: VisitState; item: { code: string; name: string }; place_name: string; planned_on: string; site_id?: string; merchant_id?: string; instruments: string[]; officers: string[];
  due?: string; is_late: boolean; approval_due?: string; lacks: ("approval" | "evidence")[]; reason_class: string; source?: Source; assignment?: { plan: string; order: number }; owner: string; ceiling?: Ceiling; emergency?: { reason: string };
  approved_at?: string; acceptance?: { notice_no: string }; identifications: { how: "inspection_code" | "merchant_code"; at: string; remarks: string[] }[]; voiding?: { reason: string };
  closing?: { signed: "merchant" | "refused"; at: string }; ending?: { outcome: string; reason: string; day: string };
}
/** What anybody sees who has a visit's inspection code. */
export interface VisitCard {
  id: string; state: VisitState; item: string; item_code: string; place_name: string; planned_on: string; officers: { name: string; certificate_no: string }[];
  approved_at?: string; emergency?: string; notice_no?: string; identified_at?: string;
}
export interface VisitPage {
  visit: Visit; version: number;
  checks: Recorded[]; refused: RefusedCheck[]; cursor: string;
}
export type Wait = "failed" | "unverified" | "void" | "overdue" | "due";
export interface DueRow {
  id: string; number: string; wait: Wait; on?: string; days_left?: number; apply_by?: string; applied_on?: string; scheduled_on?: string;
  name: string; stall: string; state: string; merchant: string; site: string;
}
export interface DuePage { items: DueRow[]; cursor: string; day: string; term?: { days: number; authority: "settled" | "indicative"; rule: { source: string } } }
export interface Notice {
  id: string; kind: string; subject: string; sentences: Words; created_at: string; state: "queued" | "sent" | "failed";
  attempts: { at: string; by: string; failure: string }[]; read_at?: string;
}
export interface Found {
  instruments: {
    id: string; number: string; found_by: "number" | "serial" | "certificate" | "stall"; name: string; maker: string; serial_no: string;
    stall: string; merchant: string; site: string; standing: Standing; valid_until?: string;
  }[];
  merchants: { id: string; name: string }[];
  has_more?: true;
}
export type PaperKind = "notice" | "record" | "order";
/** Papers of complaints and reports. */
export type ComplaintPaperKind =
  | "complaint_register" | "report_register" | "distribution" | "identity_request" | "acceptance" | "refusal" | "mediation" | "ending" | "settlement"
  | "report_outcome";
/** `url` is empty for whom the paper is not: one that names a reporter is the handler's. */
export interface Paper { name: string; kind: PaperKind | ComplaintPaperKind; number: string; state: "queued" | "made" | "failed" | "erased"; pages: number; url: string }
export interface GenuinePaper {
  number: string; kind: PaperKind | ComplaintPaperKind | "commitment"; no: string; visit_id: string; commitment_id?: string; day: string; made_at: string; sha256: string; size_bytes: number; pages: number; is_void: boolean;
}
