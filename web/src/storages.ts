/** The browser's two plain storages. Where it lets us have none they are in memory as long as the page is open. Needs nothing: labels/early.ts has it too. */

export type Plain = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** The browser keeps nothing for us: a person, or the app the page is shown in, forbids it. */
export let isBlocked = false;

function inMemory(): Plain {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size;
    },
  };
}

/** Reaching for a forbidden one throws; in an app's web view it may be null. */
function reached(name: "localStorage" | "sessionStorage"): Plain {
  try {
    const found: Plain = globalThis[name];
    found.getItem(name);
    return found;
  } catch {
    isBlocked = true;
    return inMemory();
  }
}

export const local = reached("localStorage");
export const session = reached("sessionStorage");
