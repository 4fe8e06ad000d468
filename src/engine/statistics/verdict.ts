import type { PointParameters } from '../../experiment/complete';
import type { Expansion } from '../../experiment/expand';
import type { Metric } from '../../experiment/schema';
import { studentTCdf, studentTQuantile } from '../../numerics/studentT';
import { inOneGo } from '../pauses';
import { isPredicted, measuredEstimate, predictedValue, type ResultSeries } from '../results';
import { FiniteSize, scaleOf } from './finiteSize';
import { holm } from './holm';
import type { Verdict, VerdictPlace } from './model';
import { spreadOf, type Spread } from './spread';

/** Chance that a verdict finds a difference although there is none, over all points of a run together. */
export const familyLevel = 0.01;
/** Standard normal quantile of the chance, 0.9, with which a difference of the size `Verdict.detectable` is found. */
const power = 1.2815515655446004;
/** A run that would overlook differences of this share of the metric's scale tells nothing (of accuracy: 5 points). */
const coarse: Readonly<Record<Metric, number>> = {
  accuracy: 0.05,
  gain: 0.05,
  meanMargin: 0.5,
  marginVariance: 0.5,
  risk: 0.5,
};
/** A t so near 0 has p > `familyLevel` whatever the degrees of freedom: the normal law's quantile at 0.995. */
const neverSignificant = 2.575;
/** Scatter below this share of the mean is rounding. */
const rounding = 1e-12;

interface Compared extends VerdictPlace {
  readonly spread: Spread;
  /** What the metric's differences are small or large against. */
  readonly scale: number;
}

/**
 * Compares a run's simulation with the exact theory, at all points of all series together.
 *
 * Each point is tested by Student's t with one degree of freedom less than its repetitions, and Holm's procedure takes
 * the points together: the chance of finding any difference where there is none is at most 1 %, however many points
 * there are and however they depend on each other, as they do by sharing random numbers. The same is asked a second
 * time of differences larger than `FiniteSize` explains: significance and size are told apart.
 *
 * @returns undefined where no point can be compared: without a theory, or without two repetitions
 */
export function verdictOf(...of: Parameters<typeof judging>): Verdict | undefined {
  return inOneGo(judging(...of));
}

/** `verdictOf` in steps, for very many points. */
export function* judging(
  expansion: Pick<Expansion, 'series' | 'settings'>,
  series: readonly Pick<ResultSeries, 'label' | 'points'>[],
  metric: Metric,
): Generator<void, Verdict | undefined> {
  const compared = yield* comparing(expansion, series, metric);
  if (compared.length === 0) return undefined;
  const different = yield* rejecting(compared, () => 0);
  const tooLarge = yield* rejecting(compared, ({ bound }) => bound);
  const sizes = compared.map(detectableAt(compared.length));
  const found = tooLarge.length > 0 ? tooLarge : different;
  const kind = () => {
    if (tooLarge.length > 0) return 'differs';
    if (different.length > 0) return 'finiteSize';
    const shares = sizes.map((size, i) => size / compared[i]!.scale);
    return median(shares) > coarse[metric] ? 'tooFew' : 'agrees';
  };
  const {
    series: label,
    x,
    y,
    difference,
    standardErrors,
    bound,
  } = farthest(found.length > 0 ? found : compared);
  return {
    metric,
    kind: kind(),
    points: compared.length,
    significant: found.length,
    largest: { series: label, x, y, difference, standardErrors, bound },
    detectable: median(sizes),
  };
}

/** The points that have both a simulation with scatter and a prediction. */
function* comparing(
  { series: expanded, settings }: Pick<Expansion, 'series' | 'settings'>,
  series: readonly Pick<ResultSeries, 'label' | 'points'>[],
  metric: Metric,
): Generator<void, Compared[]> {
  const finiteSize = new FiniteSize();
  const pilot = settings.targetStandardError === null ? null : settings.repetitions;
  const compared: Compared[] = [];
  for (const [i, { label, points }] of series.entries()) {
    for (const [j, point] of points.entries()) {
      yield;
      const parameters: PointParameters = expanded[i]!.points[j]!.parameters;
      const prediction = point.theory.exact;
      const predicted = predictedValue(point, metric);
      const estimate = measuredEstimate(point, metric);
      if (predicted === null || !isPredicted(prediction) || estimate === null) continue;
      const { mean, standardError } = estimate;
      const spread = spreadOf(estimate, point.simulation!.repetitions, pilot);
      // Values that are all the same have no scatter to measure a distance by.
      const least = rounding * Math.abs(mean);
      if (standardError === null || spread === undefined) continue;
      if (!(standardError > least && spread.standardError > least)) continue;
      const difference = mean - predicted;
      compared.push({
        series: label,
        x: point.x,
        y: point.y,
        difference,
        standardErrors: difference / standardError,
        bound: finiteSize.bound(parameters, prediction, metric),
        spread,
        scale: scaleOf(prediction, metric),
      });
    }
  }
  return compared;
}

/** The points whose difference is larger than a bound, by more than chance explains. */
function* rejecting(
  compared: readonly Compared[],
  boundOf: (point: Compared) => number,
): Generator<void, Compared[]> {
  const pValues: number[] = [];
  for (const point of compared) {
    pValues.push(pValueOf(point, boundOf(point)));
    yield;
  }
  const isRejected = holm(pValues, familyLevel);
  return compared.filter((_, i) => isRejected[i]);
}

/** The largest chance of so large a difference, either way, while the true one is not beyond the bound. */
function pValueOf({ difference, spread }: Compared, largest: number): number {
  const { standardError, degreesOfFreedom, factor } = spread;
  const size = Math.abs(difference) / standardError;
  const bound = largest / standardError;
  if (size - bound < neverSignificant) return 1;
  return (
    factor * (studentTCdf(bound - size, degreesOfFreedom) + studentTCdf(-bound - size, degreesOfFreedom))
  );
}

/**
 * The size of a difference that is found with a chance of 0.9 at a point, were it the only one of so many. It must
 * exceed q standard errors, q the quantile of Student's t, by the scatter of the mean and of q times the standard error
 * as it is measured: a variance of 1 + q²/(2ν) together.
 */
function detectableAt(points: number): (point: Compared) => number {
  const distances = new Map<number, number>();
  return ({ spread: { degreesOfFreedom: nu, standardError, factor } }) => {
    let distance = distances.get(nu);
    if (distance === undefined) {
      const q = -studentTQuantile(familyLevel / 2 / factor / points, nu);
      distance = q + power * Math.sqrt(1 + q ** 2 / (2 * nu));
      distances.set(nu, distance);
    }
    return distance * standardError;
  };
}

function farthest([first, ...others]: readonly Compared[]): Compared {
  return others.reduce(
    (most, other) => (Math.abs(other.standardErrors) > Math.abs(most.standardErrors) ? other : most),
    first!,
  );
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)]!;
}
