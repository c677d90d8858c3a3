/** Searching names on the phone: part of a name, the beginning of its pinyin, or its initials; with every reading of a polyphone. */

/** As the file has it: kind, id, name, note, syllables ("zeng|ceng a mei"), stall. */
export type RawName = readonly [kind: NameKind, id: string, name: string, note: string, syllables: string, stall?: string];
/** m: merchant, s: site, t: stall (its id is the site's). */
export type NameKind = "m" | "s" | "t";

export interface Name { kind: NameKind; id: string; name: string; note: string; stall: string; lower: string; readings: readonly Reading[]; spoken: string; initials: string }
interface Reading { initials: string; from: readonly string[] }

const MOST_READINGS = 8;

/** Every way to read the syllables, at most eight; the first reading of each comes first. */
function spoken(syllables: string): string[][] {
  let found: string[][] = [[]];
  for (const one of syllables ? syllables.split(" ") : []) {
    const ways = one.split("|");
    const next: string[][] = [];
    for (const way of ways) for (const before of found) if (next.length < MOST_READINGS) next.push([...before, way]);
    found = next;
  }
  return found;
}

/** Ready to search; `spoken` and `initials` of all readings in one text each, so that what cannot fit costs one look. */
export function prepared(raw: readonly RawName[]): Name[] {
  return raw.map(([kind, id, name, note, syllables, stall]) => {
    const readings = spoken(syllables).map((way) => ({ initials: way.map((one) => one[0]).join(""), from: way.map((_, place) => way.slice(place).join("")) }));
    return {
      kind, id, name, note, stall: stall ?? "", lower: folded(name), readings,
      spoken: readings.map(({ from }) => `\n${from.join("\n")}`).join(""),
      initials: readings.map(({ initials }) => initials).join("\n"),
    };
  });
}

/** One form for what is typed and what is searched: no case, width, or spaces. */
export function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

/** How well a name fits, 0 best; 9 not at all. */
function rank(one: Name, wanted: string, latin: boolean): number {
  if (one.lower === wanted) return 0;
  if (one.lower.startsWith(wanted)) return 1;
  if (one.lower.includes(wanted)) return 2;
  let best = 9;
  if (!latin || !(one.spoken.includes(`\n${wanted}`) || one.initials.includes(wanted))) return best;
  for (const { initials, from } of one.readings) {
    if (initials === wanted) return 3;
    if (from[0]?.startsWith(wanted)) best = Math.min(best, 4);
    else if (initials.startsWith(wanted)) best = Math.min(best, 5);
    else if (from.some((rest) => rest.startsWith(wanted))) best = Math.min(best, 6);
    else if (initials.includes(wanted)) best = Math.min(best, 7);
  }
  return best;
}

interface Fit { one: Name; rank: number }

/** Better ones first: the rank, then the shorter name, then the alphabet. */
function order(a: Fit, b: Fit): number {
  return a.rank - b.rank || a.one.name.length - b.one.name.length || (a.one.name < b.one.name ? -1 : 1);
}

/** The names that fit best, shorter ones first among equals. Only those that will be shown are kept in order: a surname fits thousands. */
export function searched(names: readonly Name[], typed: string, most = 20): Name[] {
  const wanted = folded(typed);
  if (!wanted) return [];
  const latin = /^[a-z0-9]+$/.test(wanted);
  const best: Fit[] = [];
  for (const one of names) {
    const fit = { one, rank: rank(one, wanted, latin) };
    const last = best[most - 1];
    if (fit.rank === 9 || (last && order(fit, last) > 0)) continue;
    let place = best.length;
    while (place > 0 && order(fit, best[place - 1] as Fit) < 0) place -= 1;
    best.splice(place, 0, fit);
    if (best.length > most) best.pop();
  }
  return best.map(({ one }) => one);
}
