import { normalCdf } from '../numerics/normal';
import { TheoryError } from './error';
import { requireInRange, solveExact, type ExactSolution } from './exact';
import { sampleGroups, type Groups } from './groups';
import type { MarginLoss, MomentsOf } from './marginLoss/groupMoments';
import { logisticMoments } from './marginLoss/logistic';
import { Resolvents } from './marginLoss/resolvent';
import { rowsOf } from './marginLoss/rows';
import { solveState, type SolvedState } from './marginLoss/solveState';
import { squareMoments } from './marginLoss/square';
import { squaredHingeMoments } from './marginLoss/squaredHinge';
import { StateEquations, type State } from './marginLoss/stateEquations';
import { validateProblem, type ExactProblem } from './problem';
import { spectrumOf } from './spectrum';

export type { MarginLoss } from './marginLoss/groupMoments';

/** The limit of training with a convex margin loss, with the quantities it went through (theory.md §5). */
export interface MarginLossSolution extends ExactSolution {
  /** ℓ. */
  loss: MarginLoss;
}

/** A loss: its moments, and the square loss κ·curvature (target − t)²/2 that it looks like at small margins. */
interface Loss {
  readonly name: string;
  readonly moments: MomentsOf;
  readonly curvature: number;
  readonly target: number;
}

const losses: Readonly<Record<MarginLoss, Loss>> = {
  square: { name: 'square', moments: squareMoments, curvature: 1, target: 1 },
  logistic: { name: 'logistic', moments: logisticMoments, curvature: 0.25, target: 2 },
  squaredHinge: { name: 'squared hinge', moments: squaredHingeMoments, curvature: 1, target: 1 },
};

/**
 * The limit of training with weights κ, a margin loss ℓ and the penalty (γ/2)‖w‖² on real and pruned synthetic data,
 * for any population and any generator fitted on rows of its own, over any number of generations (theory.md §5, §11).
 * ℓ(t) is (1 − t)²/2, log(1 + e^(−t)) or (1 − t)₊²/2 at the margin t = label·w·x; the first is the ridge regression
 * of theory.md §2. The risk is that of the square loss for every ℓ, E(y − w·x)² = (1 − M)² + Q, so that it can be
 * compared; only the square loss makes it small.
 * @throws TheoryError for input out of range, a generator fitted on the training rows, no data at all, ridge 0 with
 *   another loss than the square, or equations too near singular for double precision
 */
export function solveMarginLoss(problem: ExactProblem, loss: MarginLoss): MarginLossSolution {
  validateProblem(problem);
  requireCovered(problem, loss);
  const groups = sampleGroups(problem);
  const solved = solve(problem, losses[loss]);
  const solution = solutionOf(solved, groups);
  requireInRange(solution, problem);
  return { ...solution, loss };
}

function requireCovered(problem: ExactProblem, loss: MarginLoss): void {
  if (problem.fit?.source === 'training') {
    throw new TheoryError(
      'A generator fitted on the training rows: the theory is exact for the square loss only.',
    );
  }
  if (loss !== 'square' && problem.ridge === 0) {
    throw new TheoryError(
      `The ${losses[loss].name} loss needs a ridge above 0: without one, classes that a plane separates have no minimum, and the theory no value.`,
    );
  }
}

/** Steps down in the ridge are tried from this factor on, and given up when they are shorter than the second. */
const LONGEST_DESCENT = 100;
const SHORTEST_DESCENT = 1.02;
/** Ridges to begin the descent from, in multiples of the one wanted. */
const BEGINNINGS = [1e1, 1e2, 1e4, 1e8, 1e16];

/**
 * Solves from the square loss that ℓ looks like at small margins, which is the answer itself for a large ridge. Where
 * that start is too far off, from the solution at a larger ridge, down in steps.
 */
function solve(problem: ExactProblem, loss: Loss): SolvedState {
  const direct = solveFromSquare(problem, loss);
  if (direct !== null) return direct;
  for (const factor of BEGINNINGS) {
    const ridge = problem.ridge * factor;
    const solved = solveFromSquare({ ...problem, ridge }, loss);
    if (solved !== null) return descend(problem, loss, ridge, solved);
  }
  throw nearlySingular(problem, loss, 'It needs a larger ridge.');
}

function descend(problem: ExactProblem, loss: Loss, from: number, solved: SolvedState): SolvedState {
  let ridge = from;
  let current = solved.update;
  let step = LONGEST_DESCENT;
  while (step > SHORTEST_DESCENT) {
    const next = Math.max(problem.ridge, ridge / step);
    const equations = equationsOf({ ...problem, ridge: next }, loss);
    const below = solveState(equations, current.from, current.margins.signal);
    if (below === null) {
      step = Math.sqrt(step);
      continue;
    }
    if (next === problem.ridge) return below;
    [ridge, current] = [next, below.update];
    step = Math.min(LONGEST_DESCENT, step * step);
  }
  throw nearlySingular(problem, loss, `It has one at ridge ${ridge.toPrecision(2)}.`);
}

function nearlySingular(problem: ExactProblem, loss: Loss, remedy: string): TheoryError {
  const { ridge, realSamples, syntheticSamples } = problem;
  return new TheoryError(
    `The theory of the ${loss.name} loss has no answer in double precision at ridge ${ridge}, ${realSamples} real samples and ${syntheticSamples} synthetic samples, where its equations are nearly singular. ${remedy}`,
  );
}

function equationsOf(problem: ExactProblem, loss: Loss): StateEquations {
  const groups = sampleGroups(problem);
  const weights = { real: problem.realWeight, synthetic: problem.syntheticWeight };
  const resolvents = new Resolvents(problem.atoms, spectrumOf(problem.atoms), groups);
  return new StateEquations(groups, rowsOf(groups, weights, loss.moments), resolvents);
}

/** The state equations from the square loss κ·curvature (target − t)²/2. */
function solveFromSquare(problem: ExactProblem, loss: Loss): SolvedState | null {
  const { curvature, target } = loss;
  const like = {
    ...problem,
    realWeight: problem.realWeight * curvature,
    syntheticWeight: problem.syntheticWeight * curvature,
  };
  const square = solveExact(like);
  const weight = sampleGroups(like).syntheticWeight;
  const start: State = Float64Array.of(
    square.resolvent.real,
    weight / (1 + like.syntheticWeight * square.fixedPoint.tauSynthetic),
    target * target * square.marginVariance,
    target * target * square.syntheticMarginVariance,
  );
  const equations = equationsOf(problem, loss);
  const { real, synthetic } = square.signal;
  const signal = { along: target * (real + equations.ratio * synthetic), apart: target * synthetic };
  return solveState(equations, start, signal);
}

function solutionOf({ update, iterations }: SolvedState, groups: Groups): ExactSolution {
  const { from, classifier, margins } = update;
  const [real, , marginVariance, syntheticMarginVariance] = from as unknown as [
    number,
    number,
    number,
    number,
  ];
  const { meanMargin, syntheticMeanMargin, signal } = margins;
  const { noise, traces } = classifier.resolvent;
  return {
    accuracy: normalCdf(meanMargin / Math.sqrt(marginVariance)),
    risk: (1 - meanMargin) ** 2 + marginVariance,
    meanMargin,
    marginVariance,
    syntheticMeanMargin,
    syntheticMarginVariance,
    fixedPoint: {
      tauReal: classifier.tauReal,
      tauSynthetic: classifier.tauSynthetic,
      d: traces.synthetic * noise.noise,
      iterations,
    },
    resolvent: { ridge: groups.ridge, real, synthetic: noise.theta },
    signal: { real: margins.real.pull.value, synthetic: signal.apart },
  };
}
