import type { Metric } from '../../experiment/schema';
import {
  measuredEstimate,
  predictedValue,
  type DrawnTheory,
  type ResultPoint,
  type ResultSeries,
} from '../results';
import type { ChartRow, PointValues } from './model';

export type TheoryRow = Extract<ChartRow, { kind: 'theory' }>;
export type SimulationRow = Extract<ChartRow, { kind: 'simulation' }>;

interface Placed {
  readonly x: number;
  readonly point: ResultPoint;
}

/** A series' points from left to right; without a sweep all stand at the series' own place. */
function placed({ points }: ResultSeries, seriesIndex: number): Placed[] {
  return points.map((point) => ({ x: point.x ?? seriesIndex, point })).sort((a, b) => a.x - b.x);
}

function theoryValue(point: ResultPoint, metric: Metric, variant: DrawnTheory): number | null {
  const value = predictedValue(point, metric, variant);
  return value !== null && Number.isFinite(value) ? value : null;
}

function knownOf(point: ResultPoint, metric: Metric, variants: readonly DrawnTheory[]): PointValues {
  const estimate = measuredEstimate(point, metric);
  return {
    theory: Object.fromEntries(variants.map((variant) => [variant, theoryValue(point, metric, variant)])),
    simulation:
      estimate === null || point.simulation === undefined
        ? null
        : {
            mean: estimate.mean,
            standardError: estimate.standardError,
            repetitions: point.simulation.repetitions,
          },
  };
}

/**
 * The theory's curves, variant after variant. A point at which a variant failed or is not finite ends a segment of its
 * curve; one without theory does not. The nearest theory's curve ends where the exact one's begins: at its first point.
 */
export function theoryRows(
  series: readonly ResultSeries[],
  metric: Metric,
  variants: readonly DrawnTheory[],
): TheoryRow[] {
  const places = series.map((one, index) =>
    placed(one, index).map(({ x, point }) => ({ x, point, known: knownOf(point, metric, variants) })),
  );
  // Without labels and verifiers that look at the sample, independent noise is what the exact theory has.
  const isOwn = (variant: DrawnTheory, index: number) =>
    variant !== 'independentNoise' ||
    !variants.includes('exact') ||
    places[index]!.some(({ known: { theory } }) => theory.independentNoise !== theory.exact);
  return variants.flatMap((variant) =>
    series.flatMap(({ label }, index) => {
      if (!isOwn(variant, index)) return [];
      let segment = 0;
      const rows: TheoryRow[] = [];
      for (const [i, { x, point, known }] of places[index]!.entries()) {
        if (variant !== 'nearest' && point.theory[variant] === undefined) continue;
        const value =
          known.theory[variant] ??
          (variant === 'nearest' && isBesideNearest(places[index]!, i) ? known.theory.exact : null) ??
          null;
        if (value !== null) rows.push({ kind: 'theory', series: label, variant, x, value, segment, known });
        else segment++;
      }
      return rows;
    }),
  );
}

/** Whether a neighbour has only a nearest theory, so that its curve has to reach here. */
function isBesideNearest(places: readonly Placed[], i: number): boolean {
  return [places[i - 1], places[i + 1]].some((place) => place?.point.theory.nearest !== undefined);
}

/** Means over the repetitions so far with ± 1 standard error. */
export function simulationRows(
  series: readonly ResultSeries[],
  metric: Metric,
  variants: readonly DrawnTheory[],
  outOfDate: boolean,
): SimulationRow[] {
  return series.flatMap((one, index) =>
    placed(one, index).flatMap(({ x, point }): SimulationRow[] => {
      const estimate = measuredEstimate(point, metric);
      if (estimate === null || !Number.isFinite(estimate.mean)) return [];
      const { mean: value, standardError } = estimate;
      const reach = standardError ?? 0;
      return [
        {
          kind: 'simulation',
          series: one.label,
          x,
          value,
          low: value - reach,
          high: value + reach,
          outOfDate,
          // Theory of the present state says nothing of an earlier one.
          known: knownOf(point, metric, outOfDate ? [] : variants),
        },
      ];
    }),
  );
}
