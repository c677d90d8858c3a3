/** What may be done to an instrument, by whom and from where: as chalicelib/registry/life.py decides, so that no button is offered in vain. */
import type { Role } from "./entrances";
import type { Party } from "./parts/PartyPicker.vue";
import type { ActKind, Standing } from "./types";

type Field = "reason" | "why" | "day" | "seals" | "sealsAfter" | "repairCode" | "newNumber" | "place";

/** `fields`: what is asked; `why` is an optional reason, `reason` a needed one. `grave`: shown last, in red. */
export interface OfferedAct { kind: ActKind; roles: readonly Role[]; fields: readonly Field[]; grave?: boolean }

export const ACTS: readonly OfferedAct[] = [
  { kind: "apply", roles: ["merchant", "organiser", "supervisor"], fields: [] },
  { kind: "schedule", roles: ["lab"], fields: ["day"] },
  { kind: "repair", roles: ["merchant", "lab", "inspector"], fields: ["why", "repairCode", "sealsAfter"] },
  { kind: "seal_change", roles: ["inspector", "lab", "supervisor"], fields: ["seals", "why"] },
  { kind: "transfer", roles: ["supervisor"], fields: ["place", "why"] },
  { kind: "replace", roles: ["merchant", "supervisor"], fields: ["newNumber", "why"] },
  { kind: "release", roles: ["leader"], fields: ["why"] },
  { kind: "unfreeze", roles: ["leader"], fields: ["why"] },
  { kind: "suspend", roles: ["inspector", "leader"], fields: ["reason"], grave: true },
  { kind: "freeze", roles: ["leader"], fields: ["reason"], grave: true },
  { kind: "scrap", roles: ["supervisor", "lab"], fields: ["why"], grave: true },
];

export interface ActState { state: Standing | "in_use"; isApplied: boolean }

function isPossible(kind: ActKind, { state, isApplied }: ActState): boolean {
  if (state === "scrapped" || state === "replaced") return false;
  if (state === "disputed_frozen") return kind === "unfreeze";
  switch (kind) {
    case "apply": return !isApplied;
    case "schedule": return isApplied;
    case "suspend": return state !== "suspended";
    case "release": return state === "suspended";
    case "unfreeze": return false;
    default: return true;
  }
}

/** The acts these roles may do to an instrument in this state, everyday ones first. */
export function actsFor(roles: readonly Role[], at: ActState): OfferedAct[] {
  return ACTS.filter((act) => act.roles.some((role) => roles.includes(role)) && isPossible(act.kind, at));
}

export interface Typed { reason: string; day: string; seals: string; repairCode: string; newNumber: string; merchant: Party | undefined; site: Party | undefined; stall: string }

/** Seal numbers as typed, spaces or commas of any script between them. */
export function sealsOf(typed: string): string[] {
  return typed.split(/[\s,，、;；]+/).filter(Boolean);
}

/** The body of an act: only what it asks for, and nothing that was left empty. */
export function bodyOf(act: OfferedAct, typed: Typed, facts: { lab?: string | undefined; replacement?: string | undefined }): Record<string, unknown> {
  const asks = (field: Field): boolean => act.fields.includes(field);
  return {
    kind: act.kind,
    ...((asks("reason") || asks("why")) && typed.reason.trim() ? { reason: typed.reason.trim() } : {}),
    ...(asks("day") ? { day: typed.day, lab_id: facts.lab } : {}),
    ...(asks("seals") ? { seal_nos: sealsOf(typed.seals) } : {}),
    ...(asks("sealsAfter") && typed.seals.trim() ? { seal_nos: sealsOf(typed.seals) } : {}),
    ...(asks("repairCode") && typed.repairCode.trim() ? { repair_code: typed.repairCode.trim() } : {}),
    ...(asks("newNumber") ? { new_instrument_id: facts.replacement } : {}),
    ...(asks("place") ? placeOf(typed) : {}),
  };
}

/** Where to: what was left out stays, but a stall of the old site does not go along to a new one. */
function placeOf({ merchant, site, stall }: Typed): Record<string, string> {
  return { ...(merchant ? { merchant_id: merchant.id } : {}), ...(site ? { site_id: site.id } : {}), ...(stall.trim() || site ? { stall: stall.trim() } : {}) };
}

/** What is needed and was not typed, in the order of the form. */
export function missing(act: OfferedAct, typed: Typed): ("day" | "newNumber" | "place" | "reason")[] {
  const needs = { day: typed.day !== "", newNumber: typed.newNumber.trim() !== "", place: Object.keys(placeOf(typed)).length > 0, reason: typed.reason.trim() !== "" };
  return (Object.keys(needs) as (keyof typeof needs)[]).filter((field) => act.fields.includes(field) && !needs[field]);
}
