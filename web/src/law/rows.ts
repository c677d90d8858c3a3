/** A row of the law's tables as one reads it: its words first, then each column by name; codes that only programs use are left out. */
import { language, pair } from "../i18n";
import { lawCodes, lawColumns } from "../words/lawrows";

export type Row = Readonly<Record<string, unknown>>;
const TOLD = ["says", "title", "name"] as const;
/** Where a row says in words what it is, its code says nothing more. */
const FOR_PROGRAMS = new Set(["code", "kind", "id"]);

/** What a row says in words; nothing when it only has numbers. */
export function saidIn(row: Row): string {
  const key = TOLD.find((one) => row[one] !== undefined);
  return key ? String((language.value === "en" && row[`${key}_en`]) || row[key]) : "";
}

/** The other columns, each with its name; a bound of nothing and a table's own words are left out. */
export function cellsOf(row: Row): string {
  const said = TOLD.find((one) => row[one] !== undefined);
  return Object.entries(row)
    .filter(([key]) => key !== said && !key.endsWith("_en") && !(said && FOR_PROGRAMS.has(key)))
    .map(([key, value]) => `${pair(lawColumns[key as keyof typeof lawColumns] ?? [key, key])} ${textOf(value)}`)
    .join(" · ");
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return pair(value ? ["是", "yes"] : ["否", "no"]);
  if (Array.isArray(value)) return value.map(textOf).join("；");
  if (typeof value === "object" && value !== null) return `（${cellsOf(value as Row)}）`;
  const text = String(value);
  return text in lawCodes ? pair(lawCodes[text as keyof typeof lawCodes]) : text;
}
