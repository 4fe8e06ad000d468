import { normalCdf } from '../numerics/normal';
import type { Repetition, SimulationProblem } from './problem';

/** Accuracy, risk and margin of the classifier w on fresh real data, exactly: no test set (theory.md §1). */
export function measure(
  w: Float64Array,
  { mean, eigenvalues }: Pick<SimulationProblem, 'mean' | 'eigenvalues'>,
): Repetition {
  let meanMargin = 0;
  let marginVariance = 0;
  for (let i = 0; i < w.length; i++) {
    meanMargin += w[i]! * mean[i]!;
    marginVariance += eigenvalues[i]! * w[i]! * w[i]!;
  }
  return {
    // 0/0, the classifier that knows nothing, is right half the time.
    accuracy: meanMargin === 0 ? 0.5 : normalCdf(meanMargin / Math.sqrt(marginVariance)),
    risk: (1 - meanMargin) ** 2 + marginVariance,
    meanMargin,
    marginVariance,
  };
}
