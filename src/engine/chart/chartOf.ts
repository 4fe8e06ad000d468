import type { Expansion } from '../../experiment/expand';
import { valueAt } from '../../experiment/paths';
import type { ResultsDocument } from '../results';
import { buildChart } from './build';
import { buildHeatMap } from './heatMap/build';
import { buildFixedPointChart } from './fixedPointChart';
import { criticalLabelNoiseMarks } from './marks';
import type { ChartModel } from './model';
import { buildScoresChart } from './scoresChart';
import { buildSpectrumChart } from './spectrumChart';

/**
 * The chart of an experiment and its results: heat maps where two quantities are swept, otherwise curves.
 *
 * @param earlier results of an earlier state of the experiment, whose simulation is drawn grey in place of that in
 *   `results`; left out where it varied other quantities, which have no place on these axes
 */
export function chartOf(
  expansion: Expansion,
  results: Pick<ResultsDocument, 'series'>,
  earlier?: Pick<ResultsDocument, 'series' | 'spec'>,
): ChartModel {
  const { settings, sweeps } = expansion;
  const [x, y] = sweeps;
  const before = earlier && sweptIn(earlier.spec);
  if (x !== undefined && y !== undefined) {
    const isComparable = before === undefined || (before[0] === x.parameter && before[1] === y.parameter);
    return buildHeatMap({
      results: isComparable ? results : withoutSimulation(results),
      settings,
      sweeps: [x, y],
      outOfDate: before !== undefined,
    });
  }
  const panels = { results, settings, outOfDate: earlier !== undefined };
  if (settings.chart === 'spectrum') return buildSpectrumChart(panels);
  if (settings.chart === 'scores') {
    const positiveShares = expansion.series.map(({ points }) => points[0]?.parameters.positiveShare ?? 0.5);
    return buildScoresChart({ ...panels, positiveShares });
  }
  if (settings.chart === 'fixedPoint' && x !== undefined)
    return buildFixedPointChart({ ...panels, sweep: x });
  const { parameter, scale } = x ?? ({ parameter: null, scale: 'linear' } as const);
  return buildChart({
    results,
    settings,
    sweep: { parameter, scale },
    earlier: earlier && (before?.[0] === parameter && before[1] === null ? earlier : { series: [] }),
    marks: criticalLabelNoiseMarks(expansion),
  });
}

/** The fields that an experiment's file sweeps, as far as it is one. */
function sweptIn(spec: unknown): readonly [x: unknown, y: unknown] {
  const at = (...path: (string | number)[]) => valueAt(spec, path);
  return [
    at('sweep', 'parameter') ?? at('sweep', 0, 'parameter') ?? null,
    at('sweep', 1, 'parameter') ?? null,
  ];
}

function withoutSimulation({ series }: Pick<ResultsDocument, 'series'>): Pick<ResultsDocument, 'series'> {
  return {
    series: series.map(({ label, points }) => ({
      label,
      points: points.map(({ x, y, derived, theory }) => ({ x, y, derived, theory })),
    })),
  };
}
