import { normalCdf, normalPdf } from '../numerics/normal';
import { TheoryError } from './error';

/**
 * The law of the scores w·x on fresh real data: N(M, Q) for the class +1, N(−M, Q) for −1, so that y·w·x ~ N(M, Q)
 * for both (theory.md §1).
 */
export interface ScoreLaw {
  /** M = w·μ; below 0 the classifier is inverted. */
  readonly meanMargin: number;
  /** Q = wᵀCw > 0. */
  readonly marginVariance: number;
}

/** Both classes' densities of the score at the same points, each of integral 1. */
export interface ScoreDensities {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/** The densities of w·x for both classes at the scores in `grid`. */
export function scoreDensities(law: ScoreLaw, grid: ArrayLike<number>): ScoreDensities {
  const deviation = deviationOf(law);
  const density = (mean: number) =>
    Float64Array.from(grid, (score) => normalPdf((score - mean) / deviation) / deviation);
  return { positive: density(law.meanMargin), negative: density(-law.meanMargin) };
}

/** How often a threshold on the score is wrong. */
export interface Misclassified {
  /** Share of the class +1 whose score is at most the threshold, and of −1 whose score exceeds it. */
  readonly positive: number;
  readonly negative: number;
  /** Share of all data: 1 − accuracy. */
  readonly all: number;
}

/**
 * The misclassified shares if +1 is predicted where w·x > threshold.
 * @param positiveShare π₊ in [0, 1], the share of the class +1 among fresh data
 * @param threshold any number; −∞ always predicts +1, ∞ always −1
 */
export function misclassified(law: ScoreLaw, positiveShare: number, threshold = 0): Misclassified {
  const deviation = deviationOf(law);
  requireShare(positiveShare);
  const positive = normalCdf((threshold - law.meanMargin) / deviation);
  const negative = normalCdf((-threshold - law.meanMargin) / deviation);
  return { positive, negative, all: positiveShare * positive + (1 - positiveShare) * negative };
}

/** The threshold on the score that is right most often. */
export interface BestThreshold {
  /** −∞: the best is to predict +1 whatever the score; ∞: −1. */
  readonly threshold: number;
  /** The accuracy with it, and with the threshold 0. */
  readonly accuracy: number;
  readonly accuracyAtZero: number;
  /**
   * Whether the scores are of no use, because the classifier is inverted or has learnt nothing (M ≤ 0): no threshold
   * beats the larger class's share, which is what predicting always that class gives.
   */
  readonly majorityOnly: boolean;
}

/**
 * The best threshold: for M > 0 where both classes are equally likely, t* = (Q/(2M)) log((1 − π₊)/π₊). For M ≤ 0 that
 * point is the worst threshold, not the best, and the accuracy only approaches its supremum max(π₊, 1 − π₊) as
 * the threshold goes to ±∞.
 * @param positiveShare π₊ in [0, 1]
 */
export function bestThreshold(law: ScoreLaw, positiveShare: number): BestThreshold {
  const { meanMargin, marginVariance } = law;
  const accuracyAtZero = 1 - misclassified(law, positiveShare).all;
  if (!(meanMargin > 0)) {
    return {
      threshold: positiveShare >= 0.5 ? -Infinity : Infinity,
      accuracy: Math.max(positiveShare, 1 - positiveShare),
      accuracyAtZero,
      majorityOnly: true,
    };
  }
  const logOdds = Math.log1p(-positiveShare) - Math.log(positiveShare);
  const threshold = logOdds === 0 ? 0 : (marginVariance / (2 * meanMargin)) * logOdds;
  return {
    threshold,
    accuracy: 1 - misclassified(law, positiveShare, threshold).all,
    accuracyAtZero,
    majorityOnly: false,
  };
}

function deviationOf({ meanMargin, marginVariance }: ScoreLaw): number {
  if (!Number.isFinite(meanMargin) || !(marginVariance > 0 && marginVariance < Infinity)) {
    throw new TheoryError(`No scores have the mean ${meanMargin} and the variance ${marginVariance}.`);
  }
  return Math.sqrt(marginVariance);
}

function requireShare(positiveShare: number): void {
  if (!(positiveShare >= 0 && positiveShare <= 1)) {
    throw new TheoryError(`The share of the class +1 must lie between 0 and 1, not ${positiveShare}.`);
  }
}
