import { LATTICE_DIMENSIONS, LATTICE_POINTS, latticeSequence } from './latticeSequence';
import { normalCdf, normalPdf } from './normal';
import { addOrthantValues, orthant, type Orthant } from './orthant';

/** The most classes whose scores can be compared: K scores leave K − 2 coordinates to integrate. */
export const MOST_CLASSES = LATTICE_DIMENSIONS + 1;

/** Differences of gaps and variances below this share are rounding. */
const ROUNDING = 1e-10;
/** Up to this asymmetry the symmetric case is near enough to take its known error away. */
const NEARLY_SYMMETRIC = 0.35;
/** Up to this one, what is left is so small that it cannot look settled by chance. */
const ALMOST_SYMMETRIC = 0.12;
/** Leads to errors below 1e-4. */
const DEFAULT_TOLERANCE = 3e-5;
const FIRST_POINTS = 256;
/** More classes get fewer points at most: what a comparison may cost, in points times classes cubed. */
const LARGEST_WORK = 2048 * MOST_CLASSES ** 3;

/**
 * The accuracy of a classifier that takes the largest of K Gaussian scores: the mean over the classes c of
 * P(argmax_k s_k = c) for s ~ N(A_c, Q) (theory.md §10). A tie counts as one over the number of classes in it.
 *
 * Closed form for K = 2. Where all classes are alike (to rounding) a one-dimensional integral, to 1e-12. Else
 * quasi-Monte Carlo with a fixed sequence, the points doubled until the result is settled.
 * @param means A, K×K, row c the mean scores of class c
 * @param covariance Q, K×K, positive semidefinite up to rounding; it may be singular
 * @param classes K in 2 … 50
 * @param tolerance the last doubling (the last two, unless the classes are almost alike) changed no more; the error
 *   left is up to about three times that. With K > 20 it may be larger, since the points are limited.
 * @returns a number in [0, 1]; NaN if an input is NaN or infinite
 */
export function argmaxProbability(
  means: Float64Array,
  covariance: Float64Array,
  classes: number,
  tolerance = DEFAULT_TOLERANCE,
): number {
  if (!(Number.isInteger(classes) && classes >= 2 && classes <= MOST_CLASSES)) {
    throw new RangeError(
      `The number of classes must be a whole number from 2 to ${MOST_CLASSES}, not ${classes}.`,
    );
  }
  if (means.length !== classes * classes || covariance.length !== classes * classes) {
    throw new RangeError(
      `The scores of ${classes} classes need ${classes}×${classes} means and covariances.`,
    );
  }
  const comparison = comparisonOf(means, covariance, classes);
  const { meanGap, meanSpread, rounding } = comparison;
  if (!Number.isFinite(meanGap + meanSpread)) return NaN;
  if (classes === 2) return twoClasses(comparison);
  if (rounding <= ROUNDING) return symmetricArgmaxProbability(classes, meanGap / Math.sqrt(meanSpread / 2));
  return integrate(comparison, tolerance);
}

/**
 * P(s₁ > s₂, …, s_K) for independent s₁ ~ N(d, 1) and s_k ~ N(0, 1): ∫ φ(z) Φ(z + d)^{K−1} dz, to 1e-12.
 * @param separation d; ±Infinity is allowed, NaN (a tie of all) gives 1/K
 */
export function symmetricArgmaxProbability(classes: number, separation: number): number {
  if (Number.isNaN(separation)) return 1 / classes;
  // The trapezoidal rule converges faster than any power of the step here: 1e-15 at 1/8 for K ≤ 50.
  const step = 0.125;
  let sum = 0;
  for (let i = -72; i <= 72; i++) {
    const z = i * step;
    sum += normalPdf(z) * normalCdf(z + separation) ** (classes - 1);
  }
  return Math.min(1, sum * step);
}

/** What the argmax depends on: differences of scores only. */
interface Comparison {
  readonly classes: number;
  /** A_cc − A_ck, K×K. */
  readonly gaps: Float64Array;
  /** Variances of s_k − s_l, K×K. */
  readonly spreads: Float64Array;
  /** Means of both over the pairs of classes. */
  readonly meanGap: number;
  readonly meanSpread: number;
  /** Largest deviation from those means, and root mean square deviation, as shares. */
  readonly rounding: number;
  readonly asymmetry: number;
}

function comparisonOf(means: Float64Array, covariance: Float64Array, classes: number): Comparison {
  const gaps = new Float64Array(classes * classes);
  const spreads = new Float64Array(classes * classes);
  const pairs = classes * (classes - 1);
  let meanGap = 0;
  let meanSpread = 0;
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < classes; k++) {
      const at = c * classes + k;
      const across = covariance[at]! + covariance[k * classes + c]!;
      gaps[at] = means[c * classes + c]! - means[at]!;
      spreads[at] = Math.max(0, covariance[c * classes + c]! + covariance[k * classes + k]! - across);
      meanGap += gaps[at] / pairs;
      meanSpread += spreads[at] / pairs;
    }
  }
  const unit = Math.sqrt(meanSpread);
  let rounding = 0;
  let squares = 0;
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < classes; k++) {
      if (k === c) continue;
      const gap = Math.abs(gaps[c * classes + k]! - meanGap);
      const spread = Math.abs(spreads[c * classes + k]! - meanSpread);
      if (gap > 0) {
        rounding = Math.max(rounding, gap / (unit + Math.abs(meanGap)));
        squares += (gap / unit) ** 2;
      }
      if (spread > 0) {
        rounding = Math.max(rounding, spread / meanSpread);
        squares += (spread / meanSpread) ** 2;
      }
    }
  }
  return { classes, gaps, spreads, meanGap, meanSpread, rounding, asymmetry: Math.sqrt(squares / pairs) };
}

function twoClasses({ gaps, meanSpread }: Comparison): number {
  const unit = Math.sqrt(meanSpread);
  const probability = (gap: number) => (gap === 0 ? 0.5 : normalCdf(gap / unit));
  return (probability(gaps[1]!) + probability(gaps[2]!)) / 2;
}

/**
 * The mean over the classes of P(s_k ≤ s_c for all k), by Genz's method at the same points for all of them.
 *
 * Near the symmetric case the error there, which is known, is taken away. What is left is of first order in the
 * asymmetries; each class lists the others from itself on, so that most of that cancels between the classes.
 */
function integrate(comparison: Comparison, tolerance: number): number {
  const { classes, meanGap, meanSpread, asymmetry } = comparison;
  const nearlySymmetric = asymmetry <= NEARLY_SYMMETRIC;
  const almostSymmetric = asymmetry <= ALMOST_SYMMETRIC;
  const order = nearlySymmetric ? 'given' : 'leastLikelyFirst';
  const events = Array.from({ length: classes }, (_, c) => eventOf(comparison, c, order));
  const separation = meanGap / Math.sqrt(meanSpread / 2);
  const control = nearlySymmetric ? symmetricEvent(classes, separation) : null;
  const expected = symmetricArgmaxProbability(classes, separation);
  const most = largestPowerOfTwo(LARGEST_WORK / classes ** 3);
  const values = new Float64Array(most);
  const controls = new Float64Array(most);
  const stride = classes - 2;
  const add = (from: number, to: number) => {
    const points = latticeSequence(from, to, stride);
    for (const event of events) {
      addOrthantValues(event, points, stride, 1 / classes, values.subarray(from, to));
    }
    if (control) addOrthantValues(control, points, stride, 1, controls.subarray(from, to));
  };
  const estimate = (count: number) =>
    control
      ? controlledMean(values.subarray(0, count), controls.subarray(0, count), expected)
      : mean(values.subarray(0, count));

  let count = FIRST_POINTS;
  add(0, count);
  let last = estimate(count / 2);
  let lastChange = almostSymmetric ? 0 : Infinity;
  for (;;) {
    const next = estimate(count);
    const change = Math.abs(next - last);
    if (Math.max(change, lastChange) <= tolerance || count === most) return Math.min(1, Math.max(0, next));
    add(count, 2 * count);
    count *= 2;
    last = next;
    if (!almostSymmetric) lastChange = change;
  }
}

/** The event that class c has the largest score: s_k − s_c ≤ A_cc − A_ck for the others, from c + 1 on. */
function eventOf(
  { classes, gaps, spreads, meanSpread }: Comparison,
  c: number,
  order: 'leastLikelyFirst' | 'given',
): Orthant {
  const size = classes - 1;
  const covariance = new Float64Array(size * size);
  const bounds = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const k = (c + 1 + i) % classes;
    bounds[i] = gaps[c * classes + k]!;
    for (let j = 0; j < size; j++) {
      const l = (c + 1 + j) % classes;
      covariance[i * size + j] =
        (spreads[k * classes + c]! + spreads[l * classes + c]! - spreads[k * classes + l]!) / 2;
    }
  }
  return orthant(covariance, bounds, meanSpread, order);
}

/** The same event if all classes were alike. */
function symmetricEvent(classes: number, separation: number): Orthant {
  const size = classes - 1;
  const covariance = new Float64Array(size * size).fill(1);
  for (let i = 0; i < size; i++) covariance[i * size + i] = 2;
  return orthant(covariance, new Float64Array(size).fill(separation), 2, 'given');
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The mean of the values, less the part of its error that the controls show, whose mean should be `expected`. */
function controlledMean(values: Float64Array, controls: Float64Array, expected: number): number {
  const centre = mean(values);
  const controlCentre = mean(controls);
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = controls[i]! - controlCentre;
    variance += deviation * deviation;
    covariance += deviation * (values[i]! - centre);
  }
  return variance > 0 ? centre - (covariance / variance) * (controlCentre - expected) : centre;
}

function largestPowerOfTwo(limit: number): number {
  return Math.min(LATTICE_POINTS, 2 ** Math.floor(Math.log2(limit)));
}
