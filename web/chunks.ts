/**
 * Which file of the built app a module goes into. What anybody may open stays in pieces, so that a page fetches little. What only people
 * who signed in reach goes into a file for each entrance and one that these share: keeping the app costs a phone time for each file.
 */
import { readFileSync } from "node:fs";
import type { Rolldown } from "vite";

type About = (id: string) => Rolldown.ModuleInfo | null;
const ENTRANCES = ["inspector", "merchant", "organiser", "lab"];
const SHARED = "signed-in";
const entrances = entrancesOf(readFileSync(new URL("src/router.ts", import.meta.url), "utf8"));

/** Each page that asks for a role, and the entrance it belongs to: the first of its roles, the office's without one of these. */
function entrancesOf(router: string): Map<string, string> {
  const lists = new Map([...router.matchAll(/^const (\w+): readonly Role\[\] = (.*);$/gm)].map(([, name, roles]) => [name, roles]));
  const routes = router.matchAll(/import\("\.\/(pages\/[^"]+)"\).*roles: (\[[^\]]*\]|\w+)/g);
  return new Map([...routes].map(([, page, roles]) => {
    const named = (lists.get(roles) ?? roles ?? "").replace("OFFICERS", "inspector");
    return [page as string, ENTRANCES.find((one) => named.includes(one)) ?? "office"];
  }));
}

/** The entrances under whose pages a module is; "" for pages of anybody, and for what is under no page. */
function above(id: string, about: About): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [id];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    const entrance = entrances.get(/\/src\/(pages\/.+\.vue)$/.exec(one)?.[1] ?? "");
    const module = about(one);
    const importers = entrance ? [] : [...(module?.importers ?? []), ...(module?.dynamicImporters ?? [])];
    if (!importers.length) found.add(entrance ?? "");
    waiting.push(...importers);
  }
  return found;
}

/** The name of its file; null where it stays in pieces. */
export function fileOf(id: string, about: About): string | null {
  if (!id.includes("/src/")) return null;
  const found = above(id, about);
  return found.has("") ? null : found.size === 1 ? ([...found][0] ?? null) : SHARED;
}
