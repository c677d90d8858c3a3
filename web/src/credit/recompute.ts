/**
 * A standing reckoned a second time, on this device, from the lines of public facts and the rulebook: chalicelib/credit/standing.py in
 * another hand. The vectors in tests/golden/standing_web hold both together.
 */
import { dayOf } from "../clock";
import type { Grade, Point, Rulebook, Rule, ShownRulebook, Standing } from "./standing";

export interface Reckoned { facts_sha256: string; grade: Grade; points: number; because: Point[] }
interface Told {
  about: Point["about"]; id: string; visit_id?: string; step?: string; day?: string; source?: string; problem?: boolean; codes?: { code: string }[]; rectified?: { on: string; on_time: boolean }; contested?: boolean;
  class?: string; until?: string; at?: string; signed_on?: string; state?: string; verified_on?: string; valid_until?: string; voided?: boolean;
}
/** `first` and `last` are the days on which it is so by itself; `endsWith` the kind whose rule says how long it counts. */
interface Happening { kind: string; told: Told; day: string; first: string; last?: string | undefined; endsWith?: string }

const DAY_MS = 86_400_000;
const NOTHING_FOUND = "1";
const REFUSED = "6";

export function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export async function sha256(text: string): Promise<string> {
  const made = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the merchant of these lines, in their order, stands on a local day. */
export async function reckon(lines: readonly string[], book: Rulebook, day: string): Promise<Reckoned> {
  const told = parsed(lines);
  const text = told.filter(isShownOn(day)).map(({ line }) => `${line}\n`).join("");
  return { facts_sha256: await sha256(text), ...reckonedOn(told, book, day) };
}

/** The same for each of `days`, without the hash. */
export function reckonedOver(lines: readonly string[], book: Rulebook, days: readonly string[]): Omit<Reckoned, "facts_sha256">[] {
  const told = parsed(lines);
  return days.map((day) => reckonedOn(told, book, day));
}

interface Line { line: string; told: Told; happened: Happening[] }
function parsed(lines: readonly string[]): Line[] {
  return lines.map((line) => {
    const told = JSON.parse(line) as Told;
    return { line, told, happened: happenings(told) };
  });
}
const isShownOn = (day: string) => ({ told }: Line): boolean => told.about !== "entry" || (told.until ?? "9999-12-31") >= day;

function reckonedOn(told: readonly Line[], book: Rulebook, day: string): Omit<Reckoned, "facts_sha256"> {
  const shown = told.filter(isShownOn(day));
  const because = once(counted(shown.flatMap(({ happened }) => happened), book, day), shown.map((one) => one.told), book);
  const points = sum(because);
  const kinds = new Set(because.map((one) => one.kind));
  const grade = book.grade.find((row) => row.at_least === undefined || (points >= row.at_least && (!row.needs.length || row.needs.some((kind) => kinds.has(kind)))));
  return { grade: grade?.code ?? "poor", points, because };
}

/** Whether a standing is what its facts come to, and the rulebook's file is the one it names. */
export async function agrees(of: Standing, book: ShownRulebook): Promise<boolean> {
  const own = await reckon(of.facts, book.rulebook, of.reckoned.day);
  const { facts_sha256, grade, points, because } = of.reckoned;
  return (await sha256(book.text)) === book.sha256 && same(own, { facts_sha256, grade, points, because });
}

const same = (one: Reckoned, other: Reckoned): boolean =>
  one.facts_sha256 === other.facts_sha256 && one.grade === other.grade && one.points === other.points && one.because.length === other.because.length
  && one.because.every((point, place) => POINT.every((name) => String(point[name]) === String(other.because[place]?.[name])));
const POINT = ["kind", "about", "fact", "day", "points", "until", "contested", "instead"] as const;

function happenings(told: Told): Happening[] {
  if (told.about === "entry") return told.class === undefined ? checked(told) : punished(told);
  return told.about === "commitment" ? committed(told) : lapsed(told);
}

function checked(told: Told): Happening[] {
  const day = told.day ?? "";
  const codes = (told.codes ?? []).map(({ code }) => code);
  if (!told.problem) return codes.includes(NOTHING_FOUND) ? [{ kind: told.source === "draw" ? "drawn_check_clean" : "other_check_clean", told, day, first: day, last: told.until }] : [];
  const problem = told.source === "complaint" ? "complaint_confirmed" : codes.includes(REFUSED) ? "check_refused" : "check_problem";
  const found: Happening[] = [{ kind: problem, told, day, first: day, last: told.until }];
  if (told.rectified) {
    const first = told.rectified.on > day ? told.rectified.on : day;
    found.push({ kind: told.rectified.on_time ? "rectified_on_time" : "rectified_late", told, day, first, last: told.until, endsWith: problem });
  }
  return found;
}

function punished(told: Told): Happening[] {
  const day = told.day ?? "";
  return told.class === "minor" ? [] : [{ kind: told.class === "serious" ? "penalty_serious" : "penalty_general", told, day, first: day, last: told.until }];
}

function committed(told: Told): Happening[] {
  const signed = told.signed_on ?? "";
  if (["published", "restored"].includes(told.step ?? "")) return [{ kind: "commitment_held", told, day: signed, first: signed, last: told.until }];
  const broken = dayOf(told.at ?? "");
  return ["breached", "revoked"].includes(told.step ?? "") ? [{ kind: "commitment_breached", told, day: broken, first: broken }] : [];
}

function lapsed(told: Told): Happening[] {
  if (told.state !== "in_use" || !told.verified_on || !told.valid_until || told.voided) return [];
  const after = plus(told.valid_until, 1);
  return [{ kind: "verification_lapsed", told, day: after, first: after }];
}

/** What counts on the day, the newest first, each kind up to its limit. */
function counted(found: Happening[], book: Rulebook, day: string): Point[] {
  const ruleOf = (kind: string): Rule => book.rule.find((one) => one.kind === kind) as Rule;
  const used = new Map<string, number>();
  return found
    .map((of) => ({ of, first: plus(of.first, ruleOf(of.kind).grace_days), last: earlier(lastBy(ruleOf(of.endsWith ?? of.kind), of.day), of.last) }))
    .filter(({ first, last }) => first <= day && (last === undefined || day <= last))
    .sort((one, other) => byCode(other.of.day, one.of.day) || byCode(one.of.told.id, other.of.told.id) || byCode(one.of.kind, other.of.kind))
    .map(({ of: { kind, told, day: own }, last }) => {
      const rule = ruleOf(kind);
      const most = Math.abs(rule.points);
      const before = used.get(kind) ?? 0;
      const left = rule.cap === undefined ? most : Math.min(most, rule.cap - before);
      used.set(kind, before + left);
      const points = rule.points > 0 || left === 0 ? left : -left;
      return { kind, about: told.about, fact: told.id, day: own, points, ...(last === undefined ? {} : { until: last }), ...(told.contested ? { contested: true as const } : {}) };
    });
}

/** Of a problem and the penalties that name its visit those that take more count; the others stand there with 0 and say which do. */
function once(because: Point[], told: Told[], book: Rulebook): Point[] {
  if (!book.same_facts) return because;
  const visits = new Map(told.flatMap(({ id, about, visit_id: visit }) => (about === "entry" && visit ? [[id, visit] as const] : [])));
  const lighter = new Map<Point, string[]>();
  for (const visit of new Set(visits.values())) {
    const there = because.filter(({ about, fact }) => about === "entry" && visits.get(fact) === visit);
    const found = there.filter(({ kind }) => PROBLEMS.has(kind));
    const fined = there.filter(({ kind }) => PENALTIES.has(kind));
    const [light, heavy] = sum(fined) <= sum(found) ? [found, fined] : [fined, found];
    if (heavy.length) for (const one of light) lighter.set(one, [...new Set(heavy.map(({ fact }) => fact))].sort(byCode));
  }
  return because.map((one) => { const instead = lighter.get(one); return instead ? { ...one, points: 0, instead } : one; });
}
const PROBLEMS: ReadonlySet<string> = new Set(["check_problem", "check_refused", "complaint_confirmed", "rectified_on_time", "rectified_late"]);
const PENALTIES: ReadonlySet<string> = new Set(["penalty_general", "penalty_serious"]);
const sum = (points: readonly Point[]): number => points.reduce((total, one) => total + one.points, 0);

const lastBy = (rule: Rule, day: string): string | undefined => (rule.for_days === undefined ? undefined : plus(day, rule.for_days - 1));
const earlier = (one: string | undefined, other: string | undefined): string | undefined => (one === undefined || (other !== undefined && other < one) ? other : one);
/** Days, ids and kinds are ASCII. */
const byCode = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
