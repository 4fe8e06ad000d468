const ZERO = 48;
const NINE = 57;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
/** Powers of ten that are doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const WHOLE = 2 ** 53;
/** Digits of the first part of a long mantissa, and the most of the second. */
const FIRST_DIGITS = 15;
const MORE_DIGITS = 7;
/** Splits a double into two of 26 bits (Dekker). */
const SPLITTER = 2 ** 27 + 1;
/** More than what is left can be off: a few times 2^-100 of the number, where it is near to deciding 2^-54. */
const MARGIN = 1 + 2 ** -20;

/**
 * The decimal number that a range of bytes writes ("-1.5e-3"), correctly rounded; NaN if it writes none.
 * May be infinite, where it writes a number beyond the range of doubles.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let sign = 1;
  if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) {
    if (bytes[i] === MINUS) sign = -1;
    i++;
  }
  // The mantissa is first · 10^more + second; a first part of 0 is no digit.
  let [first, firstDigits, second, more] = [0, 0, 0, 0];
  let hasDigits = false;
  let point = -1;
  for (; i < end; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit < 0 || digit > NINE - ZERO) {
      if (digit !== POINT - ZERO || point >= 0) break;
      point = i;
      continue;
    }
    hasDigits = true;
    if (firstDigits < FIRST_DIGITS) {
      first = first * 10 + digit;
      if (first > 0) firstDigits++;
    } else {
      second = second * 10 + digit;
      more++;
    }
  }
  if (!hasDigits) return NaN;
  let exponent = point >= 0 ? point + 1 - i : 0;
  if (i < end && (bytes[i]! | 32) === 101) {
    i++;
    let exponentSign = 1;
    if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) {
      if (bytes[i] === MINUS) exponentSign = -1;
      i++;
    }
    if (i === end) return NaN;
    let written = 0;
    for (; i < end; i++) {
      const digit = bytes[i]! - ZERO;
      if (digit < 0 || digit > NINE - ZERO) return NaN;
      written = Math.min(written * 10 + digit, 1e6);
    }
    exponent += exponentSign * written;
  }
  if (i !== end) return NaN;
  if (more <= MORE_DIGITS && exponent >= -22 && exponent <= 22) {
    const mantissa = more === 0 ? first : first * POWERS[more]! + second;
    // A whole number below 2^53 times or over a power of ten up to 1e22: one rounding of the exact value.
    if (mantissa < WHOLE) {
      return sign * (exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!);
    }
    const value = rounded(first, POWERS[more]!, second, exponent);
    if (value !== undefined) return sign * value;
  }
  return Number(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
}

/**
 * (first · scale + second) · 10^exponent, rounded once: computed as a sum of two doubles, of which the first is the
 * answer if the second is too small to change it, whatever its error (Ziv's test). Undefined if that is not sure.
 */
function rounded(first: number, scale: number, second: number, exponent: number): number | undefined {
  const product = first * scale;
  const whole = product + second;
  // Both differences are exact: the product is the larger part.
  const rest = productError(first, scale, product) + (second - (whole - product));
  let high: number;
  let low: number;
  if (exponent >= 0) {
    const power = POWERS[exponent]!;
    high = whole * power;
    low = productError(whole, power, high) + rest * power;
  } else {
    const power = POWERS[-exponent]!;
    high = whole / power;
    const back = high * power;
    low = (whole - back - productError(high, power, back) + rest) / power;
  }
  const value = high + low;
  const left = low - (value - high);
  return value === value + left * MARGIN ? value : undefined;
}

/** a · b less its rounded product, exactly. */
function productError(a: number, b: number, product: number): number {
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}
