/** A published plan as `GET /v1/public/plans/{plan}` answers it, and when its randomness begins. */
export interface PlanSource {
  kind: "drand" | "lottery" | "dice"; genesis_seconds?: number; period_seconds?: number; round?: number;
  name?: string; issue?: string; drawn_at?: string; throws?: number; thrown_at?: string;
}
export interface PlanStratum { name: string; reserve: number; count?: number; ratio?: { numerator: number; denominator: number } }
export interface Plan {
  id: string; name: string; year: number; departments: string[]; from: string; until: string; open_by: string; source: PlanSource; fallback: PlanSource;
  scope: { objects: "site" | "merchant" | "instrument"; districts?: string[]; venues?: string[]; categories?: string[] }; strata: PlanStratum[]; exempt?: string;
}
export interface PublicPlan { plan: Plan; digest: string; state: "published" | "frozen" | "drawn" | "opened" | "void"; void_reason?: string | null }

/** When the randomness of a source comes into being. */
export function beginsAt(source: PlanSource): string {
  const { genesis_seconds = 0, period_seconds = 0, round = 1 } = source;
  return source.drawn_at ?? source.thrown_at ?? new Date((genesis_seconds + (round - 1) * period_seconds) * 1000).toISOString();
}
