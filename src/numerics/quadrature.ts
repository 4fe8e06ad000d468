import { normalPdf } from './normal';

/** Evenly spaced nodes k·step, |k| < weights.length, with weights[|k|] = step·φ(k·step). */
export interface NormalGrid {
  readonly step: number;
  readonly weights: Float64Array;
}

/** The widest step: at it the rule's own error, exp(−2π²/step²), is below 1e-34. */
const WIDEST = 0.5;
/** Steps are 2^(−level/2)·½. */
const LEVELS = 17;
/** Nodes farther out have no weight that matters to any integrand of moderate growth. */
const REACH = 36;

const grids: (NormalGrid | undefined)[] = new Array<NormalGrid | undefined>(LEVELS);

/**
 * The trapezoidal rule for E f(z), z ~ N(0, 1), on the widest of a few prepared steps that is at most `step`.
 *
 * For f analytic in |Im z| < δ its error is of the order of exp(−2πδ/step) + exp(−2π²/step²): with equal work about
 * the square of Gauss–Hermite's error for a function with poles at a distance, and the step can be suited to δ.
 * Steps below 2⁻⁹ are not had: that keeps the work bounded.
 */
export function normalGrid(step: number): NormalGrid {
  const level = Math.min(LEVELS - 1, Math.max(0, Math.ceil(2 * Math.log2(WIDEST / step) - 1e-9)));
  return (grids[level] ??= makeGrid(WIDEST * 2 ** (-level / 2)));
}

function makeGrid(step: number): NormalGrid {
  const size = Math.ceil(REACH / step) + 1;
  return { step, weights: Float64Array.from({ length: size }, (_, k) => step * normalPdf(k * step)) };
}
