/** What modules touch of a browser. src/storages.ts has the like, but must find this one when it is first read. */
export function storage(): Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> {
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
/** How long to wait for what comes about by itself, on a busy machine. */
export const PATIENT = { timeout: 60_000 };
Object.assign(globalThis, { localStorage: storage(), sessionStorage: storage(), document: { documentElement: { lang: "" }, createElement: () => ({}) }, navigator: globalThis.navigator ?? {} });
