import type { Kernels } from '../numerics/kernels';
import { normalCdf } from '../numerics/normal';
import { hasClosedForm } from './features';
import type { Repetition, SimulationProblem } from './problem';
import type { RandomStreams } from './streams';
import { countedAccuracy, testRowsLengths } from './testRows';
import { allocate } from './workspace';

/**
 * Measures a classifier that was trained on the problem: exactly, but for the accuracy where features are not Gaussian,
 * which is counted on fresh rows.
 * @param trained w, in the kernels' memory, of which more may be taken
 */
export function measureTrained(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  trained: Float64Array,
): Repetition {
  const w = trained.slice();
  const exact = measure(w, problem);
  if (hasClosedForm(problem.features)) return exact;
  const blocks = allocate(kernels.arena, testRowsLengths(problem));
  return { ...exact, accuracy: countedAccuracy(kernels, streams, w, problem, blocks) };
}

/** Accuracy, risk and margin of the classifier w on fresh real Gaussian data, exactly: no test set (theory.md §1). */
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
