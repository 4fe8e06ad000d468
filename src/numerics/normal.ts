import erfc from '@stdlib/math-base-special-erfc';

/** 1/√2 as the sum of two doubles, so that x/√2 can be formed with its rounding error. */
const INV_SQRT2_HIGH = Math.SQRT1_2;
const INV_SQRT2_LOW = -4.833646656726457e-17;
const TWO_OVER_SQRT_PI = 1.1283791670955126;
const INV_SQRT_TWO_PI = 0.3989422804014327;

/** Beyond this both functions have underflowed (or the distribution function is 1). */
const FAR = 40;

/** The rounding error a·b − fl(a·b) (Veltkamp's splitting, Dekker's product); for |a|, |b| below 1e150. */
function productError(a: number, b: number, product: number): number {
  const splitA = 134217729 * a;
  const splitB = 134217729 * b;
  const highA = splitA - (splitA - a);
  const highB = splitB - (splitB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}

/**
 * Distribution function Φ(x) of the standard normal law, in [0, 1]; NaN for NaN.
 *
 * Φ(x) = erfc(−x/√2)/2. In the far tail erfc multiplies a relative error of its argument by x², so the
 * rounding error of x/√2 is carried along and corrected to first order: erfc(h + l) ≈ erfc(h) − 2/√π·exp(−h²)·l.
 * Absolute error below 1e-15 everywhere, relative error about 1e-15 down to x = −37 (Φ ≈ 6e-300).
 */
export function normalCdf(x: number): number {
  if (!(Math.abs(x) < FAR)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const h = -x * INV_SQRT2_HIGH;
  const l = productError(-x, INV_SQRT2_HIGH, h) - x * INV_SQRT2_LOW;
  return 0.5 * (erfc(h) - TWO_OVER_SQRT_PI * Math.exp(-h * h) * l);
}

/** Density exp(−x²/2)/√(2π) of the standard normal law, with a relative error of about 1e-15; NaN for NaN. */
export function normalPdf(x: number): number {
  if (!(Math.abs(x) < FAR)) return Number.isNaN(x) ? NaN : 0;
  const square = x * x;
  return INV_SQRT_TWO_PI * Math.exp(-0.5 * square) * (1 - 0.5 * productError(x, x, square));
}
