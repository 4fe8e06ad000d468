import { argmaxProbability } from '../numerics/argmaxProbability';
import { classMoments } from './classes/firstMoments';
import { sumForms } from './classes/forms';
import { validateClasses, withoutMeans, type ClassesProblem } from './classes/problem';
import { classCovariances } from './classes/secondMoments';
import { describeFixedPoint, outOfRange, type ExactSolution, type Performance } from './exact';
import { solveFixedPoint } from './fixedPoint';
import { sampleGroups } from './groups';
import { isRepresentable } from './rounding';
import { secondOrder } from './secondOrder';
import { secondSystem } from './secondSystem';
import { spectrumOf } from './spectrum';
import { sumTraces } from './traces';

export type { ClassAtom, ClassesProblem } from './classes/problem';

/**
 * The answer for K classes (theory.md §10). accuracy = P(argmax of the scores is the class), risk =
 * E‖e_y − Wᵀx‖², meanMargin = ownScore − otherScore, marginVariance = 2 (scoreVariance − scoreCovariance); all over
 * balanced classes of fresh real data.
 */
export interface ClassesSolution extends Performance, Pick<ExactSolution, 'fixedPoint' | 'resolvent'> {
  readonly classes: number;
  /** Means of A_cc and of A_ck, k ≠ c: the score of a row's own class, and of another. */
  readonly ownScore: number;
  readonly otherScore: number;
  /** Means of Q_kk and of Q_kl, k ≠ l. */
  readonly scoreVariance: number;
  readonly scoreCovariance: number;
  /** A, K×K: row c is the mean of the scores of a real row of class c. Their covariance is Q, K×K. */
  readonly scores: Float64Array;
  readonly covariance: Float64Array;
  /** The same for synthetic rows. */
  readonly syntheticScores: Float64Array;
  readonly syntheticCovariance: Float64Array;
  /** B, 2K×K: the mean of W is H⁻¹ (m_1 … m_K, s_1 … s_K) B, with H as `resolvent` says. */
  readonly signal: Float64Array;
}

/**
 * The limit of one-hot ridge regression on real and pruned synthetic data of K balanced classes, a wrong label being
 * any of the others (theory.md §10). The means need not form a simplex.
 * @throws TheoryError for input out of range, several generations, no data at all, ridge 0 without enough samples,
 *   or numbers beyond double precision.
 */
export function solveClasses(problem: ClassesProblem): ClassesSolution {
  validateClasses(problem);
  const { classes, atoms } = problem;
  const labelFree = withoutMeans(problem);
  const groups = sampleGroups(labelFree);
  const fixedPoint = solveFixedPoint(spectrumOf(labelFree.atoms), groups);
  const { a, generator, shares } = fixedPoint;
  const traces = sumTraces(labelFree.atoms, groups.ridge, a, generator.theta);
  const forms = sumForms(atoms, classes, groups.ridge, a, generator.theta);

  // Each class mean was fitted on n̂/K rows.
  const noise = groups.meanError ? traces.synthetic * generator.noise * classes : 0;
  const moments = classMoments(forms.resolvent, noise, classes, groups, fixedPoint);
  const order = secondOrder(traces, shares, generator, groups.meanError);
  const system = secondSystem(groups, fixedPoint, order.realSynthetic);
  const covariances = classCovariances(forms, classes, groups.total, order, system, moments);

  const scores = moments.scores.slice(0, classes * classes);
  const score = ownAndOther(scores, classes);
  const variance = ownAndOther(covariances.real, classes);
  const described = describeFixedPoint(traces, groups, fixedPoint);
  const solution: ClassesSolution = {
    accuracy: argmaxProbability(scores, covariances.real, classes),
    risk: meanSquaredShortfall(scores, classes) + classes * variance.own,
    meanMargin: score.own - score.other,
    marginVariance: 2 * (variance.own - variance.other),
    classes,
    ownScore: score.own,
    otherScore: score.other,
    scoreVariance: variance.own,
    scoreCovariance: variance.other,
    scores,
    covariance: covariances.real,
    syntheticScores: moments.scores.slice(classes * classes),
    syntheticCovariance: covariances.synthetic,
    signal: moments.signal,
    fixedPoint: described.fixedPoint,
    resolvent: described.resolvent,
  };
  requireInRange(solution, problem);
  return solution;
}

/** Means of the diagonal and of the other entries of a K×K matrix. */
function ownAndOther(matrix: Float64Array, classes: number): { own: number; other: number } {
  let own = 0;
  let other = 0;
  matrix.forEach((value, at) => {
    if (at % (classes + 1) === 0) own += value;
    else other += value;
  });
  return { own: own / classes, other: other / (classes * (classes - 1)) };
}

/** Mean over the classes of ‖e_c − A_c‖². */
function meanSquaredShortfall(scores: Float64Array, classes: number): number {
  let sum = 0;
  scores.forEach((score, at) => (sum += ((at % (classes + 1) === 0 ? 1 : 0) - score) ** 2));
  return sum / classes;
}

function requireInRange(solution: ClassesSolution, problem: ClassesProblem): void {
  const {
    accuracy,
    risk,
    marginVariance,
    fixedPoint,
    resolvent,
    syntheticScores,
    syntheticCovariance,
    signal,
  } = solution;
  let sum = accuracy + risk + fixedPoint.tauReal + fixedPoint.tauSynthetic + fixedPoint.d;
  sum += resolvent.real + resolvent.synthetic;
  for (const values of [syntheticScores, syntheticCovariance, signal]) {
    for (const value of values) sum += value;
  }
  if (!isRepresentable(sum, marginVariance)) throw outOfRange(problem);
}
