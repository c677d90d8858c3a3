/** What modules touch of a browser. */
const kept = new Map<string, string>();
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
};
Object.assign(globalThis, { localStorage: storage, sessionStorage: storage, document: { documentElement: { lang: "" }, createElement: () => ({}) }, navigator: globalThis.navigator ?? {} });
