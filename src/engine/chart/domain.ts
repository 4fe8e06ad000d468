import type { Metric } from '../../experiment/schema';

export type Extent = readonly [number, number];

/** The smallest interval that holds all finite numbers among `values`; null if there are none. */
export function extentOf(values: Iterable<number>): Extent | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

/** Where a metric's values can lie at all: an accuracy is a share, and a gain the difference of two; a risk and a variance are not negative. */
const possible: Readonly<Record<Metric, Extent>> = {
  accuracy: [0, 1],
  risk: [0, Infinity],
  meanMargin: [-Infinity, Infinity],
  marginVariance: [0, Infinity],
  gain: [-1, 1],
};

/** A reference is shown if it leaves the curves at least this share of the axis. */
const leastShareOfCurves = 0.4;

export function isNear(reference: number, data: Extent, metric: Metric): boolean {
  const [low, high] = withLeastSpan(data, metric);
  const span = Math.max(high, reference) - Math.min(low, reference);
  return (high - low) / span >= leastShareOfCurves;
}

/**
 * The value axis for data in `data`: some air on both sides, never beyond what the metric can be, and both ends on
 * round numbers, so that a growing simulation seldom moves them. A nearly flat curve gets an axis that shows it flat.
 */
export function valueDomain(data: Extent, metric: Metric): Extent {
  const [low, high] = withLeastSpan(data, metric);
  const air = 0.05 * (high - low);
  const step = roundStep((high - low) / 12);
  const [least, most] = possible[metric];
  // Rounded to the step's own digits: 0.30000000000000004 would be another axis than 0.3.
  const onStep = (count: number) => Number((count * step).toPrecision(12));
  return [
    Math.max(least, onStep(Math.floor((low - air) / step))),
    Math.min(most, onStep(Math.ceil((high + air) / step))),
  ];
}

/** `data`, widened around its middle to what still counts as a difference in the metric. */
function withLeastSpan([low, high]: Extent, metric: Metric): Extent {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const least = metric === 'accuracy' || metric === 'gain' ? 0.02 : size > 0 ? 0.04 * size : 1;
  if (high - low >= least) return [low, high];
  const middle = (low + high) / 2;
  return [middle - least / 2, middle + least / 2];
}

/** The smallest of 1, 2, 5 × 10^k that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= step * (1 - 1e-9))!;
  return factor * power;
}
