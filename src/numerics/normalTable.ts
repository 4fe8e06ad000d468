import { normalCdf, normalPdf } from './normal';

// Φ and its inverse for the inner loop of an integration, an order of magnitude faster than numerics/normal.

const FAR = 8.5;
const PER_UNIT = 32;
const CELLS = 2 * FAR * PER_UNIT;

/** Φ and its derivative in units of one cell, at every knot. */
const VALUES = Float64Array.from({ length: CELLS + 1 }, (_, i) => normalCdf(i / PER_UNIT - FAR));
const SLOPES = Float64Array.from({ length: CELLS + 1 }, (_, i) => normalPdf(i / PER_UNIT - FAR) / PER_UNIT);

/** Φ(x) by cubic interpolation between knots 1/32 apart: absolute error below 3e-9; 0 and 1 beyond ±8.5. */
export function quickNormalCdf(x: number): number {
  const position = (x + FAR) * PER_UNIT;
  if (!(position > 0)) return 0;
  if (position >= CELLS) return 1;
  const cell = Math.trunc(position);
  const t = position - cell;
  const low = VALUES[cell]!;
  const lowSlope = SLOPES[cell]!;
  const rise = VALUES[cell + 1]! - low;
  const bend = lowSlope + SLOPES[cell + 1]! - 2 * rise;
  return low + t * (lowSlope + t * (rise - lowSlope - bend + t * bend));
}

const LOW_TAIL = 0.02425;

/**
 * Φ⁻¹(p) with a relative error below 1.2e-9 (Acklam's rational approximation); ∓8.5 where p is not above 0 or not
 * below 1.
 */
export function quickNormalQuantile(p: number): number {
  if (p < LOW_TAIL) return p > 0 ? tail(p) : -FAR;
  if (p > 1 - LOW_TAIL) return p < 1 ? -tail(1 - p) : FAR;
  const q = p - 0.5;
  const r = q * q;
  const numerator =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const denominator =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return (q * numerator) / denominator;
}

function tail(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  const numerator =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const denominator =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
    1;
  return numerator / denominator;
}
