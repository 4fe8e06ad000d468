import type { PointParameters } from '../../experiment/complete';
import { spectrumOf } from '../../experiment/population';
import { remembered } from '../../experiment/remembered';
import type { Metric } from '../../experiment/schema';
import type { MetricValues } from '../results';

/**
 * How far the theory, a limit for p → ∞, may be from the truth at a point because p is finite: the constant of the
 * metric over the effective dimension, times the metric's scale there. Within it a difference is no reason to doubt
 * the theory, however many repetitions show it.
 *
 * The distance falls as one over the number of directions that take part, (tr C)²/tr C², which is p where C = I. The
 * constants cover, to within its error, every distance measured over 53 experiments of many kinds with p = 20 … 320, of which the largest
 * are given in statistics.md: those of almost singular training matrices (γ near 0 and p near n + m), ten times a
 * typical one.
 */
export class FiniteSize {
  readonly #dimension = remembered((covariance: PointParameters['covariance'], dimension: number) =>
    effectiveDimension(covariance, dimension),
  );

  /** The bound of a metric's absolute difference at a point with this prediction. */
  bound(p: PointParameters, prediction: MetricValues, metric: Metric): number {
    return (constants[metric] * scaleOf(prediction, metric)) / this.#dimension(p.covariance, p.dimension);
  }
}

const constants: Readonly<Record<Metric, number>> = {
  accuracy: 0.25,
  gain: 0.25,
  meanMargin: 0.5,
  marginVariance: 1.5,
  risk: 1.5,
};

/** What a difference of a metric is small or large against: 1 for an accuracy. */
export function scaleOf(prediction: MetricValues, metric: Metric): number {
  const { meanMargin, marginVariance, risk } = prediction;
  switch (metric) {
    case 'accuracy':
    case 'gain':
      return 1;
    case 'meanMargin':
      // A mean margin near 0 is as small against the scores' spread as it looks.
      return Math.max(Math.abs(meanMargin), Math.sqrt(marginVariance));
    case 'marginVariance':
      return marginVariance;
    case 'risk':
      return risk;
  }
}

/** (tr C)²/tr C²: from 1, where one direction has all the variance, to p, where all have the same. */
export function effectiveDimension(covariance: PointParameters['covariance'], dimension: number): number {
  let [trace, squares] = [0, 0];
  for (const { eigenvalue, multiplicity } of spectrumOf(covariance, dimension)) {
    trace += multiplicity * eigenvalue;
    squares += multiplicity * eigenvalue ** 2;
  }
  return trace ** 2 / squares;
}
