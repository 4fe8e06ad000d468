import type { Kernels } from '../numerics/kernels';
import { Descent, type DescentName } from './descent';
import { SimulationError } from './errors';
import type { SimulationProblem } from './problem';
import { penaltyOf } from './trainingMatrix';
import type { TrainingRows } from './trainingRows';
import type { Workspace } from './workspace';

/** Five to ten are usual, some twenty for a tiny ridge; up to a hundred where the hinge then has to find its rows. */
const MOST_STEPS = 400;

/** The gradient that may be left, against the one at w = 0. */
const TOLERANCE = 1e-10;

/** The same on the way to a small ridge. */
const STAGE_TOLERANCE = 1e-3;

/**
 * The classifier w = argmin (1/N) Σ κ ℓ(w·v) + (γ/2)‖w‖² of the problem's loss (theory.md §5), by Newton's method
 * with a line search. It starts from 0, not from the solution at a neighbouring point: the last bits of w depend on
 * where it started, and a point's results must not depend on what ran before.
 * @param blocks of `descentLengths(problem)`, and `noise` with place for a row or more, which is overwritten
 * @returns w (length p), in the kernels' memory: its gradient is at most 10^-10 times that at 0, and a further step
 * would change it by a relative 10^-6 at most
 * @throws SimulationError when w is not determined, or not found
 */
export function solveMarginLoss(
  kernels: Kernels,
  problem: SimulationProblem,
  training: TrainingRows,
  blocks: Workspace<DescentName | 'noise'>,
): Float64Array {
  const { rows, kept } = training;
  const descent = new Descent(kernels, problem, training, blocks);
  // Without rows only the penalty is left, whatever N.
  if (rows.rows === 0 && problem.ridge > 0) return descent.w;
  const first = descent.gradientNorm(0);
  let steps = 0;
  for (const ridge of stages(problem, descent.meanSquare(), kept)) {
    const stage = { ...problem, ridge };
    const penalty = penaltyOf(stage, kept);
    for (;;) {
      const gradient = descent.gradientNorm(penalty);
      const found =
        ridge === problem.ridge
          ? gradient <= TOLERANCE * first && descent.isSettled(gradient, penalty)
          : gradient <= STAGE_TOLERANCE * first;
      if (found) break;
      if (steps++ === MOST_STEPS) throw notFound(problem, kept);
      descent.step(stage);
    }
  }
  // A flat minimum has no gradient either.
  if (problem.ridge === 0) descent.factoriseHessian(problem);
  return descent.w;
}

/**
 * Ridges to solve for one after the other, the last being the problem's own. From a small ridge alone, the hinge's
 * Newton steps would not see the rows beyond the margin that they bring back into play, and become tiny; from a
 * solution for ten times the ridge they see most of them.
 * @param meanSquare of Σ κ v vᵀ's eigenvalues the mean
 */
function stages(problem: SimulationProblem, meanSquare: number, kept: number): number[] {
  const { ridge } = problem;
  const easy = (0.01 * meanSquare) / penaltyOf({ ...problem, ridge: 1 }, kept);
  const more = ridge > 0 ? Math.max(0, Math.ceil(Math.log10(easy / ridge))) : 0;
  return Array.from({ length: more + 1 }, (_, i) => ridge * 10 ** (more - i));
}

function notFound({ loss, ridge, realSamples, dimension }: SimulationProblem, kept: number): SimulationError {
  return new SimulationError(
    `The classifier with the ${loss} loss was not found in ${MOST_STEPS} steps of Newton's method: ridge ` +
      `${ridge}, ${realSamples} real and ${kept} kept synthetic rows in dimension ${dimension}. Raise the ridge.`,
  );
}
