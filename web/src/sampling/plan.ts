/** A plan as its editor holds it (everything typed is text) and as the API takes it. */
import { unmet, type Lack, type Need } from "../lacking";
import { DRAND_QUICKNET, type Chain } from "./chain";

export type SourceKind = "drand" | "lottery" | "dice";
export interface SourceForm { kind: SourceKind; at: string; name: string; issue: string; throws: string }
export interface StratumForm { name: string; districts: string[]; venues: string[]; by: "count" | "ratio"; count: string; percent: string; reserve: string }
export interface WeightForm { districts: string[]; venues: string[]; weight: string }
export interface PlanForm {
  id: string; step: number; name: string; campaign: string; items: string[]; departments: string; objects: string; districts: string[]; venues: string[];
  categories: string[]; strata: StratumForm[]; weights: WeightForm[]; from: string; until: string; source: SourceForm; fallback: SourceForm; openBy: string;
  qualification: string; loadCap: string; exempt: string;
  /** The plan as it was read: what the form does not change goes back as it came, also what the form rounds or cannot show. */
  kept?: Plan;
  /** The version it was read at: whoever changed it since is not overwritten. */
  version?: number;
}
export type Source =
  | { kind: "drand"; chain: string; public_key: string; scheme?: string; genesis_seconds: number; period_seconds: number; round: number }
  | { kind: "lottery"; name: string; issue: string; drawn_at: string }
  | { kind: "dice"; throws: number; thrown_at: string; witnesses?: number };
export interface Ratio { numerator: number; denominator: number }
export interface Plan {
  name: string; year: number; campaign: string; items: string[]; departments: string[];
  scope: { objects: string; districts?: string[]; venues?: string[]; categories?: string[] };
  strata: { name: string; districts?: string[]; venues?: string[]; count?: number; ratio?: Ratio; reserve: number }[];
  weights?: { districts?: string[]; venues?: string[]; weight: number }[];
  officers?: { qualification?: string; load_cap: number };
  from: string; until: string; source: Source; fallback: Source; open_by: string; exempt?: string;
}
export type PlanState = "draft" | "approved" | "published" | "frozen" | "drawn" | "opened" | "void";
export interface KeptPlan extends Plan {
  id: string; state: PlanState; drafted_by: string; approved_by?: string; approved_at?: string; published_by?: string; published_at?: string; weights_from?: string; digest?: string; void_reason?: string;
}

export const CAMPAIGNS = ["yearly", "market", "petrol", "seafood", "supermarket", "hospital", "optical", "prepackage", "farming"] as const;
const CITY_OFFSET = "+08:00";

export const freshStratum = (name = ""): StratumForm => ({ name, districts: [], venues: [], by: "ratio", count: "", percent: "5", reserve: "5" });
const freshSource = (kind: SourceKind, at: string): SourceForm => ({ kind, at, name: "", issue: "", throws: "25" });

export function freshPlan(id: string, day: (days: number) => string): PlanForm {
  return {
    id, step: 1, name: "", campaign: "market", items: [], departments: "", objects: "site", districts: [], venues: [], categories: [], strata: [freshStratum()], weights: [],
    from: day(7), until: day(37), source: freshSource("drand", `${day(2)}T10:00`), fallback: freshSource("dice", `${day(3)}T10:00`),
    openBy: `${day(45)}T10:00`, qualification: "", loadCap: "50", exempt: "",
  };
}

/** What is typed as local time, as an instant; what is not a time stays as it is and the server says so. */
export function instant(local: string): string {
  const at = new Date(`${local}:00${CITY_OFFSET}`);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

/** The first round of a chain that begins at or after this local time. */
export function roundAt(chain: Chain, local: string): number {
  const seconds = Math.ceil(new Date(`${local}:00${CITY_OFFSET}`).getTime() / 1000);
  return Math.max(1, Math.ceil((seconds - chain.genesis_seconds) / chain.period_seconds) + 1) || 1;
}

function source(form: SourceForm, chain: Chain): Source {
  if (form.kind === "drand") return { kind: "drand", ...chain, round: roundAt(chain, form.at) };
  if (form.kind === "lottery") return { kind: "lottery", name: form.name.trim(), issue: form.issue.trim(), drawn_at: instant(form.at) };
  return { kind: "dice", throws: whole(form.throws), thrown_at: instant(form.at) };
}

/** A whole number as typed; -1, which no rule accepts, for anything else: the server then marks the field. */
const whole = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : -1);

/** 2.5 per cent is 25/1000, and 1/3 is 1/3: exact, as the paper says it. */
export function ratio(percent: string): Ratio {
  const parts = /^(\d{1,7})\s*\/\s*(\d{1,7})$/.exec(percent.trim());
  if (parts) return { numerator: Number(parts[1]), denominator: Number(parts[2]) };
  const found = /^(\d{1,3})(?:\.(\d{1,3}))?$/.exec(percent.trim());
  if (!found) return { numerator: -1, denominator: 100 };
  const decimals = found[2] ?? "";
  return { numerator: Number(`${found[1] ?? ""}${decimals}`), denominator: 100 * 10 ** decimals.length };
}

/** A ratio as `ratio` reads it back: per cent where that is the same fraction. */
export function percentOf(told: Ratio): string {
  const percent = String((100 * told.numerator) / told.denominator);
  const again = ratio(percent);
  return again.numerator === told.numerator && again.denominator === told.denominator ? percent : `${told.numerator}/${told.denominator}`;
}

/** What the API takes: of a plan that was read, members the form did not change are as they were. */
export function toPlan(form: PlanForm, chain: Chain = DRAND_QUICKNET): Plan {
  const { kept } = form;
  const now = formed(form, chain);
  if (!kept) return now;
  const then = formed(fromPlan({ ...kept, id: form.id }), chain);
  const members = Object.keys({ ...then, ...now }) as (keyof Plan)[];
  const told = members.map((name) => [name, same(now[name], then[name]) ? kept[name] : now[name]] as const);
  return Object.fromEntries(told.filter(([, value]) => value !== undefined)) as unknown as Plan;
}
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function formed(form: PlanForm, chain: Chain): Plan {
  return {
    name: form.name.trim(), year: Number(form.from.slice(0, 4)) || 0, campaign: form.campaign, items: [...form.items],
    departments: form.departments.split(/[、,，]/).map((one) => one.trim()).filter(Boolean),
    scope: { objects: form.objects, districts: [...form.districts], venues: [...form.venues], categories: [...form.categories] },
    strata: form.strata.map((one) => ({
      name: one.name.trim(), districts: [...one.districts], venues: [...one.venues], reserve: whole(one.reserve),
      ...(one.by === "count" ? { count: whole(one.count) } : { ratio: ratio(one.percent) }),
    })),
    weights: form.weights.map((one) => ({ districts: [...one.districts], venues: [...one.venues], weight: whole(one.weight) })),
    officers: { qualification: form.qualification.trim(), load_cap: whole(form.loadCap) },
    from: form.from, until: form.until, source: source(form.source, chain), fallback: source(form.fallback, chain), open_by: instant(form.openBy),
    ...(form.exempt ? { exempt: form.exempt } : {}),
  };
}

/** An instant as the editor's fields want it: the city's local time without zone. */
const local = (at: string | number): string => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

function typed(told: Source): SourceForm {
  if (told.kind === "drand") return { ...freshSource("drand", local((told.genesis_seconds + (told.round - 1) * told.period_seconds) * 1000)) };
  if (told.kind === "lottery") return { ...freshSource("lottery", local(told.drawn_at)), name: told.name, issue: told.issue };
  return { ...freshSource("dice", local(told.thrown_at)), throws: String(told.throws) };
}

/** A draft from the server in the editor. */
export function fromPlan(plan: Plan & { id: string }): PlanForm {
  return {
    id: plan.id, step: 1, name: plan.name, campaign: plan.campaign, items: plan.items, departments: plan.departments.join("、"), objects: plan.scope.objects,
    districts: plan.scope.districts ?? [], venues: plan.scope.venues ?? [], categories: plan.scope.categories ?? [],
    strata: plan.strata.map((one) => ({
      name: one.name, districts: one.districts ?? [], venues: one.venues ?? [], reserve: String(one.reserve),
      by: one.ratio ? "ratio" : "count", count: String(one.count ?? ""), percent: one.ratio ? percentOf(one.ratio) : "",
    })),
    weights: (plan.weights ?? []).map((one) => ({ districts: one.districts ?? [], venues: one.venues ?? [], weight: String(one.weight) })),
    from: plan.from, until: plan.until, source: typed(plan.source), fallback: typed(plan.fallback), openBy: local(plan.open_by),
    qualification: plan.officers?.qualification ?? "", loadCap: String(plan.officers?.load_cap ?? 50),
    exempt: plan.exempt ?? "", kept: plan,
  };
}

function needs(form: PlanForm): Need[] {
  if (form.step === 1) return [["name", form.name], ["items", form.items], ["departments", form.departments]];
  if (form.step === 3) return form.strata.flatMap((one, n): Need[] => [[`stratum-${n}`, one.name], one.by === "count" ? [`stratum-${n}-count`, one.count] : [`stratum-${n}-percent`, one.percent], [`stratum-${n}-reserve`, one.reserve]]);
  if (form.step === 4) return [["from", form.from], ["until", form.until], ...sourceNeeds("source", form.source), ...sourceNeeds("fallback", form.fallback), ["open-by", form.openBy]];
  return form.step === 5 ? [["load-cap", form.loadCap]] : [];
}
function sourceNeeds(id: string, { kind, name, issue, throws, at }: SourceForm): Need[] {
  const own: Record<SourceKind, Need[]> = { drand: [], lottery: [[`${id}-name`, name], [`${id}-issue`, issue]], dice: [[`${id}-throws`, throws]] };
  return [...own[kind], [`${id}-at`, at]];
}
/** What the step that is open still lacks. */
export const lacksOf = (form: PlanForm): Lack[] => unmet(...needs(form));

/** On which step of the editor the field of a JSON pointer stands. */
export function stepOf(pointer: string): number {
  const field = pointer.split("/")[1] ?? "";
  if (["name", "campaign", "items", "departments", "year"].includes(field)) return 1;
  if (field === "scope") return 2;
  if (["strata", "weights"].includes(field)) return 3;
  return ["officers", "exempt"].includes(field) ? 5 : 4;
}

/** At which fields a refusal stands that the server tells by its code; the sentence is shown there. */
export function pointersOf(code: string, facts: Readonly<Record<string, string>>, plan: Plan): string[] {
  if (code === "sampling.item_not_published" || code === "sampling.other_objects") return ["/items"];
  if (code === "sampling.randomness_past") return ["/source"];
  if (code === "sampling.not_exempt") return ["/exempt"];
  if (code === "sampling.not_your_district") return ["/scope/districts"];
  const at = plan.strata.findIndex((one) => one.name === facts["stratum"]);
  return code === "sampling.above_ceiling" && at >= 0 ? [`/strata/${at}/ratio`] : [];
}
