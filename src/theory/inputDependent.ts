import { normalCdf } from '../numerics/normal';
import { describeFixedPoint, outOfRange, type ExactSolution, type Performance } from './exact';
import { solveFixedPoint } from './fixedPoint';
import { sampleGroups } from './groups';
import { keptLaw, type ImpliedNoise } from './inputDependent/keptLaw';
import { solveMargins } from './inputDependent/margins';
import { isotropicPopulation } from './inputDependent/population';
import { validateInputDependent, type InputDependentProblem } from './inputDependent/problem';
import { resolventOf } from './inputDependent/resolvent';
import { solveVariances } from './inputDependent/variances';
import { isRepresentable } from './rounding';
import { spectrumOf } from './spectrum';
import { sumTraces } from './traces';

export type { ImpliedNoise } from './inputDependent/keptLaw';
export type { InputDependentProblem, Labels, Verifier } from './inputDependent/problem';

/** The answer for labels and a verifier that may look at the row, with the quantities it went through. */
export interface InputDependentSolution extends Performance {
  /** The independent label noise and random verifier that keep as many right and as many wrong labels. */
  implied: ImpliedNoise;
  /** P(kept) = φ(1−ε) + ρε of the implied ones. */
  keptFraction: number;
  /** M_s = w·μ_s and Q_s = wᵀC_s w, before pruning. */
  syntheticMeanMargin: number;
  syntheticMarginVariance: number;
  /** τ_r, τ_s, d, and the number of Newton steps they took. */
  fixedPoint: ExactSolution['fixedPoint'];
}

/**
 * The limit of square-loss training on isotropic real data and on synthetic data labelled uniformly or by a linear
 * labeller, pruned at random or by a linear verifier (theory.md §6). u and v are independent of everything but μ.
 * @throws TheoryError for input out of range; cosines that no u, v and μ can have; a covariance that is not isotropic;
 *   a generator fitted on the training rows, refitted on its own output, or without variance; no data at all; ridge 0
 *   without enough samples; no convergence
 */
export function solveInputDependent(problem: InputDependentProblem): InputDependentSolution {
  validateInputDependent(problem);
  const population = isotropicPopulation(problem.atoms);
  const law = keptLaw(problem, population);
  const keptFraction = law.right.probability + law.wrong.probability;
  // The fixed point sees how many rows are kept, not which.
  const groups = sampleGroups({
    ...problem,
    labelNoise: 0,
    keepCorrect: Math.min(1, keptFraction),
    keepIncorrect: 0,
  });
  const fixedPoint = solveFixedPoint(spectrumOf(problem.atoms), groups);
  const resolvent = resolventOf(population, groups, fixedPoint);
  const margins = solveMargins(population, law, groups, fixedPoint, resolvent);
  const traces = sumTraces(problem.atoms, groups.ridge, fixedPoint.a, fixedPoint.generator.theta);
  const variances = solveVariances(population, law, groups, fixedPoint, traces, resolvent, margins);
  const marginVariance = variances.real;
  const solution: InputDependentSolution = {
    accuracy: normalCdf(margins.meanMargin / Math.sqrt(marginVariance)),
    risk: margins.meanShortfall ** 2 + marginVariance,
    meanMargin: margins.meanMargin,
    marginVariance,
    syntheticMeanMargin: margins.syntheticMeanMargin,
    syntheticMarginVariance: variances.synthetic,
    implied: law.implied,
    keptFraction,
    fixedPoint: describeFixedPoint(traces, groups, fixedPoint).fixedPoint,
  };
  requireInRange(solution, problem);
  return solution;
}

function requireInRange(solution: InputDependentSolution, problem: InputDependentProblem): void {
  const { marginVariance, syntheticMarginVariance, syntheticMeanMargin, fixedPoint } = solution;
  const sum =
    solution.accuracy +
    solution.risk +
    syntheticMeanMargin +
    syntheticMarginVariance +
    fixedPoint.tauReal +
    fixedPoint.tauSynthetic +
    fixedPoint.d;
  if (!isRepresentable(sum, marginVariance)) throw outOfRange(problem);
}
