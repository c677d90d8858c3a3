/** Exact numbers as fractions of big integers: no float ever holds a measured or legal quantity. */
const FORM = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/;

function gcd(one: bigint, other: bigint): bigint {
  while (other) [one, other] = [other, one % other];
  return one < 0n ? -one : one;
}

/** Whether a text is a number as people type one: no exponent, at most twelve digits and five decimals. */
export function isNumber(text: string): boolean {
  return /^-?\d{1,12}(\.\d{1,5})?$/.test(text);
}

export class Exact {
  static readonly zero = new Exact(0n, 1n);

  /** Lowest terms; `bottom` is greater than zero. */
  private constructor(private readonly top: bigint, private readonly bottom: bigint) {}

  private static made(top: bigint, bottom: bigint): Exact {
    const divisor = gcd(top, bottom) * (bottom < 0n ? -1n : 1n);
    return new Exact(top / divisor, bottom / divisor);
  }

  /** A decimal as text, "-0.10"; throws a RangeError for anything else. */
  static of(text: string): Exact {
    const [, sign, whole, part = ""] = FORM.exec(text) ?? [];
    if (whole === undefined) throw new RangeError(`not a decimal: ${text}`);
    const digits = BigInt(whole + part);
    return Exact.made(sign ? -digits : digits, 10n ** BigInt(part.length));
  }

  plus(other: Exact): Exact {
    return Exact.made(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }
  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.top, other.bottom));
  }
  times(other: Exact): Exact {
    return Exact.made(this.top * other.top, this.bottom * other.bottom);
  }
  over(other: Exact): Exact {
    return Exact.made(this.top * other.bottom, this.bottom * other.top);
  }
  abs(): Exact {
    return this.top < 0n ? new Exact(-this.top, this.bottom) : this;
  }
  isOver(other: Exact): boolean {
    return this.top * other.bottom > other.top * this.bottom;
  }
  is(other: Exact): boolean {
    return this.top === other.top && this.bottom === other.bottom;
  }
  get isPositive(): boolean {
    return this.top > 0n;
  }

  /** To so many places, half to even, as the server rounds for display. */
  rounded(places: number): Exact {
    const scale = 10n ** BigInt(places);
    const size = (this.top < 0n ? -this.top : this.top) * scale;
    const whole = size / this.bottom;
    const rest = (size % this.bottom) * 2n;
    const up = rest > this.bottom || (rest === this.bottom && whole % 2n === 1n);
    const digits = up ? whole + 1n : whole;
    return Exact.made(this.top < 0n ? -digits : digits, scale);
  }

  /** Without trailing zeros and exponent; a fraction without end throws a RangeError: round it first. */
  toString(): string {
    let places = 0n;
    while ((10n ** places) % this.bottom) {
      places += 1n;
      if (places > 80n) throw new RangeError("a fraction without end");
    }
    const digits = ((this.top < 0n ? -this.top : this.top) * 10n ** places) / this.bottom;
    const text = digits.toString().padStart(Number(places) + 1, "0");
    const cut = text.length - Number(places);
    return (this.top < 0n ? "-" : "") + text.slice(0, cut) + (places ? `.${text.slice(cut)}` : "");
  }
}

export function greatest(one: Exact, ...more: Exact[]): Exact {
  return more.reduce((so, next) => (next.isOver(so) ? next : so), one);
}
export function least(one: Exact, ...more: Exact[]): Exact {
  return more.reduce((so, next) => (so.isOver(next) ? next : so), one);
}
