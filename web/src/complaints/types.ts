/** What the intake takes and answers (docs/complaints.md, «Intake»), as far as the citizen's pages use it. */
import type { Words } from "../i18n";
import type { Upload } from "../post";
import type { Verdict } from "../types";

export type Wants = "complaint" | "report" | "both";
export const ASKS = ["make_good", "refund", "compensation", "apology", "other"] as const;

/** A picture as it is promised. */
export interface Promised { id: string; sha256: string; size_bytes: number; media_type: string }
export interface Submission {
  wants: Wants; secret_hash: string; about: object; facts: string; pictures: Promised[];
  request?: { wants: string[]; text?: string }; purchase?: object; reporter?: { name: string; phone: string; address?: string }; join?: string;
}

export interface FileTold {
  id: string; number: string; kind: "complaint" | "report"; state: string; state_says: Words; received_at: string;
  unit: { code: string; name: Words; phone: string }; respondent_name: string; request?: { wants: string[]; text: string };
  next?: { name: string; says: Words; due_on: string; provisional: boolean };
}
interface Told { intake: "statutory" | "forwards"; intake_says: Words; judgement?: Verdict; remedies: Words[]; keeps: Words }
export interface Receipt extends Told { files: FileTold[]; uploads: Slot[] }
/** Where a promised picture is posted. */
export interface Slot extends Upload { material: string }

export interface StepTold { at: string; kind: string; says: Words; text: string; due_on?: string }
export interface MaterialTold { id: string; kind: string; state: string; announced_at: string; text: string }
export type May = "identity" | "consent" | "settlement" | "withdrawal" | "material" | "erasure";
export interface FollowedFile extends FileTold { facts: string; steps: StepTold[]; asked: StepTold[]; may: May[]; opened: string[]; closed_on?: string }
export interface Followed extends Told { files: FollowedFile[]; materials: MaterialTold[]; erasure: "none" | "asked" }
