import type { Metric } from '../../../experiment/schema';
import { measuredEstimate, predictedValue, type ResultPoint, type ResultSeries } from '../../results';
import { cellAt } from './gridAxis';
import { pointsOnGrid, type CellPoints } from './grid';
import { numberLabel } from './levels';
import type { HeatMapPlot } from './model';

/** Name of the data set of a page's chart that holds the cell under the pointer. */
export const pointedData = 'pointed';

/** A cell under the pointer: which point it is, its rectangle in the plane of the maps, and its values by name. */
export interface PointedCell {
  readonly at: { readonly series: string; readonly x: number | null; readonly y: number | null };
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly tip: Readonly<Record<string, string>>;
}

/** Finds what is at places of a heat map, from the results that it was drawn from. */
export function cellReader(
  plot: HeatMapPlot,
  series: readonly ResultSeries[],
): (x: number, y: number) => PointedCell | null {
  const cells = new Map<number, CellPoints>();
  const cellsOf = (index: number) => {
    const known = cells.get(index) ?? pointsOnGrid(series[index]?.points ?? [], plot.x, plot.y);
    cells.set(index, known);
    return known;
  };
  return (x, y) => {
    for (const panel of plot.panels) {
      const i = cellAt(plot.x, x - panel.x);
      const j = cellAt(plot.y, y - panel.y);
      if (i === null || j === null) continue;
      const point = cellsOf(panel.series)[j * plot.x.values.length + i];
      if (point === undefined) return null;
      const [left, right] = [plot.x.edges[i]!, plot.x.edges[i + 1]!];
      const [bottom, top] = [plot.y.edges[j]!, plot.y.edges[j + 1]!];
      return {
        at: { series: series[panel.series]!.label, x: point.x, y: point.y },
        x: panel.x + left,
        x2: panel.x + right,
        y: panel.y + bottom,
        y2: panel.y + top,
        tip: {
          ...(series.length > 1 ? { title: series[panel.series]!.label } : {}),
          [plot.x.title]: numberLabel(plot.x.values[i]!),
          [plot.y.title]: numberLabel(plot.y.values[j]!),
          ...valuesAt(point, plot),
        },
      };
    }
    return null;
  };
}

function valuesAt(point: ResultPoint, { metric, outOfDate }: HeatMapPlot): Record<string, string> {
  const shown = (value: number, of = metric) => formatMetric(value, of);
  const exact = predictedValue(point, metric);
  const nearest = predictedValue(point, metric, 'nearest');
  const gain = metric === 'gain' ? null : predictedValue(point, 'gain');
  const estimate = measuredEstimate(point, metric);
  const keptFraction = 'error' in point.derived ? null : point.derived.keptFraction;
  return {
    ...(exact === null && nearest !== null
      ? { [`Nearest theory (${point.theory.nearest!.of})`]: shown(nearest) }
      : { 'Exact theory': exact === null ? (whyNone(point) ?? '–') : shown(exact) }),
    ...(estimate === null
      ? {}
      : {
          [outOfDate ? 'Earlier run' : 'Simulation']:
            shown(estimate.mean) +
            (estimate.standardError === null ? '' : ` ± ${formatError(estimate.standardError, metric)}`),
        }),
    ...(gain === null ? {} : { 'Gain over real data alone': shown(gain, 'gain') }),
    ...(metric === 'gain' && exact !== null && !('error' in point.theory.exact!)
      ? { 'Test accuracy': shown(point.theory.exact!.accuracy, 'accuracy') }
      : {}),
    ...(keptFraction === null ? {} : { 'Kept fraction α': numberLabel(Number(keptFraction.toPrecision(3))) }),
  };
}

/** The theory's reason for having no value, or that of what a gain is compared with. */
function whyNone({ theory, derived }: ResultPoint): string | undefined {
  if (theory.exact !== undefined && 'error' in theory.exact) return theory.exact.error;
  if ('error' in derived) return derived.error;
  return typeof derived.realOnly === 'number' ? undefined : derived.realOnly.error;
}

function formatMetric(value: number, metric: Metric): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : metric === 'gain' ? '+' : '';
  if (metric === 'accuracy' || metric === 'gain') return sign + size.toFixed(4);
  return sign + numberLabel(Number(size.toPrecision(5)));
}

function formatError(error: number, metric: Metric): string {
  if (metric === 'accuracy' || metric === 'gain') return error.toFixed(4);
  return numberLabel(Number(error.toPrecision(2)));
}
