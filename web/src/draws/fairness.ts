/** The fairness report as `GET /v1/public/fairness` answers it (docs/fairness.md); absent members are null in the file. */
export interface EndedDraw { plan: string; name: string; state: "opened" | "void"; ended_on: string; reason?: string; open_late: number }
export interface Times { visits: number; objects: number; expected?: string }
export interface Stratum {
  campaign: string; objects: string; name: string; draws: number; drawn: number; visited: number; not_met: number; substituted: number; open: number;
  stayed: number; equal_weights: boolean; times: Times[]; never: number; never_chance?: string; dropped: number; dropped_chance?: string;
  longest: { number: string; days: number }[]; alarms: ("never" | "dropped")[];
}
export interface Office { district: string; drawn: number; substituted: number; chance: string; is_alarm: boolean }
export interface Report {
  month: string; first: string; last: string; tests: number; threshold?: string; alarms: number; opened: number; void: number; open_late: number;
  draws: EndedDraw[]; strata: Stratum[]; offices: Office[];
}
export interface Reports { months: string[]; latest?: Report }

/** A chance as a percentage of two digits; the smallest as "<0.01%", for nobody reads 1.2e-7. */
export function percent(chance: string): string {
  const share = Number(chance) * 100;
  if (share < 0.01) return "<0.01%";
  return `${Number(share.toPrecision(2))}%`;
}

/** A number of objects that chance would give, to whole ones from ten on. */
export const expectedOf = (text: string): string => (Number(text) >= 10 ? Number(text).toFixed(0) : Number(Number(text).toFixed(1)).toString());
