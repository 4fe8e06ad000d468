const ZERO = 48;
const NINE = 57;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
/** Powers of ten that are doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const WHOLE = 2 ** 53;

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
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < ZERO || byte > NINE) break;
    mantissa = mantissa * 10 + (byte - ZERO);
    digits++;
  }
  if (i < end && bytes[i] === POINT) {
    i++;
    const fraction = i;
    for (; i < end; i++) {
      const byte = bytes[i]!;
      if (byte < ZERO || byte > NINE) break;
      mantissa = mantissa * 10 + (byte - ZERO);
    }
    digits += i - fraction;
    exponent = fraction - i;
  }
  if (digits === 0) return NaN;
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
      const byte = bytes[i]!;
      if (byte < ZERO || byte > NINE) return NaN;
      written = Math.min(written * 10 + (byte - ZERO), 1e6);
    }
    exponent += exponentSign * written;
  }
  if (i !== end) return NaN;
  // A whole number below 2^53 times or over a power of ten up to 1e22: one rounding of the exact value.
  if (mantissa < WHOLE && exponent >= -22 && exponent <= 22) {
    return sign * (exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!);
  }
  return Number(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
}
