import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';
import { SimulationError } from './errors';
import type { SimulationProblem } from './problem';

type Sizes = Pick<
  SimulationProblem,
  'dimension' | 'realSamples' | 'syntheticSamples' | 'ridge' | 'normalise'
>;

/** N γ, with N counting all rows or only those kept (theory.md §1). */
export function penaltyOf(
  { realSamples: n, syntheticSamples: m, ridge, normalise }: Omit<Sizes, 'dimension'>,
  kept: number,
): number {
  return ridge * (normalise === 'all' ? n + m : n + kept);
}

/**
 * Turns Σ κ v vᵀ into the Cholesky factor of Σ κ v vᵀ + N γ I, in place.
 * @param gram p×p, lower triangle
 * @param kept how many synthetic rows are in it
 * @param largestRank that it can have
 * @throws SimulationError when the matrix is not positive definite beyond rounding
 */
export function factoriseTraining(
  kernels: Kernels,
  problem: Sizes,
  gram: Matrix,
  kept: number,
  largestRank: number,
): void {
  const { dimension: p, realSamples: n, ridge } = problem;
  const penalty = penaltyOf(problem, kept);
  const values = kernels.arena.view({ address: gram.address, length: p * p });
  const diagonal = new Float64Array(p);
  for (let i = 0; i < p; i++) diagonal[i] = values[i * p + i]! += penalty;
  // What else makes it singular (directions without variance, a ridge below rounding) may pass the factorisation by
  // a rounding error: pivots are then of the order of p·2^-52 against what they started from.
  const negligible = 8 * p * Number.EPSILON;
  const sound =
    (ridge > 0 || largestRank >= p) &&
    kernels.factorise(gram) === 0 &&
    diagonal.every((before, i) => values[i * p + i]! ** 2 > negligible * before);
  if (!sound) {
    throw new SimulationError(
      `The classifier is not determined: with ridge ${ridge}, ${n} real and ${kept} kept synthetic rows in ` +
        `dimension ${p}, the training matrix is not positive definite. Raise the ridge, or the number of rows.`,
    );
  }
}
