import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import type { Traces } from './traces';

/** First moments of the classifier w (theory.md §2), and what is left of the margins without cancellation. */
export interface FirstMoments {
  /** M = w·μ and 1 − M. */
  meanMargin: number;
  meanShortfall: number;
  /** M_s = w·μ_s, 1 − M_s and 1 + M_s. */
  syntheticMeanMargin: number;
  syntheticShortfall: number;
  syntheticExcess: number;
  /** b_r and b_s: the mean of w is H⁻¹(b_r μ + b_s μ_s). */
  realSignal: number;
  syntheticSignal: number;
  /** b_r + b_s. */
  bothSignals: number;
}

/**
 * Cramer's rule for the first system of theory.md §2. With X' = I₁ − I₀ and I₀I₂ − I₁² formed from the shift
 * μ_s − μ, and with B − K = 2 (wrong labels), no term is the difference of two nearly equal ones unless the
 * margin itself cancels.
 */
export function firstMoments(traces: Traces, groups: Groups, fixedPoint: FixedPoint): FirstMoments {
  const { rightShare, wrongShare, trainingWeight } = groups;
  const { a, generator } = fixedPoint;
  const { mean: i0, cross, shift } = traces.resolvent;
  const shiftSquared = shift + (groups.meanError ? traces.synthetic * generator.noise : 0);
  const i1 = i0 + cross;
  const i2 = i1 + cross + shiftSquared;
  const gram = i0 * shiftSquared - cross * cross; // I₀I₂ − I₁²

  const mass = generator.synthetic + trainingWeight; // B
  const signal = generator.synthetic * (rightShare - wrongShare) + trainingWeight; // K
  const wrong = 2 * generator.synthetic * wrongShare; // B − K
  const right = 2 * (generator.synthetic * rightShare + trainingWeight); // B + K
  const determinant = 1 + a * i0 + mass * i2 + a * mass * gram;

  const meanShortfall = (1 + wrong * i2 + signal * (cross + shiftSquared)) / determinant;
  return {
    meanMargin: (a * i0 + signal * i1 + a * mass * gram) / determinant,
    meanShortfall,
    syntheticMeanMargin: (a * i1 + signal * i2 + a * signal * gram) / determinant,
    syntheticShortfall: (1 - a * cross + wrong * (i2 + a * gram)) / determinant,
    syntheticExcess: (1 + a * (i0 + i1) + right * (i2 + a * gram)) / determinant,
    realSignal: a * meanShortfall,
    syntheticSignal: (signal - a * (wrong * i1 + signal * cross)) / determinant,
    bothSignals: (a + signal + a * (wrong * (cross + shiftSquared) + signal * shiftSquared)) / determinant,
  };
}
