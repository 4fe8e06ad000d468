import type { Kernels } from '../numerics/kernels';
import type { TrainingMoments } from './moments';
import type { SimulationProblem } from './problem';
import { largestRank } from './rank';
import { factoriseTraining } from './trainingMatrix';

/**
 * The classifier w = argmin (1/N) Σ κ (1 − w·v)² + γ‖w‖², that is (Σ κ v vᵀ + N γ) w = Σ κ v. Overwrites the moments.
 * @returns w (length p), in the kernels' memory
 * @throws SimulationError when the matrix is not positive definite beyond rounding
 */
export function solveRidge(
  kernels: Kernels,
  problem: SimulationProblem,
  { gram, target, kept }: TrainingMoments,
): Float64Array {
  const w = kernels.arena.view(target);
  // Without rows only the penalty is left, whatever N.
  if (problem.realSamples + kept === 0 && problem.ridge > 0) return w.fill(0);
  factoriseTraining(kernels, problem, gram, kept, largestRank(problem, kept));
  kernels.solveFactorised(gram, target);
  return w;
}
