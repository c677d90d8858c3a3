/** What Chromium 90 and iOS 15 lack of what the app and its libraries use; loaded first. eslint.built.config.js finds what is missing here. */

interface Row<T> extends ArrayLike<T> { readonly [place: number]: T }

function bring(on: object, name: string, made: (...given: never[]) => unknown): void {
  if (!(name in on)) Object.defineProperty(on, name, { value: made, writable: true, configurable: true });
}

export function at<T>(this: Row<T>, place: number): T | undefined {
  const whole = Math.trunc(place) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}
export function findLastIndex<T>(this: Row<T>, isIt: (one: T, place: number, all: Row<T>) => unknown): number {
  for (let place = this.length - 1; place >= 0; place -= 1) if (isIt(this[place] as T, place, this)) return place;
  return -1;
}
export function findLast<T>(this: Row<T>, isIt: (one: T, place: number, all: Row<T>) => unknown): T | undefined {
  return this[findLastIndex.call(this as Row<unknown>, isIt as never)];
}
export function hasOwn(of: object, name: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(of, name);
}

for (const kind of [Array, String, Object.getPrototypeOf(Uint8Array) as typeof Uint8Array]) bring(kind.prototype, "at", at);
bring(Array.prototype, "findLast", findLast);
bring(Array.prototype, "findLastIndex", findLastIndex);
bring(Object, "hasOwn", hasOwn);
