/** How often anybody is visited at most, for what that does not count, and who is left alone: as in force today. */
export interface LimitRow { code: string; title: string; title_en: string; confidence: Confidence }
export type Confidence = "text" | "secondary" | "unverified" | "own_setting";
interface Table { from: string; confidence: Confidence; source: { title: string; checked: string }; rows: LimitRow[] }
export interface Limits { day: string; annual_cap: Table & { visits_per_year: number }; exempt_reasons: Table; white_list: Table & { longest_days: number } }
