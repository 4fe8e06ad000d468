import type { Kernels } from '../../numerics/kernels';
import { largestRank } from '../rank';
import { factoriseTraining } from '../trainingMatrix';
import type { ClassMoments } from './moments';
import type { ClassSimulationProblem } from './problem';

/**
 * The classifier W = argmin (1/N) Σ κ ‖e_label − Wᵀx‖² + γ‖W‖², that is (Σ κ x xᵀ + N γ) W = Σ κ x e_labelᵀ.
 * Overwrites the moments.
 * @returns w_1 … w_K (length p each), in the kernels' memory
 * @throws SimulationError when the matrix is not positive definite beyond rounding
 */
export function solveClassRidge(
  kernels: Kernels,
  problem: ClassSimulationProblem,
  { gram, targets, kept }: ClassMoments,
): Float64Array[] {
  const { dimension: p, classes, realSamples, ridge } = problem;
  const columns = Array.from({ length: classes }, (_, k) => ({
    address: targets.address + k * p * Float64Array.BYTES_PER_ELEMENT,
    length: p,
  }));
  // Without rows only the penalty is left, whatever N: the targets are 0 and stay it.
  if (realSamples + kept > 0 || ridge === 0) {
    factoriseTraining(kernels, problem, gram, kept, largestRank(problem, kept, classes));
    for (const column of columns) kernels.solveFactorised(gram, column);
  }
  return columns.map((column) => kernels.arena.view(column));
}
