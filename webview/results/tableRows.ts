import type { Metric } from '../../src/experiment/schema';
import { measuredEstimate, predictedValue, type ResultsDocument } from '../../src/engine/messages';
import { formatShort, formatTable } from '../numbers';

/** One point as the table shows it. */
export interface TableRow {
  readonly series: string;
  readonly x: string;
  /** The second sweep's value; left out without one. */
  readonly y?: string;
  readonly exact: string;
  /** Why the theory has no value here. */
  readonly reason?: string;
  readonly simulation: string;
  /** ± one standard error. */
  readonly error: string;
  /** Simulation minus theory in standard errors. */
  readonly difference: string;
  /** Whether that difference is larger than chance explains: beyond three standard errors. */
  readonly unlikely: boolean;
}

/**
 * The table of one metric, series after series in the file's order. A simulation that is out of date is shown, but not
 * compared with a theory of other parameters.
 */
export function tableRows(results: ResultsDocument, metric: Metric, outOfDate = false): TableRow[] {
  return results.series.flatMap(({ label, points }) =>
    points.map((point): TableRow => {
      const { x, y, theory } = point;
      const prediction = theory.exact;
      const predicted = predictedValue(point, metric);
      const estimate = measuredEstimate(point, metric);
      const standardError = estimate?.standardError ?? null;
      const difference =
        outOfDate || predicted === null || estimate === null || standardError === null || standardError === 0
          ? undefined
          : (estimate.mean - predicted) / standardError;
      return {
        series: label,
        x: x === null ? '–' : formatShort(x, 4),
        ...(y === null ? {} : { y: formatShort(y, 4) }),
        exact: predicted === null ? '–' : formatTable(predicted),
        ...(prediction !== undefined && 'error' in prediction ? { reason: prediction.error } : {}),
        simulation: estimate === null ? '–' : formatTable(estimate.mean),
        error: standardError === null ? '' : `± ${formatTable(standardError)}`,
        difference: difference === undefined ? '–' : inStandardErrors(difference),
        unlikely: difference !== undefined && Math.abs(difference) > 3,
      };
    }),
  );
}

/** A difference in standard errors with its sign: −0.5, +2.1, > 999. */
export function inStandardErrors(value: number): string {
  const text = Math.abs(value) >= 1000 ? '> 999' : Math.abs(value).toFixed(1);
  if (text === '0.0') return '0.0';
  return `${value < 0 ? '−' : '+'}${text}`;
}
