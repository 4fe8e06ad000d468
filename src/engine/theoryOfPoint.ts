import type { PointParameters } from '../experiment/complete';
import type { TheoryVariant } from '../experiment/schema';
import { TheoryError } from '../theory/error';
import type { Performance } from '../theory/exact';
import { solvePublished, type PublishedSolution } from '../theory/published';
import { attempt, ExactTheory, failed, type ExactAnswer, type Failure, type Solution } from './exactTheory';
import { coveredPointOf } from './nearestTheory';
import type {
  Derived,
  FixedPoint,
  MetricValues,
  NearestPrediction,
  Prediction,
  PublishedFixedPoint,
} from './results';
import type { SpectralLawTable } from './spectrum/model';
import { exactProblemOf, looksAtSample, type IndependentNoise } from './theoryProblem';

/** What the theory says of one point. The variants beside the exact one are there where they are asked for. */
export interface PointTheory {
  readonly derived: Derived | Failure;
  readonly exact: Prediction;
  /** Where the exact theory does not cover the point. */
  readonly nearest?: NearestPrediction;
  readonly published?: Prediction;
  readonly independentNoise?: Prediction;
  /** The eigenvalues of a fitted generator's covariance, where the chart shows them. */
  readonly spectralLaw?: SpectralLawTable | Failure;
}

/** Theory and derived quantities of one point. Where the theory has no answer, its sentence stands instead. */
export function theoryOfPoint(
  p: PointParameters,
  variants: readonly TheoryVariant[] = ['exact'],
): PointTheory {
  return theoryReader(variants)(p);
}

/** `theoryOfPoint` for one point after the other: what does not change between them is computed once. */
export function theoryReader(variants: readonly TheoryVariant[]): (p: PointParameters) => PointTheory {
  const theory = new ExactTheory();
  const wanted = (variant: TheoryVariant, predict: () => Prediction) =>
    variants.includes(variant) ? { [variant]: predict() } : {};
  return (p) => {
    const answer = attempt(() => theory.answer(p));
    if (failed(answer)) {
      const failure = () => answer;
      return {
        derived: answer,
        exact: answer,
        ...wanted('published', failure),
        ...wanted('independentNoise', failure),
      };
    }
    const exact = predictionOf(answer.solution);
    const { nearest } = answer;
    const asPublished = variants.includes('published')
      ? attempt(() => published(p, answer, theory))
      : undefined;
    const derived = derivedOf(p, answer, theory);
    return {
      derived:
        asPublished === undefined || failed(asPublished)
          ? derived
          : { ...derived, publishedFixedPoint: publishedFixedPointOf(asPublished, derived) },
      exact,
      ...(nearest === undefined ? {} : { nearest: { ...valuesOf(nearest.solution), of: nearest.of } }),
      ...(asPublished === undefined ? {} : { published: predictionOf(asPublished) }),
      ...wanted('independentNoise', () =>
        looksAtSample(p) && p.syntheticSamples > 0
          ? predictionOf(attempt(() => independentNoise(p, answer, theory)))
          : exact,
      ),
    };
  };
}

/** The numbers that are kept of a solution. */
function predictionOf(solution: Performance | Solution | Failure): Prediction {
  return failed(solution) ? { error: solution.error } : valuesOf(solution);
}

function valuesOf(solution: Performance | Solution): MetricValues {
  const { accuracy, risk, meanMargin, marginVariance } = solution;
  const performance = { accuracy, risk, meanMargin, marginVariance };
  if (!('ownScore' in solution)) return performance;
  const { ownScore, otherScore, scoreVariance, scoreCovariance } = solution;
  return { ...performance, ownScore, otherScore, scoreVariance, scoreCovariance };
}

function derivedOf(p: PointParameters, { noise, solution }: ExactAnswer, theory: ExactTheory): Derived {
  const { realSamples, syntheticSamples } = p;
  return {
    realSamples,
    syntheticSamples,
    ...(failed(noise) ? unknownNoise : derivedNoise(noise, p)),
    bayesAccuracy: theory.bayes(p),
    realOnly: theory.realOnly(p),
    allReal: theory.allReal(p),
    fixedPoint: failed(solution) ? null : fixedPointOf(solution),
  };
}

const unknownNoise = {
  labelNoise: null,
  keepCorrect: null,
  keepIncorrect: null,
  keptFraction: null,
  keptSignal: null,
} as const;

function derivedNoise(
  { labelNoise, keepCorrect, keepIncorrect }: IndependentNoise,
  { classes, verifier }: PointParameters,
) {
  // It is known how many rows such a verifier keeps, but not which.
  if ('keep' in verifier && verifier.keep < 1)
    return { ...unknownNoise, labelNoise, keptFraction: verifier.keep };
  const right = keepCorrect * (1 - labelNoise);
  const wrong = keepIncorrect * labelNoise;
  return {
    labelNoise,
    keepCorrect,
    keepIncorrect,
    keptFraction: right + wrong,
    // A wrong label is any of the others.
    keptSignal: right - wrong / (classes - 1),
  };
}

function fixedPointOf({ fixedPoint }: Solution): FixedPoint {
  const { tauReal, tauSynthetic, d } = fixedPoint;
  return { tauReal, tauSynthetic, d };
}

/** δ_g of the published formulas is d times α(1−π)/(1+δ_s). */
function publishedFixedPointOf(
  { fixedPoint }: PublishedSolution,
  { realSamples, syntheticSamples, keptFraction }: Derived,
): PublishedFixedPoint {
  const { deltaReal, deltaSynthetic, deltaGenerator } = fixedPoint;
  const kept = ((keptFraction ?? 0) * syntheticSamples) / (realSamples + syntheticSamples);
  return {
    tauReal: deltaReal,
    tauSynthetic: deltaSynthetic,
    d: deltaGenerator === null || kept === 0 ? null : (deltaGenerator * (1 + deltaSynthetic)) / kept,
  };
}

/**
 * The paper's formulas (theory.md §3), with a self-trained labeller's ε as the exact theory has it.
 * @throws TheoryError for what they do not cover
 */
function published(p: PointParameters, { noise }: ExactAnswer, theory: ExactTheory): PublishedSolution {
  const obstacles = [
    ...(p.classes > 2 ? [`${p.classes} classes (they need 2)`] : []),
    ...(p.loss === 'square' ? [] : ['a loss other than the square loss']),
    ...(p.labelNoise.kind === 'linear' ? ['labels that look at the sample'] : []),
    ...(p.verifier.kind === 'linear' ? ['a verifier that looks at the sample'] : []),
    ...coveredPointOf(p).uncovered.map(({ what }) => what),
  ];
  if (failed(noise) || obstacles.length > 0) {
    throw new TheoryError(`Not covered by the published formulas: ${obstacles.join('; ')}.`);
  }
  return solvePublished(exactProblemOf(p, theory.atoms(p), noise));
}

/** @throws TheoryError where it is not known what the labels and the verifier amount to */
function independentNoise(p: PointParameters, { noise }: ExactAnswer, theory: ExactTheory): Performance {
  if (failed(noise)) throw new TheoryError(noise.error);
  return theory.withNoise(p, noise);
}
