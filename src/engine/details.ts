import type { PointParameters } from '../experiment/complete';
import { effectiveSamples, effectiveSamplesOn } from '../theory/effectiveSamples';
import { TheoryError } from '../theory/error';
import { generationLosses, type GenerationLoss } from '../theory/generationLosses';
import { solveMarginLoss } from '../theory/marginLoss';
import { bestThreshold } from '../theory/scores';
import { attempt, ExactTheory, failed, type Failure, type Solution } from './exactTheory';
import { exactProblemOf, noNoise } from './theoryProblem';

/** Where to draw the line between the classes, when they are not equally frequent (theory.md §4). */
export interface ThresholdDetails {
  /** The score above which class +1 is predicted; null where it is best to predict the more frequent class always. */
  readonly threshold: number | null;
  readonly accuracy: number;
  readonly accuracyAtZero: number;
}

/** What the exact theory says of one point beyond its performance. */
export interface PointDetails {
  /** How many real rows alone would do as well (theory.md §4). */
  readonly effectiveSamples: number | Failure;
  /** Null where the two classes are equally frequent: the threshold 0 is then the best. */
  readonly threshold: ThresholdDetails | Failure | null;
  /** What the generator's errors cost after each of its generations (theory.md §11); null for a single one. */
  readonly generations: readonly GenerationLoss[] | Failure | null;
}

/** The details of a point; sentences stand for what has no value. */
export function detailsOf(p: PointParameters, theory = new ExactTheory()): PointDetails {
  const answer = attempt(() => theory.answer(p));
  const solution = failed(answer) ? answer : answer.solution;
  return {
    effectiveSamples: failed(solution) ? solution : attemptNumber(() => rowsWorth(p, solution, theory)),
    threshold: failed(solution) ? solution : attempt(() => thresholdOf(p, solution)),
    generations: generationsOf(p, theory),
  };
}

function attemptNumber(compute: () => number): number | Failure {
  const outcome = attempt(() => ({ value: compute() }));
  return failed(outcome) ? outcome : outcome.value;
}

/** @throws TheoryError where no number of real rows does as well */
function rowsWorth(p: PointParameters, { accuracy }: Solution, theory: ExactTheory): number {
  if (p.classes > 2) {
    throw new TheoryError('The effective number of samples is known for two classes only.');
  }
  const rows =
    p.loss === 'square'
      ? effectiveSamples(exactProblemOf(p, theory.atoms(p), noNoise), accuracy)
      : effectiveSamplesOn(
          {
            accuracy: (realSamples) =>
              theory.withNoise({ ...p, realSamples, syntheticSamples: 0, realWeight: 1 }, noNoise).accuracy,
            above: 0,
            dimension: p.dimension,
            dips: [p.dimension],
          },
          p.realSamples,
          accuracy,
        );
  if (Number.isFinite(rows)) return rows;
  throw new TheoryError('No number of real rows alone reaches this accuracy with this ridge.');
}

/** @throws TheoryError for more than two classes */
function thresholdOf(p: PointParameters, solution: Solution): ThresholdDetails | null {
  if (p.classes > 2) throw new TheoryError('There is a threshold between two classes only.');
  if (p.positiveShare === 0.5) return null;
  const { threshold, accuracy, accuracyAtZero } = bestThreshold(solution, p.positiveShare);
  return { threshold: Number.isFinite(threshold) ? threshold : null, accuracy, accuracyAtZero };
}

/** What the generations of a point's generator cost, one after the other; null where there is but one. */
export function generationsOf(
  p: PointParameters,
  theory: ExactTheory,
): readonly GenerationLoss[] | Failure | null {
  if (p.generator.kind !== 'fitted' || p.generator.generations === 1 || p.syntheticSamples === 0) return null;
  const outcome = attempt(() => {
    const answer = theory.answer(p);
    if (failed(answer.solution)) throw new TheoryError(answer.solution.error);
    if (failed(answer.noise)) throw new TheoryError(answer.noise.error);
    const problem = exactProblemOf(p, theory.atoms(p), answer.noise);
    const { loss } = p;
    return loss === 'square'
      ? generationLosses(problem)
      : generationLosses(problem, (problem) => solveMarginLoss(problem, loss));
  });
  return outcome;
}
