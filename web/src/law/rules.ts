/** The dated rules the phone judges by, exported from the server's tables (`python -m infra.web_law`). */
import type { Words } from "../i18n";
import tables from "./tables.json";
import type { Verdict } from "./verdict";

export type Authority = Verdict["authority"];
/** One row: numbers and marks are text; absent where the server's table has none. */
export type Row = Readonly<Record<string, string>>;
export interface Band { up_to_kg: string; limit_g: string }
export interface Version {
  from: string; until?: string; confidence: string; trusted: string[]; sure_from?: string; sure_until?: string; carried_forward?: true;
  source: string; url: string; rows: Row[]; bands?: Band[][];
}
export interface Rule { id: string; title: string; versions: Version[] }

const RULES = tables.rules as unknown as Record<string, Rule>;
/** Which tables these are: told with every verdict shown. */
export const TABLES: string = tables.tag;
/** Of which state of the server's rules they were made, as GET /v1/sync names it. */
export const LAWS: string = tables.laws;

/** The next local day after this one from which another version of a rule counts; the tables have it already. */
export function nextChange(day: string, rules: readonly Rule[] = Object.values(RULES)): string | undefined {
  return rules.flatMap(({ versions }) => versions.map(({ from }) => from)).filter((from) => from > day).sort()[0];
}

export function rule(id: string): Rule {
  const found = RULES[id];
  if (!found) throw new RangeError(`no rule ${id}`);
  return found;
}

/** A day (YYYY-MM-DD) on which the law has no version: nothing can be judged. */
export class NoVersion extends RangeError {}

/** The version in force on the local day; both ends as the server reads them. */
export function on(id: string, day: string): Version {
  const found = rule(id).versions.find((one) => one.from <= day && (one.until === undefined || day < one.until));
  if (!found) throw new NoVersion(`${id} on ${day}`);
  return found;
}

export function isInDoubt(version: Version, day: string): boolean {
  return (version.sure_from !== undefined && day < version.sure_from) || (version.sure_until !== undefined && day >= version.sure_until);
}

/** What a verdict of this day may be used for; `marks` are those of the rows used, undefined: the version's own. */
export function authority(version: Version, day: string, ...marks: (string | undefined)[]): Authority {
  const used = marks.length ? marks : [undefined];
  const settled = used.every((mark) => version.trusted.includes(mark ?? version.confidence));
  return settled && !version.carried_forward && !isInDoubt(version, day) ? "settled" : "indicative";
}

export function joined(...all: Authority[]): Authority {
  return all.every((one) => one === "settled") ? "settled" : "indicative";
}

/** A sentence of the server's by judge and name, with its numbers filled in. */
export function told(judge: string, name: string, facts: Record<string, { toString(): string }> = {}): Words {
  const sentence = (tables.sentences as Record<string, Record<string, Words>>)[judge]?.[name];
  if (!sentence) throw new RangeError(`no sentence ${judge}.${name}`);
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, fact: string) => facts[fact]?.toString() ?? whole);
  return { zh: filled(sentence.zh), en: filled(sentence.en) };
}
