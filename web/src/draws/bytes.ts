/** The bytes of `draw-1` (docs/draw-protocol.md, "Bytes"): length prefixes, hexadecimal, the order of bytes. */
const encoder = new TextEncoder();
const LENGTH_BYTES = 4;

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export function hex(bytes: Uint8Array): string {
  let told = "";
  for (const byte of bytes) told += byte.toString(16).padStart(2, "0");
  return told;
}

/** The bytes of lower-case hexadecimal; the caller has checked its form. */
export function unhex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, place) => parseInt(text.slice(2 * place, 2 * place + 2), 16));
}

/** A number from 0 to 2^32 - 1 in so many bytes, big-endian. */
export function big(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, place) => Math.floor(value / 256 ** (size - 1 - place)) % 256);
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** LP(x) ‖ LP(y) ‖ …: each field behind its length. */
export function prefixed(...fields: Uint8Array[]): Uint8Array {
  return joined(...fields.flatMap((field) => [big(field.length, LENGTH_BYTES), field]));
}

/** The fields that `prefixed` joined; undefined for bytes that end too early. */
export function unprefixed(raw: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const fields: Uint8Array[] = [];
  for (let place = 0; place < raw.length; ) {
    const begins = place + LENGTH_BYTES;
    if (begins > raw.length) return undefined;
    const ends = begins + view.getUint32(place);
    if (ends > raw.length) return undefined;
    fields.push(raw.subarray(begins, ends));
    place = ends;
  }
  return fields;
}

/** Below zero when `one` comes first, zero when they are equal: byte by byte, what is shorter first. */
export function order(one: Uint8Array, other: Uint8Array): number {
  const shared = Math.min(one.length, other.length);
  for (let place = 0; place < shared; place++) {
    const difference = (one[place] as number) - (other[place] as number);
    if (difference) return difference;
  }
  return one.length - other.length;
}

export const same = (one: Uint8Array, other: Uint8Array): boolean => order(one, other) === 0;
