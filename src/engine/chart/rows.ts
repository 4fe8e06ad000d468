import type { Metric } from '../../experiment/schema';
import { measuredEstimate, predictedValue, type ResultPoint, type ResultSeries } from '../results';
import type { ChartRow } from './model';

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

function theoryValue(point: ResultPoint, metric: Metric): number | null {
  const value = predictedValue(point, metric);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** The theory's curves. A point whose theory failed or is not finite ends a segment; one without theory does not. */
export function theoryRows(series: readonly ResultSeries[], metric: Metric): TheoryRow[] {
  return series.flatMap((one, index) => {
    let segment = 0;
    const rows: TheoryRow[] = [];
    for (const { x, point } of placed(one, index)) {
      if (point.theory.exact === undefined) continue;
      const value = theoryValue(point, metric);
      if (value !== null) rows.push({ kind: 'theory', series: one.label, x, value, segment });
      else segment++;
    }
    return rows;
  });
}

/** Means over the repetitions so far with ± 1 standard error. */
export function simulationRows(
  series: readonly ResultSeries[],
  metric: Metric,
  outOfDate: boolean,
): SimulationRow[] {
  return series.flatMap((one, index) =>
    placed(one, index).flatMap(({ x, point }): SimulationRow[] => {
      const { simulation } = point;
      const estimate = measuredEstimate(point, metric);
      if (simulation === undefined || estimate === null || !Number.isFinite(estimate.mean)) return [];
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
          standardError,
          repetitions: simulation.repetitions,
          // Theory of the present state says nothing of an earlier one.
          theory: outOfDate ? null : theoryValue(point, metric),
          outOfDate,
        },
      ];
    }),
  );
}
