/** Commitments, self-checks, risks and cards as the API tells them (chalicelib/credit). */
import type { Words } from "./i18n";

export type Point = [number, number];
export type Stroke = Point[];

export interface Text { id: string; version: string; sha256: string; title: Words; lead: Words; heads: { title: Words; text: Words; source: string }[]; closing: Words; source: string; confidence: string }
export interface Texts { items: Text[]; term_days: number; consent: Words; wording: string }

export type CommitmentState = "signed" | "published" | "verified" | "questioned" | "breached" | "rectifying" | "restored" | "revoked" | "expired" | "withdrawn";
export type StepKind = "consent" | "withdraw" | "verify" | "question" | "explain" | "dismiss" | "breach" | "clear" | "rectify" | "restore" | "revoke" | "object" | "uphold" | "reject" | "remind" | "expire";
export interface CommitmentStep { id: string; kind: StepKind; at: string; as_: string; text: string; entry: string }
export interface CommitmentRow { id: string; merchant_id: string; merchant: string; district: string; venue: string; state: CommitmentState; signed_on: string; until: string }
export interface Commitment extends CommitmentRow {
  template: { id: string; version: string }; capacity: string; is_public: boolean; steps: CommitmentStep[]; can: StepKind[]; entries: string[]; reply_until?: string; rectify_until?: string;
}
export interface Certificate { number: string; state: "queued" | "made" | "failed"; url: string }
/** What anybody may know of a commitment; a hidden one says only that it ended. */
export interface PublicCommitment { id: string; step: "published" | "breached" | "restored" | "revoked" | "withdrawn" | "expired"; state: "shown" | "hidden"; venue?: string; signed_on?: string; until?: string; entries?: string[] }

export type Outcome = "ok" | "problem" | "not_applicable";
export interface CheckList { id: string; venue: string; title: Words; every_days: number; points: { id: string; text: Words }[]; due_on: string; last_on?: string }
export interface SelfCheck { id: string; list: string; on: string; answers: { point: string; outcome: Outcome; note: string }[] }
export interface Risk { id: string; merchant_id: string; what: string; measure: string; who: string; level: "high" | "middle" | "low"; due_on: string; self_check?: string; closing?: string; closed_at?: string; version: number }

export type CardState = "open" | "appealed" | "upheld" | "cancelled" | "lifted";
export type CardStepKind = "appeal" | "uphold" | "cancel" | "lift";
export interface Card {
  id: string; site_id: string; stall_id: string; stall: string; merchant_id: string; colour: "yellow" | "red"; reason: string; until: string; at: string; state: CardState; stands: boolean;
  steps: { id: string; kind: CardStepKind; text: string; at: string }[];
}

export const COMMITMENT_LISTS = ["questioned", "breached", "rectifying", "revoked", "restored", "published", "verified", "signed"] as const;

/** How a state looks at a glance. */
export function toneOf(state: CommitmentState): "good" | "warn" | "bad" | "" {
  if (state === "breached" || state === "revoked") return "bad";
  if (state === "questioned" || state === "rectifying") return "warn";
  return state === "published" || state === "verified" || state === "restored" ? "good" : "";
}

const FIELD = 1000;

/** A place on a pad as the signature keeps it: whole numbers, the pad's width being 1000. */
export function pointOn(x: number, y: number, width: number): Point {
  const along = (value: number): number => Math.min(FIELD, Math.max(0, Math.round((value / Math.max(width, 1)) * FIELD)));
  return [along(x), along(y)];
}

const MOST = 2400;
const LEAST = 8;
const REACH = 60;

/** Whether the strokes are a signature and no dot, as the server asks. */
export function isSignature(strokes: readonly Stroke[]): boolean {
  const points = strokes.flat();
  if (points.length < LEAST || points.length > MOST + LEAST) return false;
  const reach = ([0, 1] as const).map((axis) => Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis])));
  return Math.max(...reach) >= REACH;
}

/** The strokes with one more point; what comes after the most that are kept is not drawn any further. */
export function drawn(strokes: readonly Stroke[], point: Point, begins: boolean): Stroke[] {
  if (strokes.flat().length >= MOST) return [...strokes];
  if (begins) return strokes.length < 80 ? [...strokes, [point]] : [...strokes];
  const last = strokes.at(-1);
  if (!last) return [[point]];
  const before = last.at(-1);
  if (before && before[0] === point[0] && before[1] === point[1]) return [...strokes];
  return [...strokes.slice(0, -1), [...last, point]];
}
