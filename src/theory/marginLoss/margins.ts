import type { Pair } from '../secondOrder';
import type { MeanForm, Signal } from '../traces';
import type { GroupMoments, Sensitive } from './groupMoments';
import type { Rows } from './rows';

/** The products of the means under 1/H: I₀, I₁ and I₂ of theory.md §2, fit noise included. */
export interface Gram extends MeanForm {
  /** ρ, with which δ = μ_s − ρμ is nearly orthogonal to μ. */
  readonly ratio: number;
}

/** The laws of the margins but for their means: τ and Q of the real rows and of the generator's. */
export interface Spreads {
  readonly tauReal: number;
  readonly variance: number;
  readonly tauSynthetic: number;
  readonly syntheticVariance: number;
}

/** The mean margins, the signal they come from, and what the rows do at them. */
export interface Margins {
  readonly signal: Signal;
  /** M and M_s. */
  readonly meanMargin: number;
  readonly syntheticMeanMargin: number;
  readonly real: GroupMoments;
  readonly synthetic: GroupMoments;
}

const MAX_STEPS = 100;
const MAX_SHORTENINGS = 80;
/** Newton's last step in units of √Q, beside what is rounding: the rest is of second order. */
const LAST_STEP = 1e-6;
const ROUNDING = 8 * Number.EPSILON;
/** A step is shortened until no more than this share of the slope along it is left, if it goes beyond the minimum. */
const REST = 0.5;

/**
 * The mean margins at given spreads: the minimum of the convex function
 *
 *     ½ sᵀGs + Σ_g c_g E min_t [κ_g ℓ(t) + (t − h)²/(2τ_g)],   h ~ N(M_g, Q_g), M = G s
 *
 * of the signal s, with G the products of the means under 1/H. Newton's method, whose steps are shortened by the slope
 * along them, finds it from anywhere.
 * @param gram G
 * @param start where the search begins
 * @returns null if the numbers leave the range of double precision
 */
export function solveMargins(gram: Gram, spreads: Spreads, rows: Rows, start: Signal): Margins | null {
  let current = marginsAt(gram, spreads, rows, start);
  let miss = missOf(gram, current);
  for (let i = 0; i < MAX_STEPS; i++) {
    const step = signalResponse(gram, current, miss);
    const change = marginsOf(gram, step);
    if (!(Math.abs(change.real) + Math.abs(change.synthetic) < Infinity)) return null;
    const noise = roundingOf(gram, current.signal);
    if (
      Math.abs(change.real) <= LAST_STEP * Math.sqrt(spreads.variance) + noise.real &&
      Math.abs(change.synthetic) <= LAST_STEP * Math.sqrt(spreads.syntheticVariance) + noise.synthetic
    ) {
      return movedALittle(current, step, change);
    }
    const slopeOf = ({ along, apart }: Signal): number =>
      change.real * along + (change.synthetic - gram.ratio * change.real) * apart;
    const slope = slopeOf(miss);
    // The share of the step to take: between one before the minimum along it and one beyond.
    let share = 1;
    let [low, high] = [0, 1];
    let [lowSlope, highSlope] = [slope, 0];
    for (let shortenings = 0; ; shortenings++) {
      const next = marginsAt(gram, spreads, rows, {
        along: current.signal.along + share * step.along,
        apart: current.signal.apart + share * step.apart,
      });
      const nextMiss = missOf(gram, next);
      const newSlope = slopeOf(nextMiss);
      const isBefore = newSlope > 0;
      if (
        (isBefore && share === 1) ||
        Math.abs(newSlope) <= REST * slope ||
        shortenings === MAX_SHORTENINGS
      ) {
        [current, miss] = [next, nextMiss];
        break;
      }
      if (isBefore) [low, lowSlope] = [share, newSlope];
      else [high, highSlope] = [share, newSlope];
      const secant = lowSlope / (lowSlope - highSlope);
      share = low + (high - low) * (shortenings % 2 === 0 ? secant : 0.5);
    }
  }
  return null;
}

/** The margins that a signal gives, or their change from a change of it. */
export function marginsOf({ ratio, mean, cross, shift }: Gram, { along, apart }: Signal): Pair {
  const real = mean * along + cross * apart;
  return { real, synthetic: ratio * real + (cross * along + shift * apart) };
}

/** What the margins lose to rounding. */
function roundingOf({ ratio, mean, cross, shift }: Gram, { along, apart }: Signal): Pair {
  const real = ROUNDING * (mean * Math.abs(along) + Math.abs(cross * apart));
  const rest = ROUNDING * (Math.abs(cross * along) + shift * Math.abs(apart));
  return { real, synthetic: Math.abs(ratio) * real + rest };
}

/** What pulls of the real and the synthetic rows add to the signal. */
export function signalOf({ ratio }: Gram, { real, synthetic }: Pair): Signal {
  return { along: real + ratio * synthetic, apart: synthetic };
}

/** The change of the signal that takes up a change of what the rows pull with, given how they give way. */
export function signalResponse(
  { ratio, mean, cross, shift }: Gram,
  { real, synthetic }: Pick<Margins, 'real' | 'synthetic'>,
  pull: Signal,
): Signal {
  const nReal = real.curvature.value;
  const nSynthetic = synthetic.curvature.value;
  const i1 = ratio * mean + cross;
  const rest = ratio * cross + shift; // I₂ − ρI₁
  const gramDeterminant = Math.max(0, mean * shift - cross * cross); // I₀I₂ − I₁²
  const determinant =
    1 + nReal * mean + nSynthetic * (ratio * i1 + rest) + nReal * nSynthetic * gramDeterminant;
  return {
    along:
      ((1 + nSynthetic * rest) * pull.along - (nReal * cross + ratio * nSynthetic * rest) * pull.apart) /
      determinant,
    apart:
      ((1 + nReal * mean + ratio * nSynthetic * i1) * pull.apart - nSynthetic * i1 * pull.along) /
      determinant,
  };
}

function marginsAt(gram: Gram, spreads: Spreads, rows: Rows, signal: Signal): Margins {
  const { real, synthetic } = marginsOf(gram, signal);
  return {
    signal,
    meanMargin: real,
    syntheticMeanMargin: synthetic,
    real: rows.real(spreads.tauReal, real, spreads.variance),
    synthetic: rows.synthetic(spreads.tauSynthetic, synthetic, spreads.syntheticVariance),
  };
}

/** What the rows pull with at these margins, less the signal they come from. */
function missOf(gram: Gram, { signal, real, synthetic }: Margins): Signal {
  const pull = signalOf(gram, { real: real.pull.value, synthetic: synthetic.pull.value });
  return { along: pull.along - signal.along, apart: pull.apart - signal.apart };
}

/** The margins after a step so short that the rows' moments are linear in it. */
function movedALittle(margins: Margins, step: Signal, change: Pair): Margins {
  const { signal, meanMargin, syntheticMeanMargin, real, synthetic } = margins;
  return {
    signal: { along: signal.along + step.along, apart: signal.apart + step.apart },
    meanMargin: meanMargin + change.real,
    syntheticMeanMargin: syntheticMeanMargin + change.synthetic,
    real: momentsAfter(real, change.real),
    synthetic: momentsAfter(synthetic, change.synthetic),
  };
}

function momentsAfter({ curvature, pull, squaredPull }: GroupMoments, step: number): GroupMoments {
  const after = (mean: Sensitive): Sensitive => ({ ...mean, value: mean.value + step * mean.mean });
  return { curvature: after(curvature), pull: after(pull), squaredPull: after(squaredPull) };
}
