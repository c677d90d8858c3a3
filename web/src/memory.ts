/** IndexedDB in memory, in the place of a browser's that is closed to us. */
import "fake-indexeddb/auto";

/** What is kept of plain values, times, bytes and files; for Chromium 90 and iOS 15, which cannot copy by themselves. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Date) return new Date(value);
  if (typeof value !== "object" || value === null || value instanceof Blob) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one)]));
}

(globalThis as { structuredClone?: (value: unknown) => unknown }).structuredClone ??= copy;
