/** From what an officer filled in to the step that is sent; every step that is offered has words and a form. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bodyOf, dueSteps, FORMS, freshStep, groupedSteps, lacking, openOffer, STEPS, type Clock, type DeskFile, type Sent, type Step, type StepForm } from "../src/complaints/desk";
import { deskWords } from "../src/words/complaints_desk";

const file = { handler: "acc-1" } as DeskFile;
const form = (more: Partial<StepForm>): StepForm => ({ ...freshStep("stp-1"), ...more });
const step = (kind: string, more: Partial<Sent> = {}): Step => ({ id: kind, n: 1, at: "", by: "", as_: "merchant", became: "", sent: { kind, ...more } });

describe("a step's form", () => {
  it("has words for itself, for all it asks, and for every state and clock of the server", () => {
    const words: readonly string[] = Object.keys(deskWords);
    for (const kind of STEPS) expect(words).toEqual(expect.arrayContaining([`step_${kind}`, ...FORMS[kind].map((ask) => `ask_${ask}`)]));
    const quoted = (path: string, after: string): string[] => [...(readFileSync(new URL(`../../chalicelib/complaints/${path}`, import.meta.url), "utf8").split(after)[1]?.split("]")[0] ?? "").matchAll(/"(\w+)"/g)].map(([, word]) => word ?? "");
    for (const state of quoted("moves.py", "State = Literal[")) expect(words).toContain(`state_${state}`);
    for (const name of quoted("clocks.py", "Name = Literal[")) expect(words).toContain(`clock_${name}`);
    for (const kind of quoted("moves.py", "Kind = Literal[").filter((one) => !["complaint", "report"].includes(one))) expect(words).toContain(`step_${kind}`);
  });
  it("offers every step an officer takes, and no step of others", () => {
    expect(STEPS).not.toEqual(expect.arrayContaining(["offer", "answer", "exchange", "outcome"]));
    expect(STEPS).toHaveLength(38);
  });
  it("says what is missing, and sends only what its kind takes", () => {
    expect(lacking(form({ kind: "ask", text: " x " }))).toEqual(["why", "due"]);
    expect(bodyOf(form({ kind: "ask", text: " 请说明 ", day: "2026-12-01", amount: "5" }), file)).toEqual({ kind: "ask", text: "请说明", due_on: "2026-12-01" });
    expect(bodyOf(form({ kind: "accept" }), file)).toEqual({ kind: "accept" });
    expect(bodyOf(form({ kind: "consent", of: "respondent", yes: "no" }), file)).toEqual({ kind: "consent", of: "respondent", agrees: false });
    expect(bodyOf(form({ kind: "callback", yes: "no", also: "yes" }), file)).toEqual({ kind: "callback", reached: false });
    expect(bodyOf(form({ kind: "recuse", text: "亲属" }), file)).toEqual({ kind: "recuse", text: "亲属", of: "acc-1" });
    expect(bodyOf(form({ kind: "link", number: "fin-1" }), file)).toEqual({ kind: "link", finding: "fin-1" });
    expect(lacking(form({ kind: "link", number: "12345" }))).toEqual(["linked"]);
  });
  it("takes money as the server does", () => {
    for (const amount of ["0", "0.00", "1.234", "-1", "5元", ""]) expect(lacking(form({ kind: "advance", amount }))).toEqual(["amount"]);
    for (const amount of ["0.01", "20", "20.50"]) expect(bodyOf(form({ kind: "advance", amount }), file)).toEqual({ kind: "advance", amount_yuan: amount });
    expect(lacking(form({ kind: "agree", text: "退差价", amount: "x" }))).toEqual(["optionalAmount"]);
  });
});

describe("an offer", () => {
  it("stands until something was agreed or ended, with the complainant's answer to it and not to an earlier one", () => {
    expect(openOffer([])).toBeUndefined();
    expect(openOffer([step("offer"), step("supplement")])?.accepts).toBeUndefined();
    expect(openOffer([step("offer"), step("supplement", { accepts: false })])?.accepts).toBe(false);
    expect(openOffer([step("offer"), step("supplement", { accepts: false }), step("offer", { text: "再加五元" })])).toEqual({ offer: step("offer", { text: "再加五元" }), accepts: undefined });
    for (const over of ["agree", "end", "withdraw"]) expect(openOffer([step("offer"), step(over)])).toBeUndefined();
  });
});

it("a file that nobody has is given to somebody first; then what the next clock waits for is due", () => {
  const yours = STEPS.filter((kind) => ["assign", "accept", "refuse", "route", "ask", "note", "merge"].includes(kind));
  const clock = (name: string, due_on: string, more = {}) => ({ name, due_on, stopped: false, ...more }) as Clock;
  const told = (clocks: Clock[], handler?: string) => ({ file: { handler } as DeskFile, clocks });
  expect(dueSteps(yours, told([clock("acceptance", "2026-02-02"), clock("competence", "2026-02-01")]))).toEqual(["assign", "route"]);
  expect(dueSteps(yours, told([clock("acceptance", "2026-02-02"), clock("competence", "2026-02-01", { met_on: "2026-01-30" })], "acc"))).toEqual(["accept", "refuse"]);
  expect(dueSteps(yours, told([clock("acceptance", "2026-02-02", { stopped: true })], "acc"))).toEqual(["accept", "route"]);
  expect(dueSteps(["note"], told([], "acc"))).toEqual([]);
});

it("every other step stands in exactly one group, and no group is empty", () => {
  const groups = groupedSteps(STEPS);
  expect(Object.values(groups).flat().sort()).toEqual([...STEPS].sort());
  expect(groupedSteps(["note", "end"])).toEqual({ over: ["end"], rest: ["note"] });
});
