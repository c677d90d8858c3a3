/** An inspection item as its editor holds it (everything typed is text) and as the API takes it. */
import { unmet, type Lack, type Need } from "../lacking";
import { percentOf, ratio, type Ratio } from "./plan";

export interface Basis { title: string; article?: string; url?: string }
export interface Item {
  code: string; name: string; basis: Basis[]; objects: "site" | "merchant" | "instrument"; weight_class: "general" | "key"; ratio_ceiling?: Ratio; times_per_year: number;
  department: string; since: string; until?: string;
}
export interface KeptItem extends Item { id: string; state: "draft" | "published"; published_at?: string }
export interface ItemForm {
  id: string; code: string; name: string; basis: { title: string; article: string; url: string }[]; objects: Item["objects"]; weightClass: Item["weight_class"]; percent: string; times: string;
  department: string; since: string; until: string;
  /** The version it was read at: whoever changed it since is not overwritten. */
  version?: number;
}

export const freshBasis = (): ItemForm["basis"][number] => ({ title: "", article: "", url: "" });

export function freshItem(id: string, today: string): ItemForm {
  return { id, code: "", name: "", basis: [freshBasis()], objects: "site", weightClass: "general", percent: "5", times: "1", department: "", since: today, until: "" };
}

/** What the form still lacks. */
export function lacksOf(form: ItemForm): Lack[] {
  const titles = form.basis.map((one, n): Need => [`title-${n}`, one.title]);
  const ceiling: Need[] = form.weightClass === "general" ? [["percent", form.percent]] : [];
  return unmet(["code", form.code], ["name", form.name], ...titles, ...ceiling, ["times", form.times], ["department", form.department], ["since", form.since]);
}

/** What the API takes; numbers that are none become -1 or 0, which no rule accepts, so that the server marks the field. */
export function toItem(form: ItemForm): Item {
  return {
    code: form.code.trim().toUpperCase(), name: form.name.trim(), objects: form.objects, weight_class: form.weightClass,
    basis: form.basis.map((one) => ({ title: one.title.trim(), article: one.article.trim(), url: one.url.trim() })),
    ...(form.weightClass === "general" ? { ratio_ceiling: ratio(form.percent) } : {}),
    times_per_year: /^\d{1,3}$/.test(form.times.trim()) ? Number(form.times) : 0,
    department: form.department.trim(), since: form.since, ...(form.until ? { until: form.until } : {}),
  };
}

/** A draft from the server in the editor. */
export function fromItem(item: Item & { id: string }, version: number): ItemForm {
  return {
    id: item.id, version, code: item.code, name: item.name, basis: item.basis.map((one) => ({ ...freshBasis(), ...one })), objects: item.objects, weightClass: item.weight_class,
    percent: item.ratio_ceiling ? percentOf(item.ratio_ceiling) : "5", times: String(item.times_per_year), department: item.department, since: item.since, until: item.until ?? "",
  };
}
