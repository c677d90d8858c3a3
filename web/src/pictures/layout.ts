/** Where everything of a drawing stands, for a width in pixels; pure. Scales, lines and marks are D3's. */
import { scaleBand, scaleLinear, scaleUtc } from "d3-scale";
import { line, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTimes, symbolTriangle } from "d3-shape";
import type { Axis, Bars, Dash, Drawing, Filling, Mark, Plot, Tick, Tone } from "./drawing";

export interface Text { x: number; y: number; words: string; anchor: "start" | "middle" | "end"; tone?: "soft" | "strong" }
export interface Stroke { d: string; tone: Tone | "axis" | "grid"; dash: Dash }
interface Placed { d: string; x: number; y: number; tone: Tone; filling: "full" | "empty"; to?: string | undefined }
interface Rect { x: number; y: number; width: number; height: number; tone: Tone; filling: Filling }
export interface Layout { width: number; height: number; texts: Text[]; strokes: Stroke[]; marks: Placed[]; rects: Rect[] }

const LETTER = 8.2;
const WIDE = 13.5;
const ROW = 22;
const EDGE = 10;
const MARK = 64;
const MAP = 560;
/** Above the northernmost mark of an area, clear of the largest. */
const AREA = 30;
const SYMBOLS = { circle: symbolCircle, square: symbolSquare, triangle: symbolTriangle, diamond: symbolDiamond, times: symbolTimes };

/** About how wide a text of 13 pixels is. */
export function wide(words: string): number {
  return [...words].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? WIDE : LETTER), 0);
}

export function placed(drawing: Drawing, width: number): Layout {
  return drawing.kind === "plot" ? plotted(drawing, width) : drawing.upright ? columns(drawing, width) : rows(drawing, width);
}

const path = (...points: (readonly [number, number])[]): string => line()(points as [number, number][]) ?? "";
const marked = (mark: Mark, size = 1): string => symbol(SYMBOLS[mark], MARK * size)() ?? "";

/** The legend in as many lines as it needs, from the top. */
function legend(into: Layout, entries: readonly { name: string; draw: (x: number, y: number) => void }[]): number {
  let [x, y] = [EDGE, 14];
  for (const { name, draw } of entries) {
    const need = 34 + wide(name);
    if (x > EDGE && x + need > into.width) [x, y] = [EDGE, y + ROW];
    draw(x, y);
    into.texts.push({ x: x + 26, y: y + 4, words: name, anchor: "start", tone: "soft" });
    x += need + 10;
  }
  return entries.length ? y + 14 : 4;
}

function plotted(plot: Plot, width: number): Layout {
  const into: Layout = { width, height: 0, texts: [], strokes: [], marks: [], rects: [] };
  const named = plot.series.filter((one) => one.name !== undefined);
  const top = legend(into, named.map(({ name = "", tone, dash, mark, filling = "full", spots }) => ({ name, draw: (x, y) => {
    if (dash) into.strokes.push({ d: path([x, y], [x + 20, y]), tone, dash });
    if (mark) into.marks.push({ d: marked(mark, Math.min(1, spots[0]?.size ?? 1)), x: x + 10, y, tone, filling });
  } }))) + (plot.y.title ? ROW : 8);
  const yTicks = plot.y.ticks ?? ticks(plot.y, 5);
  const left = EDGE + Math.max(0, ...yTicks.map(({ words }) => wide(words))) + 6;
  const room = width - EDGE - 6 - left;
  const high = plot.isMap ? Math.min(MAP, mapHeight(plot, room)) : plot.height ?? 230;
  const right = left + (plot.isMap ? (room * high) / mapHeight(plot, room) : room);
  const bottom = top + high;
  into.height = bottom + ROW + (plot.x.title ? ROW : 4);
  const x = scaleLinear([plot.x.low, plot.x.high], [left, right]);
  const y = scaleLinear([plot.y.low, plot.y.high], [bottom, top]);
  if (plot.y.title) into.texts.push({ x: EDGE, y: top - 10, words: plot.y.title, anchor: "start", tone: "soft" });
  if (plot.x.title) into.texts.push({ x: right, y: into.height - 6, words: plot.x.title, anchor: "end", tone: "soft" });
  for (const { at, words } of yTicks) {
    into.strokes.push({ d: path([left, y(at)], [right, y(at)]), tone: at === 0 && plot.y.low < 0 ? "axis" : "grid", dash: "plain" });
    into.texts.push({ x: left - 6, y: y(at) + 4, words, anchor: "end", tone: "soft" });
  }
  let free = -Infinity;
  for (const { at, words } of plot.x.ticks ?? ticks(plot.x, Math.max(2, Math.floor((right - left) / 90)))) {
    const half = wide(words) / 2;
    const middle = Math.min(Math.max(x(at), half + 2), width - half - 2);
    into.strokes.push({ d: path([x(at), bottom], [x(at), bottom + 5]), tone: "axis", dash: "plain" });
    if (middle - half < free) continue;
    into.texts.push({ x: middle, y: bottom + 19, words, anchor: "middle", tone: "soft" });
    free = middle + half + 12;
  }
  into.strokes.push({ d: path([left, bottom], [right, bottom]), tone: "axis", dash: "plain" });
  if (plot.now) {
    into.strokes.push({ d: path([x(plot.now.at), top], [x(plot.now.at), bottom]), tone: "soft", dash: "dotted" });
    into.texts.push({ x: x(plot.now.at) - 4, y: top + 4, words: plot.now.words, anchor: "end", tone: "soft" });
  }
  for (const { dash, tone, spots } of plot.series) {
    if (dash && spots.length > 1) into.strokes.push({ d: path(...spots.map((one) => [x(one.x), y(one.y)] as const)), tone, dash });
  }
  const taken: Box[] = plot.series.flatMap(({ mark, spots }) => (mark ? spots : [])).map((one) => ({ x: x(one.x) - 5, y: y(one.y) + 4, width: 10 }));
  for (const { x: east, y: north, words = "" } of plot.areas ?? []) {
    const at = Math.min(Math.max(x(east), left + wide(words) / 2), right - wide(words) / 2);
    into.texts.push({ x: at, y: y(north) - AREA, words, anchor: "middle", tone: "soft" });
    taken.push({ x: at - wide(words) / 2, y: y(north) - AREA, width: wide(words) });
  }
  for (const { mark, tone, filling = "full", spots } of plot.series) {
    for (const spot of mark ? spots : []) {
      const [at, up] = [x(spot.x), y(spot.y)];
      into.marks.push({ d: marked(mark ?? "circle", spot.size), x: at, y: up, tone, filling, to: spot.to });
      if (spot.words) name(into, { taken, bottom }, spot.words, at, up, 6 + 4.5 * Math.sqrt(spot.size ?? 1));
    }
  }
  return into;
}

interface Box { x: number; y: number; width: number }

/** A name beside its mark, below or above, where nothing stands yet; otherwise none: the table has it. */
function name(into: Layout, { taken, bottom }: { taken: Box[]; bottom: number }, words: string, x: number, y: number, far: number): void {
  const width = wide(words);
  const choices = [{ x: x + far, y: y + 4 }, { x: x - far - width, y: y + 4 }, { x: x - width / 2, y: y + far + 12 }, { x: x - width / 2, y: y - far - 6 }];
  const free = choices.find((one) => one.x > 0 && one.x + width < into.width && one.y < bottom
    && taken.every((other) => one.x + width < other.x || other.x + other.width < one.x || Math.abs(one.y - other.y) > 15));
  if (!free) return;
  taken.push({ ...free, width });
  into.texts.push({ ...free, words, anchor: "start" });
}

const DEGREE = Math.PI / 180;
/** A degree of longitude is shorter than one of latitude. */
function mapHeight({ x, y }: Plot, width: number): number {
  return (width * (y.high - y.low)) / ((x.high - x.low) * Math.cos(((y.low + y.high) / 2) * DEGREE));
}

function ticks({ low, high, isDays }: Axis, count: number): Tick[] {
  if (!isDays) return scaleLinear([low, high], [0, 1]).ticks(count).map((at) => ({ at, words: `${at}`.replace("-", "−") }));
  const days = scaleUtc([low, high], [0, 1]).ticks(count).map((day) => day.toISOString());
  const isWhole = days.every((day) => day.slice(8, 10) === "01");
  return [...new Set(days.map((day) => day.slice(0, isWhole ? 7 : 10)))].map((day) => ({ at: Date.parse(day), words: day }));
}

function partLegend(into: Layout, { parts }: Bars): number {
  return legend(into, parts.map(({ name, tone, filling }) => ({ name, draw: (x, y) => into.rects.push({ x, y: y - 7, width: 20, height: 14, tone, filling }) })));
}

const total = ({ parts }: Bars, n: number): number => parts.reduce((sum, { values }) => sum + (values[n] ?? 0), 0);
const most = (bars: Bars): number => Math.max(1, ...bars.names.map((_, n) => total(bars, n)));

function rows(bars: Bars, width: number): Layout {
  const into: Layout = { width, height: 0, texts: [], strokes: [], marks: [], rects: [] };
  let y = partLegend(into, bars) + 8;
  const x = scaleLinear([0, most(bars)], [0, width - 2 * EDGE - wide(String(most(bars))) - 8]);
  bars.names.forEach((words, n) => {
    into.texts.push({ x: EDGE, y: y + 12, words, anchor: "start" });
    let from = EDGE;
    for (const { tone, filling, values } of bars.parts) {
      const value = values[n] ?? 0;
      if (!value) continue;
      into.rects.push({ x: from, y: y + 18, width: x(value), height: 20, tone, filling });
      from += x(value);
    }
    into.texts.push({ x: from + 6, y: y + 33, words: String(total(bars, n)), anchor: "start", tone: "strong" });
    y += 48;
  });
  into.height = y + 4;
  return into;
}

const COLUMN = 170;

function columns(bars: Bars, width: number): Layout {
  const into: Layout = { width, height: 0, texts: [], strokes: [], marks: [], rects: [] };
  const top = partLegend(into, bars) + 20;
  const bottom = top + COLUMN;
  into.height = bottom + ROW + 4;
  const x = scaleBand(bars.names.map((_, n) => n), [EDGE, width - EDGE]).paddingInner(0.3).paddingOuter(0.1);
  const y = scaleLinear([0, most(bars)], [0, COLUMN]);
  let free = -Infinity;
  bars.names.forEach((words, n) => {
    const left = x(n) ?? 0;
    let up = bottom;
    for (const { tone, filling, values } of bars.parts) {
      const tall = y(values[n] ?? 0);
      if (tall) into.rects.push({ x: left, y: up - tall, width: x.bandwidth(), height: tall, tone, filling });
      up -= tall;
    }
    const middle = left + x.bandwidth() / 2;
    if (total(bars, n) && wide(String(total(bars, n))) <= x.step()) into.texts.push({ x: middle, y: up - 5, words: String(total(bars, n)), anchor: "middle", tone: "strong" });
    const half = wide(words) / 2;
    const at = Math.min(Math.max(middle, half + 2), width - half - 2);
    if (at - half < free) return;
    into.texts.push({ x: at, y: bottom + 18, words, anchor: "middle", tone: "soft" });
    free = at + half + 10;
  });
  into.strokes.push({ d: path([EDGE, bottom], [width - EDGE, bottom]), tone: "axis", dash: "plain" });
  return into;
}
