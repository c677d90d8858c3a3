/** What the register's files say (chalicelib/publication/register.py); absent members are not there. */
import type { Words } from "../i18n";

export interface Now { at: string; day: string }
export type MerchantKind = "enterprise" | "individual_business" | "stall_keeper";
export interface Named { id: string; name: string; kind: MerchantKind }
export interface Grade { grade: string; grade_zh: string; grade_en: string; day: string }
export interface Standing extends Grade { rulebook: { id: string; from: string; sha256: string }; facts_sha256: string }
export interface Instrument {
  number: string; category: string; name: string; stall: string; state: string; verified_on?: string; valid_until?: string; voided: boolean;
}
/** A published result of a visit, or a penalty decision, as it was shown last. */
export interface Entry {
  id: string; kind: string; day: string; title: Words; problem: boolean; source: string; published_on: string; until?: string; repair_from?: string;
  contested: boolean; codes?: (Words & { code: string; problem: boolean })[]; item?: { code: string; name: string }; plan?: string;
  reply?: { text: string; at: string }; rectified?: { on: string; on_time: boolean }; explanation?: string; visit_id?: string; merchant?: Named;
  penalty?: { number: string; decided_on: string; authority: string; summary: string; violation?: string; basis?: string; fine_cny?: string; confiscated_cny?: string };
}
export interface Commitment { id: string; step: string; template: { id: string }; signed_on: string; until: string }
export interface MerchantFile extends Named {
  district: string; credit_code?: string; places: { site: string; name: string; venue: string; stall: string }[]; instruments: Instrument[];
  entries: Entry[]; commitments: Commitment[]; standing: Standing | null;
}
export interface SiteFile {
  id: string; name: string; venue: string; district: string; address?: string; organiser: Named | null;
  stalls: { stall: string; merchant: Named; standing: Grade | null; instruments: Instrument[] }[];
}
export interface DistrictFile {
  district: string; merchants: (Named & { credit_code: string | null; standing: Grade | null; committed: boolean })[];
  sites: { id: string; name: string; venue: string }[];
}
export interface ResultsFile { district: string; entries: Entry[] }

export interface DataFile { name: string; rows: number; size_bytes: number; sha256: string }
/** `public/data/index.json` (chalicelib/publication/opendata_files.py). */
export interface DataIndex {
  at: string; day: string; publisher: Words; licence: Words & { url: string }; files: DataFile[];
  datasets: (Words & { id: string; about: Words; files: DataFile[] })[];
}
