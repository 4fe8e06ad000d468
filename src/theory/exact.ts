import { normalCdf } from '../numerics/normal';
import { TheoryError } from './error';
import { firstMoments } from './firstMoments';
import { solveFixedPoint, type FixedPoint } from './fixedPoint';
import { sampleGroups, type Groups } from './groups';
import { validateProblem, type ExactProblem } from './problem';
import { isRepresentable } from './rounding';
import { secondMoments } from './secondMoments';
import { spectrumOf } from './spectrum';
import { sumTraces, type Traces } from './traces';

/** How a classifier does on fresh real data (theory.md §1). */
export interface Performance {
  /** Φ(M/√Q), signed: below ½ when the classifier is inverted. */
  accuracy: number;
  /** E(y − w·x)² = (1 − M)² + Q. */
  risk: number;
  /** M = w·μ. */
  meanMargin: number;
  /** Q = wᵀCw. */
  marginVariance: number;
}

/** The exact theory's answer, with the quantities it went through (theory.md §2). */
export interface ExactSolution extends Performance {
  /** M_s = w·μ_s and Q_s = wᵀC_s w. */
  syntheticMeanMargin: number;
  syntheticMarginVariance: number;
  /** τ_r, τ_s, d = 1/θ − 1/b (over all generations), and the number of Newton steps they took. */
  fixedPoint: { tauReal: number; tauSynthetic: number; d: number; iterations: number };
  /** H_i = ridge + real·λ_i + synthetic·l_i: the ridge in the normalisation by N, a and θ. */
  resolvent: { ridge: number; real: number; synthetic: number };
  /** The mean of w is H⁻¹(real·μ + synthetic·μ_s): b_r and b_s. */
  signal: { real: number; synthetic: number };
}

/**
 * The limit of square-loss training on real and pruned synthetic data, for any population and generator (theory.md §2;
 * §11 for a generator that was refitted on its own output).
 * @throws TheoryError for input out of range, no data at all, ridge 0 without enough samples, or no convergence.
 */
export function solveExact(problem: ExactProblem): ExactSolution {
  validateProblem(problem);
  const groups = sampleGroups(problem);
  const fixedPoint = solveFixedPoint(spectrumOf(problem.atoms), groups);
  const traces = sumTraces(problem.atoms, groups.ridge, fixedPoint.a, fixedPoint.generator.theta);
  const first = firstMoments(traces, groups, fixedPoint);
  const variances = secondMoments(traces, groups, fixedPoint, first);
  const marginVariance = variances.real;
  const described = describeFixedPoint(traces, groups, fixedPoint);
  const solution: ExactSolution = {
    accuracy: normalCdf(first.meanMargin / Math.sqrt(marginVariance)),
    risk: first.meanShortfall ** 2 + marginVariance,
    meanMargin: first.meanMargin,
    marginVariance,
    syntheticMeanMargin: first.syntheticMeanMargin,
    syntheticMarginVariance: variances.synthetic,
    fixedPoint: described.fixedPoint,
    resolvent: described.resolvent,
    signal: { real: first.realSignal, synthetic: first.syntheticSignal },
  };
  requireInRange(solution, problem);
  return solution;
}

/** What a solution says of its fixed point. */
export function describeFixedPoint(
  traces: Traces,
  groups: Groups,
  { a, generator, iterations }: FixedPoint,
): Pick<ExactSolution, 'fixedPoint' | 'resolvent'> {
  return {
    fixedPoint: {
      tauReal: traces.real / groups.total,
      tauSynthetic: (traces.synthetic * generator.g) / groups.total,
      d: traces.synthetic * generator.noise,
      iterations,
    },
    resolvent: { ridge: groups.ridge, real: a, synthetic: generator.theta },
  };
}

/** @throws TheoryError for a solution with a number that is not finite, or without a variance of full precision */
export function requireInRange(solution: ExactSolution, problem: ExactProblem): void {
  const { marginVariance, fixedPoint, resolvent, signal } = solution;
  const sum =
    solution.accuracy +
    solution.risk +
    solution.syntheticMeanMargin +
    solution.syntheticMarginVariance +
    fixedPoint.tauReal +
    fixedPoint.tauSynthetic +
    fixedPoint.d +
    resolvent.real +
    resolvent.synthetic +
    signal.real +
    signal.synthetic;
  if (!isRepresentable(sum, marginVariance)) throw outOfRange(problem);
}

/** Why a problem near the ends of the number range has no answer. */
export function outOfRange(
  problem: Pick<ExactProblem, 'realSamples' | 'syntheticSamples' | 'ridge'>,
): TheoryError {
  return new TheoryError(
    `The theory's numbers leave the range of double precision at ${problem.realSamples} real samples, ${problem.syntheticSamples} synthetic samples and ridge ${problem.ridge}.`,
  );
}
