/** Guided forms: what an officer is asked, and the fields of the check that follow from the answers. Bundled, so they work offline; newer ones come from the server. */
import { computed, shallowRef } from "vue";
import type { Words } from "../i18n";
import { isNumber } from "./exact";
import bundled from "./forms.json";

export interface Step extends Words {
  field: string; asks: "number" | "choice" | "text" | "yes_no" | "date" | "group"; unit?: string; decimals?: number; least?: string; most?: string;
  optional?: boolean; choices?: ({ value: string } & Words)[]; repeats?: { least: number; most: number; usual: number }; steps?: Step[];
}
export interface Form extends Words { id: string; version: number; kind: string; from: string; categories: string[]; fixed?: Record<string, string>; steps: Step[] }
/** As typed, by the field of each step; empty text is no answer. */
export interface Answers { [field: string]: string | Answers | Answers[] }
type Sent = Record<string, unknown>;

const BUNDLED = bundled.items as Form[];
/** The server's forms as this phone last fetched them; without them those of the app serve. */
const fetched = shallowRef<readonly Form[]>([]);
export const allForms = computed(() => {
  const known = new Map([...BUNDLED, ...fetched.value].map((form) => [`${form.id}.${form.version}`, form]));
  return [...known.values()];
});
/** Use these from now on; what is kept of another app's time is no harm, because a published version never changes. */
export function useForms(forms: readonly Form[]): void {
  fetched.value = forms;
}

const USUAL = ["weighing_instrument", "fuel", "retail", "identity"];

/**
 * The newest begun version of every form for such an instrument on the local day, the most usual kind first; without a
 * category those that are of no instrument.
 */
export function formsFor(category: string | undefined, day: string, all: readonly Form[] = allForms.value): Form[] {
  const newest = new Map<string, Form>();
  for (const form of all) {
    const known = newest.get(form.id);
    const suits = category === undefined ? !form.categories.length : form.categories.includes(category);
    if (suits && form.from <= day && (!known || known.version < form.version)) newest.set(form.id, form);
  }
  return [...newest.values()].sort((one, other) => USUAL.indexOf(one.kind) - USUAL.indexOf(other.kind));
}

/** No answers yet, with as many rows of every repeated group as are usual. */
export function blank(steps: readonly Step[]): Answers {
  return Object.fromEntries(steps.map((step) => [step.field, blankOf(step)]));
}
function blankOf(step: Step): Answers[string] {
  if (!step.steps) return "";
  const inner = step.steps;
  return step.repeats ? Array.from({ length: step.repeats.usual }, () => blank(inner)) : blank(inner);
}

/** Answers to an earlier version of a form, as far as this one still asks for them in the same way. */
export function carried(steps: readonly Step[], before: Answers): Answers {
  return Object.fromEntries(steps.map((step) => [step.field, carriedOf(step, before[step.field])]));
}
function carriedOf(step: Step, before: Answers[string] | undefined): Answers[string] {
  const inner = step.steps;
  if (inner && step.repeats && Array.isArray(before)) return before.map((row) => carried(inner, row));
  if (inner && !step.repeats && typeof before === "object" && !Array.isArray(before)) return carried(inner, before);
  const isStillOffered = !step.choices || step.choices.some((choice) => choice.value === before);
  return !inner && typeof before === "string" && isStillOffered ? before : blankOf(step);
}

function isBlank(answer: Answers[string] | undefined): boolean {
  if (answer === undefined || typeof answer === "string") return !answer;
  return Array.isArray(answer) ? answer.every(isBlank) : Object.values(answer).every(isBlank);
}

/** The fields of the check, or undefined while an answer is missing or is none. Rows left blank are not sent. */
export function filled(steps: readonly Step[], answers: Answers): Sent | undefined {
  const sent: Sent = {};
  for (const step of steps) {
    const answer = answers[step.field];
    if (isBlank(answer) && step.optional) continue;
    const value = valueOf(step, answer);
    if (value === undefined) return undefined;
    const [last = "", ...outer] = step.field.split(".").reverse();
    const place = outer.reverse().reduce((into, name) => (into[name] ??= {}) as Sent, sent);
    place[last] = value;
  }
  return sent;
}

function valueOf(step: Step, answer: Answers[string] | undefined): unknown {
  if (step.steps && step.repeats) {
    const inner = step.steps;
    const rows = (Array.isArray(answer) ? answer : []).filter((row) => !isBlank(row)).map((row) => filled(inner, row));
    return rows.length >= step.repeats.least && rows.every((row) => row !== undefined) ? rows : undefined;
  }
  if (step.steps) return typeof answer === "object" && !Array.isArray(answer) ? filled(step.steps, answer) : undefined;
  if (typeof answer !== "string" || !answer) return undefined;
  if (step.asks === "number") return isNumber(answer) ? answer : undefined;
  return step.asks === "yes_no" ? answer === "yes" : answer;
}

/** The id under which a form (or a group of it) of the id `within` shows a step. */
export function idOf(within: string, step: Step): string {
  return `${within}-${step.field.replace(".", "-")}`;
}

/** The id of the first field that `filled` misses, in a row begun sooner than in one left blank; undefined when it misses none. */
export function firstMissed(within: string, steps: readonly Step[], answers: Answers): string | undefined {
  const step = steps.find((one) => !(isBlank(answers[one.field]) && one.optional) && valueOf(one, answers[one.field]) === undefined);
  if (!step) return undefined;
  const [own, answer, inner] = [idOf(within, step), answers[step.field], step.steps];
  if (!inner || typeof answer !== "object") return own;
  if (!Array.isArray(answer)) return firstMissed(own, inner, answer);
  const at = answer.findIndex((row) => !isBlank(row) && !filled(inner, row));
  const place = at < 0 ? answer.findIndex(isBlank) : at;
  return firstMissed(`${own}-${place + 1}`, inner, answer[place] ?? {}) ?? own;
}

/** Whether a number lies outside what is plausible: asked again, never refused. For a hint only, so a float will do. */
export function isOdd(step: Step, text: string): boolean {
  if (!isNumber(text)) return false;
  return (step.least !== undefined && Number(text) < Number(step.least)) || (step.most !== undefined && Number(text) > Number(step.most));
}
