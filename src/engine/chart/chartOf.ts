import type { Expansion } from '../../experiment/expand';
import { valueAt } from '../../experiment/paths';
import type { ResultsDocument } from '../results';
import { buildChart } from './build';
import { criticalLabelNoiseMarks } from './marks';
import type { ChartModel } from './model';

/**
 * The chart of an experiment and its results.
 *
 * @param earlier results of an earlier state of the experiment, whose simulation is drawn grey in place of that in
 *   `results`; left out where it varied another quantity, which has no place on this axis
 */
export function chartOf(
  expansion: Expansion,
  results: Pick<ResultsDocument, 'series'>,
  earlier?: Pick<ResultsDocument, 'series' | 'spec'>,
): ChartModel {
  const { settings, sweeps } = expansion;
  const { parameter, scale } = sweeps[0] ?? ({ parameter: null, scale: 'linear' } as const);
  const before = earlier && (valueAt(earlier.spec, ['sweep', 'parameter']) ?? null);
  return buildChart({
    results,
    settings,
    sweep: { parameter, scale },
    earlier: earlier && (before === parameter ? earlier : { series: [] }),
    marks: criticalLabelNoiseMarks(expansion),
  });
}
