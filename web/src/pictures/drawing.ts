/** What a picture is made of: pure data that pages' builders make, layout.ts places and Drawing.vue draws. Floats will do: they are for the eye only. */
export type Tone = "jade" | "good" | "warn" | "bad" | "soft";
/** No meaning is told by colour alone: every series has a mark, a dash or a filling of its own. */
export type Mark = "circle" | "square" | "triangle" | "diamond" | "times";
export type Dash = "plain" | "dashed" | "dotted";
export type Filling = "full" | "hatched" | "dotted" | "empty";

export interface Tick { at: number; words: string }
/** Both ends inclusive; of days: Unix milliseconds. Without `ticks` round ones are found. */
export interface Axis { low: number; high: number; ticks?: readonly Tick[]; isDays?: boolean; title?: string }
export interface Spot { x: number; y: number; /** Beside the mark. */ words?: string; /** Area against an ordinary mark's. */ size?: number; /** Where a tap leads. */ to?: string }
/** `name` stands in the legend; without it the series goes with the one before. */
export interface Series { name?: string; tone: Tone; dash?: Dash; mark?: Mark; filling?: "full" | "empty"; spots: readonly Spot[] }
export interface Plot { kind: "plot"; x: Axis; y: Axis; series: readonly Series[]; /** Pixels. */ height?: number; /** One unit is as long on both axes. */ isMap?: boolean; /** Where the day stands. */ now?: Tick; /** Names of areas, behind everything. */ areas?: readonly Spot[] }
export interface Part { name: string; tone: Tone; filling: Filling; /** One for each bar, from 0. */ values: readonly number[] }
/** Parts stand on one another: across, a row a bar, or `upright`, a column a bar. */
export interface Bars { kind: "bars"; names: readonly string[]; parts: readonly Part[]; upright?: boolean }
export type Drawing = Plot | Bars;

/** A cell is text as it is told; `to` where it leads. */
export type Cell = string | { words: string; to: string };
/** The same figures as a table: what a screen reader reads, and what is downloaded. */
export interface Figures { heads: readonly string[]; rows: readonly (readonly Cell[])[] }
/** `finding` is what the picture shows, in one sentence. */
export interface Told { finding: string; figures: Figures; drawing: Drawing | undefined }

export const words = (cell: Cell): string => (typeof cell === "string" ? cell : cell.words);
