import type { Kernels } from '../numerics/kernels';
import { SimulationError } from './errors';
import type { TrainingMoments } from './moments';
import type { SimulationProblem } from './problem';
import { largestRank } from './rank';

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
  const { dimension: p, realSamples: n, syntheticSamples: m, ridge, normalise } = problem;
  const w = kernels.arena.view(target);
  // Without rows only the penalty is left, whatever N.
  if (n + kept === 0 && ridge > 0) return w.fill(0);
  const penalty = ridge * (normalise === 'all' ? n + m : n + kept);
  const values = kernels.arena.view({ address: gram.address, length: p * p });
  const diagonal = new Float64Array(p);
  for (let i = 0; i < p; i++) diagonal[i] = values[i * p + i]! += penalty;
  // What else makes it singular (directions without variance, a ridge below rounding) may pass the factorisation by
  // a rounding error: pivots are then of the order of p·2^-52 against what they started from.
  const negligible = 8 * p * Number.EPSILON;
  const sound =
    (ridge > 0 || largestRank(problem, kept) >= p) &&
    kernels.factorise(gram) === 0 &&
    diagonal.every((before, i) => values[i * p + i]! ** 2 > negligible * before);
  if (!sound) {
    throw new SimulationError(
      `The classifier is not determined: with ridge ${ridge}, ${n} real and ${kept} kept synthetic rows in ` +
        `dimension ${p}, the training matrix is not positive definite. Raise the ridge, or the number of rows.`,
    );
  }
  kernels.solveFactorised(gram, target);
  return w;
}
