/** A complaint or report as the desk handles it: what GET /v1/complaints/{complaint} answers, and the form of each step. */
import type { Words } from "../i18n";
import type { ComplaintPaperKind, Verdict } from "../types";

export type FileKind = "complaint" | "report";
export interface Due { name: string; due_on: string; warn_on: string; provisional: boolean }
/** A file as queues show it. */
export interface FileRow {
  id: string; number: string; kind: FileKind; state: string; unit: string; received_at: string; respondent_name: string; handler?: string;
  site_id?: string; stall_id?: string; instrument_id?: string; merchant_id?: string; next?: Due; closed_on?: string; late: boolean; warned: boolean;
}
export interface Purchase {
  goods: string; category: string; bought_on?: string; price_yuan_per_kg?: string; settled_g?: string; found_g?: string; method?: "fair_scale" | "own_scale" | "other";
  fair_scale_instrument_id?: string; paid_yuan?: string;
}
export interface About { site_id?: string; stall_id?: string; instrument_id?: string; merchant_id?: string; respondent_name: string; respondent_address: string; place_text: string }
export interface Request { wants: string[]; text: string }
export interface DeskFile {
  id: string; kind: FileKind; state: string; unit: string; received_at: string; channel: string; anonymous: boolean; real_name: boolean; taken_by?: string; about: About;
  purchase?: Purchase; judgement?: Verdict; facts: string; request?: Request; handler?: string; consents: { reporter?: boolean; respondent?: boolean; delegation?: boolean };
  paused: boolean; recusal?: string; police?: { by: string; handed_at?: string; number: string }; joined?: string; merged_into?: string; tell_also?: string[]; owed?: "outcome" | "telling"; repeats?: string; clue_of?: string;
  hidden?: { by: string; text: string; confirmed_by: string; lifting?: { by: string; text: string } }; links: { visits: { id: string; outcome: string; day?: string; codes: string[] }[]; findings: string[]; instruments: string[] };
  forwarded?: { to: string; at: string; number: string };
}
export interface Clock {
  name: string; title: Words; whose: "unit" | "reporter" | "respondent"; started: string; due_on: string; warn_on: string; met_on?: string; stopped: boolean; late: boolean; provisional: boolean;
  rule?: { source: string; url: string };
}
/** What was sent with a step; its kind says which members are there. */
export interface Sent {
  kind: string; text?: string; unit?: string; handler?: string; due_on?: string; ground?: string; of?: string; agrees?: boolean; on?: string; place?: string; amount_yuan?: string; perform_by?: string;
  paid_on?: string; why?: string; case_number?: string; how?: string; number?: string; accepts?: boolean; reached?: boolean; satisfied?: boolean; delegation?: boolean; decision?: string; visit?: string; finding?: string; instrument?: string; material?: string;
}
export interface Step { id: string; n: number; at: string; by: string; as_: string; became: string; sent: Sent; opened?: string }
export interface Grounds { source: string; url: string; authority: "settled" | "indicative"; items: { code: string; item: number; zh: string; en: string }[] }
/** What was sent besides; `url` of a picture holds for a quarter of an hour, and is empty where there is none to see. */
export interface Material { id: string; kind: "photo" | "identity_paper" | "text"; state: string; announced_at: string; text: string; url: string }
/** Who a reporter is, as opened; `said`: words of later materials and answers. */
export interface Identity { opened_at: string; name: string; phone: string; address: string; id_number: string; facts: string; request: string; said: Record<string, string>; papers: Material[] }
export interface Opening { id: string; by: string; why: string; at: string }
export interface ShownFile {
  number: string; file: DeskFile; unit: { zh: string; en: string; phone: string }; steps: Step[]; clocks: Clock[]; next_steps: { kind: StepKind; by: string[]; yours: boolean }[];
  refusal?: Grounds; ending?: Grounds; openings: Opening[]; has_identity: boolean; identity?: Record<string, string>; hidden_counts: boolean;
}

/** What a form of a step asks. `why`: words that are needed; `text`: words that may be left out. */
export type Ask =
  | "why" | "text" | "unit" | "handler" | "due" | "ground" | "of" | "agrees" | "delegation" | "on" | "place" | "resumes" | "amount" | "optionalAmount" | "perform" | "paidOn" | "withdrawal" | "case" | "how"
  | "other" | "number" | "accepts" | "reached" | "satisfied" | "linked";

/** Every step an officer takes, in the order in which they are offered: what leads on first, what is rare last. */
export const FORMS = {
  assign: ["handler"], accept: ["text"], consent: ["of", "agrees", "delegation", "why"], mediate: ["on", "place", "text"], agree: ["why", "optionalAmount", "perform"], performed: ["text"], unperformed: ["why"],
  file: ["why", "case"], not_file: ["why"], tell: ["how", "why"], close: ["text"], route: ["unit", "text"], confirm_hiding: ["text"], confirm_unhiding: ["text"], handed: ["number", "text"], resume: ["resumes", "text"],
  ask: ["why", "due"], ask_identity: ["why", "due"], identify: ["text"], extend: ["why"], refuse: ["ground", "why"], end: ["ground", "why"], withdraw: ["withdrawal", "text"], pause_testing: ["why"],
  advance: ["amount", "paidOn", "text"], clue: ["why"], link: ["linked", "text"], merge: ["other", "why"], join: ["other", "why"], repeat: ["other", "why"], return: ["why"], recuse: ["why"],
  callback: ["reached", "satisfied", "text"], supplement: ["accepts", "why"], note: ["why"], police: ["why"], hide: ["why"], unhide: ["why"],
} as const satisfies Record<string, readonly Ask[]>;
export type StepKind = keyof typeof FORMS;
export const STEPS = Object.keys(FORMS) as StepKind[];

/** What a clock that runs waits for, its usual end first. */
const BY_CLOCK: Readonly<Record<string, readonly StepKind[]>> = {
  acceptance: ["accept", "refuse"], competence: ["route"], mediation: ["mediate", "agree"], mediation_end_notice: ["tell"], report_check: ["file", "not_file"], report_answer: ["tell"], clue_in_mediation: ["clue"],
  to_police: ["handed"], identity: ["identify"],
};
/** What leads a file on where no clock says so. */
const LEADING: readonly StepKind[] = ["confirm_hiding", "confirm_unhiding", "handed", "accept", "route", "performed", "unperformed", "agree", "mediate", "consent", "file", "not_file", "tell", "resume", "close"];
const MOST_DUE = 2;
/** The one or two steps of `yours` that are due: giving a file to somebody first, then what the clock waits for that ends next. */
export function dueSteps(yours: readonly StepKind[], { file, clocks }: Pick<ShownFile, "file" | "clocks">): StepKind[] {
  const running = clocks.filter((one) => !one.met_on && !one.stopped).sort((one, other) => (one.due_on < other.due_on ? -1 : 1));
  const wanted = [...(file.handler ? [] : ["assign" as const]), ...running.flatMap(({ name }) => BY_CLOCK[name] ?? []), ...LEADING];
  return [...new Set(wanted)].filter((kind) => yours.includes(kind)).slice(0, MOST_DUE);
}

/** `onward`: what else takes the file further; `ask`: what is waited for; `over`: what ends it; `beside`: other files; `rest`. */
const GROUPS = {
  onward: LEADING, ask: ["ask", "ask_identity", "identify", "extend", "pause_testing"], over: ["refuse", "end", "withdraw", "return"], beside: ["clue", "link", "merge", "join", "repeat"], rest: [],
} as const satisfies Record<string, readonly StepKind[]>;
export type StepGroup = keyof typeof GROUPS;
/** Steps by what they are for; groups without any are left out. */
export function groupedSteps(kinds: readonly StepKind[]): Partial<Record<StepGroup, StepKind[]>> {
  const groupOf = (kind: StepKind): StepGroup => (Object.keys(GROUPS) as StepGroup[]).find((group) => (GROUPS[group] as readonly StepKind[]).includes(kind)) ?? "rest";
  const grouped: Partial<Record<StepGroup, StepKind[]>> = {};
  for (const group of Object.keys(GROUPS) as StepGroup[]) {
    const own = kinds.filter((kind) => groupOf(kind) === group);
    if (own.length) grouped[group] = own;
  }
  return grouped;
}
/** What ends something or concerns somebody's rights: shown in red. */
export const GRAVE: readonly StepKind[] = ["refuse", "end", "police", "hide", "not_file", "repeat", "unperformed"];

/** Everything a form of a step may hold; all of it is text. */
export interface StepForm {
  id: string; kind: StepKind | ""; text: string; unit: string; handler: string; day: string; ground: string; of: "reporter" | "respondent"; yes: "yes" | "no" | ""; also: "yes" | "no" | ""; place: string;
  amount: string; choice: string; number: string; other: string;
}
export const freshStep = (id: string): StepForm => ({
  id, kind: "", text: "", unit: "", handler: "", day: "", ground: "", of: "reporter", yes: "", also: "", place: "", amount: "", choice: "", number: "", other: "",
});

/** Yuan as the server takes them: above zero, fen at most. */
export const isMoney = (typed: string): boolean => /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/.test(typed);
const LINKED: Record<string, string> = { fin: "finding", vis: "visit", ins: "instrument" };
const linkOf = (id: string): string | undefined => LINKED[id.trim().split("-")[0] ?? ""];
/** How each question is answered: what the answer sends; undefined while it is missing. */
const ANSWERS: Record<Ask, (form: StepForm) => object | undefined> = {
  why: ({ text }) => (text.trim().length >= 2 ? { text: text.trim() } : undefined),
  text: ({ text }) => (text.trim() ? { text: text.trim() } : {}),
  unit: ({ unit }) => (unit ? { unit } : undefined),
  handler: ({ handler }) => (handler ? { handler } : undefined),
  due: ({ day }) => (day ? { due_on: day } : undefined),
  ground: ({ ground }) => (ground ? { ground } : undefined),
  of: ({ of }) => ({ of }),
  agrees: ({ yes }) => (yes ? { agrees: yes === "yes" } : undefined),
  delegation: ({ of, yes, also }) => (of === "reporter" && yes === "yes" && also ? { delegation: also === "yes" } : {}),
  accepts: ({ also }) => (also ? { accepts: also === "yes" } : {}),
  on: ({ day }) => (day ? { on: day } : undefined),
  place: ({ place }) => (place.trim() ? { place: place.trim() } : {}),
  resumes: ({ choice }) => (choice ? { of: choice } : undefined),
  amount: ({ amount }) => (isMoney(amount) ? { amount_yuan: amount } : undefined),
  optionalAmount: ({ amount }) => (amount ? ANSWERS.amount({ amount } as StepForm) : {}),
  perform: ({ day }) => (day ? { perform_by: day } : {}),
  paidOn: ({ day }) => (day ? { paid_on: day } : {}),
  withdrawal: ({ choice }) => (choice ? { why: choice } : undefined),
  case: ({ number }) => (number.trim() ? { case_number: number.trim() } : {}),
  how: ({ choice }) => (choice ? { how: choice } : undefined),
  other: ({ other }) => (other ? { of: other } : undefined),
  number: ({ number }) => (number.trim() ? { number: number.trim() } : {}),
  reached: ({ yes }) => (yes ? { reached: yes === "yes" } : undefined),
  satisfied: ({ yes, also }) => (yes === "yes" && also ? { satisfied: also === "yes" } : {}),
  linked: ({ number }) => (linkOf(number) ? { [linkOf(number) ?? ""]: number.trim() } : undefined),
};

/** What a step's form lacks. */
export function lacking(form: StepForm): Ask[] {
  return form.kind ? FORMS[form.kind].filter((ask) => !ANSWERS[ask](form)) : [];
}

/** The body of a step of which nothing lacks; who steps aside (回避) is the handler. */
export function bodyOf(form: StepForm, file: DeskFile): object {
  const asked: readonly Ask[] = form.kind ? FORMS[form.kind] : [];
  const answers = asked.map((ask) => ANSWERS[ask](form));
  return Object.assign({ kind: form.kind }, ...answers, form.kind === "recuse" ? { of: file.handler } : {}) as object;
}

const PAPER_OF: Partial<Record<string, ComplaintPaperKind>> = {
  route: "distribution", ask_identity: "identity_request", accept: "acceptance", refuse: "refusal", mediate: "mediation", end: "ending", withdraw: "ending", agree: "settlement", file: "report_outcome", not_file: "report_outcome", repeat: "report_outcome", outcome: "report_outcome",
};
/** The papers a file can have, as chalicelib/complaints/papers.py decides: its register, and those of its steps. */
export function papersOf({ file, steps }: Pick<ShownFile, "file" | "steps">): { name: string; kind: ComplaintPaperKind }[] {
  const told = steps.filter(({ sent, became }) => (sent.kind === "withdraw" ? became === "ended" : PAPER_OF[sent.kind] !== "report_outcome" || file.real_name));
  const made = told.flatMap(({ id, sent }) => PAPER_OF[sent.kind] ? [{ name: id, kind: PAPER_OF[sent.kind] as ComplaintPaperKind }] : []);
  return [{ name: "register", kind: file.kind === "complaint" ? "complaint_register" : "report_register" }, ...made];
}

/** The merchant's last offer, and what the other side said of it; undefined once something was agreed or ended. */
export function openOffer(steps: readonly Step[]): { offer: Step; accepts?: boolean | undefined } | undefined {
  const last = steps.findLastIndex((one) => ["offer", "agree", "end", "withdraw"].includes(one.sent.kind));
  const offer = steps[last];
  if (offer?.sent.kind !== "offer") return undefined;
  return { offer, accepts: steps.slice(last).findLast((one) => one.sent.accepts !== undefined)?.sent.accepts };
}
