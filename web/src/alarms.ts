/** Alarms as the API tells them, and the story their evidence makes: where, when, how far, which phone. */
import type { Words } from "./i18n";
import { cityTime } from "./time";
import type { alarms } from "./words/alarms";

export type AlarmKind = "certificate_on_two_serials" | "label_in_two_places" | "label_at_two_stalls" | "scanned_out_of_use" | "serial_mismatch" | "red_flag";
export type AlarmState = "open" | "confirmed" | "dismissed";
export interface AlarmRow { id: string; kind: AlarmKind; state: AlarmState; raised_at: string; number: string; name: string; site_name: string; stall: string; taken_by?: string }
export interface Encounter {
  scan: string; account: string; device: string; earliest: string; latest: string; lat?: string; lon?: string; accuracy_m?: string;
  site_name?: string; site_by?: "phone" | "neighbours"; stall?: string;
}
interface Use { number: string; name: string; serial_no: string; lab_name: string; verified_on: string }
export type Evidence =
  | { what: "certificate"; certificate_no: string; here: Use; there: Use }
  | { what: "trip"; first: Encounter; second: Encounter; distance_m: number; apart_m: number; longest_s: number; limit_kmh: number; citizens_first?: number; citizens_second?: number }
  | { what: "stalls"; first: Encounter; second: Encounter; day: string; distance_m?: number; citizens_first?: number; citizens_second?: number }
  | { what: "out_of_use"; encounter: Encounter; state: "scrapped" | "replaced" | "suspended"; since?: string }
  | { what: "serial"; encounter: Encounter; serial_seen: string; serial_registered: string }
  | { what: "red_flag"; flag: string; explanation: Words; checks: { visit: string; check: string; on: string }[] };
export interface Alarm {
  id: string; kind: AlarmKind; state: AlarmState; raised_at: string; evidence: Evidence[];
  about: { instrument_id: string; number: string; name: string; district: string; site_id: string; site_name: string; stall: string; merchant_name: string };
  takings?: { by: string; at: string }[];
  decision?: { state: "confirmed" | "dismissed"; reason: string; by: string; at: string };
}
export interface AlarmPage { alarm: Alarm; confidence: "single" | "repeated" | "corroborated"; version: number }

export type Word = keyof typeof alarms;
export interface Line { word: Word; facts: Record<string, string> }
export interface Scene { title: Word; facts: [label: Word, text: string | Line][]; link?: string }
export interface Story { lines: Line[]; scenes: Scene[] }

const km = (metres: number): string => (metres / 1000).toFixed(1);

/** What one piece of evidence says, as words to be told in either language. */
export function story(evidence: Evidence): Story {
  switch (evidence.what) {
    case "certificate":
      return {
        lines: [{ word: "certificate", facts: { no: evidence.certificate_no } }],
        scenes: [used("where_here", evidence.here), used("where_there", evidence.there)],
      };
    case "trip": {
      const facts = { km: km(evidence.distance_m), apart: km(evidence.apart_m), minutes: String(Math.ceil(evidence.longest_s / 60)), limit: String(evidence.limit_kmh) };
      return { lines: [{ word: "trip", facts }], scenes: both(evidence) };
    }
    case "stalls": {
      const far: Line[] = evidence.distance_m ? [{ word: "stallsFar", facts: { km: km(evidence.distance_m) } }] : [];
      return { lines: [{ word: "stalls", facts: { day: evidence.day } }, ...far], scenes: both(evidence) };
    }
    case "out_of_use":
      return { lines: [{ word: "out_of_use", facts: { state: `standing_${evidence.state}`, since: evidence.since ?? "" } }], scenes: [met("where_only", evidence.encounter)] };
    case "serial":
      return { lines: [{ word: "serial", facts: { seen: evidence.serial_seen, registered: evidence.serial_registered } }], scenes: [met("where_only", evidence.encounter)] };
    case "red_flag":
      return {
        lines: [{ word: "red_flag", facts: { ...evidence.explanation } }],
        scenes: evidence.checks.map((one) => ({ title: "check", facts: [["readingsOf", one.on]], link: `/visits/${one.visit}/checks/${one.check}` })),
      };
  }
}

function both(evidence: { first: Encounter; second: Encounter; citizens_first?: number; citizens_second?: number }): Scene[] {
  return [met("where_here", evidence.first, evidence.citizens_first), met("where_there", evidence.second, evidence.citizens_second)];
}

function met(title: Word, seen: Encounter, citizens?: number): Scene {
  const site = [seen.site_name, seen.stall].filter(Boolean).join(" ");
  const facts: Scene["facts"] = [
    ["time", { word: "between", facts: { from: cityTime(seen.earliest), to: cityTime(seen.latest) } }],
    ["place", site || { word: "placeUnknown", facts: {} }],
  ];
  if (site && seen.site_by) facts.push(["place", { word: `by_${seen.site_by}`, facts: {} }]);
  facts.push(["position", seen.lat && seen.lon ? `${seen.lat}, ${seen.lon}` : { word: "noPosition", facts: {} }]);
  if (seen.accuracy_m) facts.push(["position", { word: "accuracy", facts: { m: seen.accuracy_m } }]);
  facts.push(["officer", seen.account], ["phone", seen.device || "–"]);
  if (citizens !== undefined) facts.push(["citizens", String(citizens)]);
  return { title, facts };
}

function used(title: Word, use: Use): Scene {
  return { title, facts: [["serialNo", `${use.serial_no} (${use.number})`], ["lab", use.lab_name], ["verifiedOn", use.verified_on]] };
}
