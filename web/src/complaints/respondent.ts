/** A complaint or report as the merchant it is about reads and answers it: GET /v1/respondents/{merchant}/complaints. */
import type { Words } from "../i18n";
import type { Verdict } from "../types";
import type { About, FileKind, Purchase, Request } from "./desk";

export interface ToldRow { id: string; number: string; kind: FileKind; is_open: boolean; state?: string; told_at: string; answer_due?: string; goods: string }
export interface Heard {
  id: string; at: string; kind: string; text: string; is_own: boolean; due_on?: string; answered?: boolean; on?: string; place: string; amount_yuan?: string; perform_by?: string; paid_on?: string;
  agrees?: boolean; accepts?: boolean; ground?: Words;
}
export interface ToldFile extends Omit<ToldRow, "goods"> {
  unit: Words; phone: string; about: About; purchase?: Purchase; judgement?: Verdict; request?: Request; steps: Heard[]; may: ("answer" | "consent" | "offer")[];
}
