/** Entries of publication (docs/publication.md) as the API tells them. */
import type { Words } from "../i18n";

export const LISTS = ["due", "contested", "recorded", "notified", "reviewed", "published", "withdrawn", "expired", "repaired", "kept", "dropped"] as const;
export type State = (typeof LISTS)[number];
export const MEASURES = [
  "warning", "criticism", "fine", "confiscation", "licence_suspended", "licence_lowered", "licence_revoked", "business_restricted", "business_stopped", "closed_down", "work_barred",
] as const;
export type Kind =
  | "confirm" | "drop" | "publish" | "reply" | "show_reply" | "object" | "decide" | "annul" | "withdraw" | "hand_over" | "apply" | "repair" | "refuse";

export interface EntryRow {
  id: string; kind: string; state: State; merchant_id: string; district: string; day: string; due: string; title: string;
  objection: boolean; application: boolean; annulment: boolean; reply: boolean;
}
export interface Said { text: string; by: string; at: string }
export interface Claim extends Said { decision?: { outcome: string; reason: string; by: string; at: string } }
export interface EntryClock {
  name: string; zh: string; en: string; whose: "office" | "merchant" | "nobody"; started: string; due_on: string; met_on?: string; late: boolean; provisional: boolean;
  source: string; confidence: string;
}
export interface Entry {
  id: string; kind: string; title: Words; merchant_id: string; district: string; day: string; state: State; may: Kind[];
  result?: { visit_id: string; codes: { code: string; zh: string; en: string; problem: boolean }[]; item: { code: string; name: string }; source: string; checks: number };
  penalty?: { number: string; decided_on: string; authority: string; measures: (typeof MEASURES)[number][]; class: string; summary: string; lower_fine: boolean; visit_id?: string; violation?: string; basis?: string; fine_cny?: string; confiscated_cny?: string };
  result_entry?: string; rectified?: { on: string; on_time: boolean };
  notified_on?: string; reply?: Said; shown_reply?: Said; objections: Claim[]; repairs: Claim[];
  annulment?: { gone_on: string; reason: string; by: string; confirmed_by?: string };
  published_on?: string; exchanged_on?: string; explanation: string; until?: string; repair_from?: string;
  periods: { order: string; shortest?: string; longest: string }[];
  clocks: EntryClock[]; steps: { step: string; at: string; by: string }[]; involved: string[];
}

/** Words that become public hold no number of a person: seven digits or more, days aside, or an address of mail (publication/words.py). */
export function isPersonal(text: string): boolean {
  const bare = text.replace(/(^|[^0-9])20[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?![0-9])/g, "$1日"); // iOS 15 knows no lookbehind
  return /[0-9０-９〇零一二三四五六七八九](?:[ \-－—_.·]{0,3}[0-9０-９〇零一二三四五六七八九]){6}/.test(bare) || /[^\s@＠]{1,64}[@＠][^\s@＠]+/.test(text);
}

/** An amount of yuan as the server takes it: more than nothing, whole fen at the most. */
export const isYuan = (text: string): boolean => /^[0-9]{1,12}(\.[0-9]{1,2})?$/.test(text) && Number(text) > 0;

/** How a state looks: what waits for the office, what is shown, what is over. */
export function look(row: { state: State; objection?: boolean }): "warn" | "good" | "bad" | "" {
  if (row.state === "contested" || row.objection) return "bad";
  if (["due", "recorded", "notified", "reviewed"].includes(row.state)) return "warn";
  return row.state === "published" ? "good" : "";
}
