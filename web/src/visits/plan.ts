/** A visit as its planner holds it (everything typed is text) and as the API takes it. */
import { newId } from "../ids";
import type { Party } from "../parts/PartyPicker.vue";

/** What a supervisor names; a draw's visits are planned from its board. */
export const SOURCES = ["ordinary", "campaign", "complaint", "recheck", "handover", "request", "monitoring", "licence"] as const;
export type SourceKind = (typeof SOURCES)[number];
export type Where = "sites" | "merchants";
/** How often an owner was visited in a year, and the cap; without `cap` none is set. */
export interface Ceiling { counted: number; cap?: number; is_exempt: boolean }
/** What a visit comes from, as it is kept; the member its kind has is there. */
export interface Source { kind: string; plan?: string; order?: string | number; id?: string; visit?: string; from?: string; number?: string; merchant?: string; clue?: string }

export interface VisitForm {
  id: string; where: Where; site?: Party | undefined; merchant?: Party | undefined; instruments: string[]; item: string; source: SourceKind;
  /** What the source is called by: a number, or an id. */
  number: string; sender: string; requester?: Party | undefined;
  isEmergency: boolean; why: string; first: string; second: string; day: string;
}
/** How a recheck may be planned: `plan` as it is sent under the id `visit`, or as it stands there. */
export interface RecheckOffer {
  visit: string; is_planned: boolean;
  plan: { site_id?: string; merchant_id?: string; instruments: string[]; item: Item; officers: string[]; planned_on: string };
}
export interface Item { code: string; name: string }

export const freshVisit = (day: string): VisitForm => ({
  id: newId("vis"), where: "sites", site: undefined, merchant: undefined, instruments: [], item: "", source: "ordinary", number: "", sender: "", requester: undefined,
  isEmergency: false, why: "", first: "", second: "", day,
});

export const placeOf = (form: VisitForm): Party | undefined => (form.where === "sites" ? form.site : form.merchant);

/** The merchant that asked for the visit: who is visited, unless that is a site. */
export const requesterOf = (form: VisitForm): Party | undefined => (form.where === "merchants" ? form.merchant : form.requester);

/** The reason class of such a visit, as chalicelib/inspection/sources.py has it. */
export function reasonOf({ source, isEmergency }: Pick<VisitForm, "source" | "isEmergency">): string {
  if (isEmergency) return "emergency";
  return { handover: "assigned", request: "requested", monitoring: "data_clue" }[source as string] ?? source;
}

/** How the API takes the source; undefined while what it needs is missing. An ordinary visit has none. */
function sourceOf(form: VisitForm): Source | "ordinary" | undefined {
  const { source: kind } = form;
  const [number, sender] = [form.number.trim(), form.sender.trim()];
  if (kind === "ordinary") return kind;
  if (kind === "request") {
    const merchant = requesterOf(form)?.id;
    return merchant ? { kind, merchant } : undefined;
  }
  if (!number) return undefined;
  switch (kind) {
    case "campaign": return { kind, plan: number };
    case "complaint": return { kind, id: number };
    case "recheck": return number.startsWith("vis-") ? { kind, visit: number } : { kind, order: number };
    case "handover": return sender ? { kind, from: sender, number } : undefined;
    case "monitoring": return { kind, clue: number };
    case "licence": return { kind, number };
  }
}

export type Part = "where" | "why" | "emergencyWhy" | "whatFor" | "when" | "who";

/** The parts of the form that are not filled in yet. */
export function missing(form: VisitForm, items: readonly Item[]): Part[] {
  const lacks: Record<Part, boolean> = {
    where: !placeOf(form), why: !sourceOf(form), emergencyWhy: form.isEmergency && form.why.trim().length < 4,
    whatFor: !items.some((one) => one.code === form.item), when: !form.day, who: !form.first || !form.second,
  };
  return (Object.keys(lacks) as Part[]).filter((part) => lacks[part]);
}

/** The body of the plan, of which nothing is missing. */
export function toPlan(form: VisitForm, items: readonly Item[]): object {
  const [place, source, item] = [placeOf(form), sourceOf(form), items.find((one) => one.code === form.item)];
  return {
    ...(form.where === "sites" ? { site_id: place?.id } : { merchant_id: place?.id }),
    item: { code: item?.code, name: item?.name }, officers: [form.first, form.second], planned_on: form.day,
    ...(form.instruments.length ? { instruments: form.instruments } : {}),
    ...(source === "ordinary" ? {} : { source }),
    ...(form.isEmergency ? { emergency: { reason: form.why.trim() } } : {}),
  };
}

/** What a source is called by, for whoever reads the visit. */
export function numberOf(source: Source): string {
  const { kind, plan, order, id, visit, from, number, clue } = source;
  if (kind === "draw") return "";
  return [from, plan, order, id, visit, number, clue].filter((one) => one !== undefined).join(" ");
}
