import type { Metric } from '../../src/experiment/schema';
import {
  measuredEstimate,
  predictedOrNearest,
  predictedValue,
  type ResultPoint,
  type ResultsDocument,
} from '../../src/engine/messages';
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
  /** Where `exact` is the nearest theory's value: what that is of. */
  readonly nearest?: string;
  /** What the other theories say that were asked for, in the order of `otherVariants`. */
  readonly others: readonly OtherTheory[];
  readonly simulation: string;
  /** ± one standard error. */
  readonly error: string;
  /** Simulation minus theory in standard errors. */
  readonly difference: string;
  /** Whether that difference is larger than chance explains: beyond three standard errors. */
  readonly unlikely: boolean;
}

export interface OtherTheory {
  readonly value: string;
  /** This theory's value minus the exact one's. */
  readonly difference: string;
  /** Why it has no value here. */
  readonly reason?: string;
}

/** The theories beside the exact one. */
export const otherVariants = ['published', 'independentNoise'] as const;

/**
 * The table of one metric, series after series in the file's order. A simulation that is out of date is shown, but not
 * compared with a theory of other parameters.
 */
export function tableRows(results: ResultsDocument, metric: Metric, outOfDate = false): TableRow[] {
  return results.series.flatMap(({ label, points }) =>
    points.map((point): TableRow => {
      const { x, y, theory } = point;
      const prediction = theory.exact;
      const predicted = predictedOrNearest(point, metric);
      const nearest = theory.nearest;
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
        ...(nearest !== undefined && predicted !== null ? { nearest: nearest.of } : {}),
        ...(nearest === undefined && prediction !== undefined && 'error' in prediction
          ? { reason: prediction.error }
          : {}),
        others: otherVariants.flatMap((variant) => {
          const other = theory[variant];
          return other === undefined
            ? []
            : [otherTheory(point, metric, variant, predictedValue(point, metric))];
        }),
        simulation: estimate === null ? '–' : formatTable(estimate.mean),
        error: standardError === null ? '' : `± ${formatTable(standardError)}`,
        difference: difference === undefined ? '–' : inStandardErrors(difference),
        // The nearest theory does not claim to be the simulation's.
        unlikely: nearest === undefined && difference !== undefined && Math.abs(difference) > 3,
      };
    }),
  );
}

function otherTheory(
  point: ResultPoint,
  metric: Metric,
  variant: (typeof otherVariants)[number],
  exact: number | null,
): OtherTheory {
  const prediction = point.theory[variant];
  const value = predictedValue(point, metric, variant);
  return {
    value: value === null ? '–' : formatTable(value),
    difference: value === null || exact === null ? '–' : signed(value - exact),
    ...(prediction !== undefined && 'error' in prediction ? { reason: prediction.error } : {}),
  };
}

/** A difference with its sign, as exact as the values; 0 where they are the same to that precision. */
function signed(difference: number): string {
  const text = formatTable(Math.abs(difference));
  if (Number(text) === 0) return '0';
  return `${difference < 0 ? '−' : '+'}${text}`;
}

/** A difference in standard errors with its sign: −0.5, +2.1, > 999. */
export function inStandardErrors(value: number): string {
  const text = Math.abs(value) >= 1000 ? '> 999' : Math.abs(value).toFixed(1);
  if (text === '0.0') return '0.0';
  return `${value < 0 ? '−' : '+'}${text}`;
}
