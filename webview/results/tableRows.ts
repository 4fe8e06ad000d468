import type { Metric } from '../../src/experiment/schema';
import {
  measuredEstimate,
  pairedEstimate,
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
  /** Of a difference between series: what pairing repetitions is worth. */
  readonly precision?: string;
  /** Simulation minus what it is compared with, in standard errors. */
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
type OtherVariant = (typeof otherVariants)[number];

/** What the simulation is compared with: a theory, or the first series, whose values are then taken off all others. */
export const comparisons = ['exact', ...otherVariants, 'first'] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * The table of one metric, series after series in the file's order. A simulation that is out of date is shown, but not
 * compared with a theory of other parameters.
 */
export function tableRows(
  results: ResultsDocument,
  metric: Metric,
  outOfDate = false,
  comparison: Comparison = 'exact',
): TableRow[] {
  const [first] = results.series;
  return results.series.flatMap(({ label, points }) =>
    points.map((point, j): TableRow => {
      const { x, y, theory } = point;
      const prediction = theory.exact;
      const nearest = theory.nearest;
      const shown =
        comparison === 'first'
          ? differencesFrom(first!.points[j]!, point, metric)
          : valuesOf(point, metric, comparison);
      const { predicted, others, estimate, reference, format } = shown;
      const standardError = estimate?.standardError ?? null;
      const difference =
        outOfDate || reference === null || estimate === null || standardError === null || standardError === 0
          ? undefined
          : (estimate.mean - reference) / standardError;
      return {
        series: label,
        x: x === null ? '–' : formatShort(x, 4),
        ...(y === null ? {} : { y: formatShort(y, 4) }),
        exact: predicted === null ? '–' : format(predicted),
        ...(nearest !== undefined && predicted !== null ? { nearest: nearest.of } : {}),
        ...(nearest === undefined && prediction !== undefined && 'error' in prediction
          ? { reason: prediction.error }
          : {}),
        others: others.map(({ value, minusExact, reason }) => ({
          value: value === null ? '–' : format(value),
          difference: minusExact === null ? '–' : signed(minusExact),
          ...(reason === undefined ? {} : { reason }),
        })),
        simulation: estimate === null ? '–' : format(estimate.mean),
        error: standardError === null ? '' : `± ${formatTable(standardError)}`,
        ...(shown.precision === undefined ? {} : { precision: shown.precision }),
        difference: difference === undefined ? '–' : inStandardErrors(difference),
        // The nearest theory does not claim to be the simulation's.
        unlikely:
          (nearest === undefined || comparison !== 'exact') &&
          difference !== undefined &&
          Math.abs(difference) > 3,
      };
    }),
  );
}

/** The numbers of a row, before they are written. */
interface Shown {
  /** By the exact theory, or the nearest in its place. */
  readonly predicted: number | null;
  readonly others: readonly {
    readonly value: number | null;
    readonly minusExact: number | null;
    readonly reason?: string;
  }[];
  readonly estimate: { readonly mean: number; readonly standardError: number | null } | null;
  /** What the simulation is compared with. */
  readonly reference: number | null;
  readonly precision?: string;
  readonly format: (value: number) => string;
}

function valuesOf(point: ResultPoint, metric: Metric, comparedWith: 'exact' | OtherVariant): Shown {
  const exact = predictedValue(point, metric);
  const predicted = predictedOrNearest(point, metric);
  const others = otherVariants.flatMap((variant) => {
    const prediction = point.theory[variant];
    if (prediction === undefined) return [];
    const value = predictedValue(point, metric, variant);
    const minusExact = value === null || exact === null ? null : value - exact;
    return [{ value, minusExact, ...('error' in prediction ? { reason: prediction.error } : {}) }];
  });
  return {
    predicted,
    others,
    estimate: measuredEstimate(point, metric),
    reference: comparedWith === 'exact' ? predicted : predictedValue(point, metric, comparedWith),
    format: formatTable,
  };
}

/** A point's numbers minus those of the first series at the same place; of the simulation, repetition by repetition. */
function differencesFrom(first: ResultPoint, point: ResultPoint, metric: Metric): Shown {
  if (first === point) {
    const others = valuesOf(point, metric, 'exact').others.map(() => ({ value: null, minusExact: null }));
    return { predicted: null, others, estimate: null, reference: null, format: signed };
  }
  const [own, its] = [valuesOf(point, metric, 'exact'), valuesOf(first, metric, 'exact')];
  const minus = (a: number | null, b: number | null | undefined) =>
    a === null || b === null || b === undefined ? null : a - b;
  const predicted = minus(own.predicted, its.predicted);
  const estimate = pairedEstimate(point, first, metric);
  const ratio = estimate?.varianceRatio ?? null;
  return {
    predicted,
    others: own.others.map((other, i) => ({
      ...other,
      value: minus(other.value, its.others[i]?.value),
      minusExact: minus(other.minusExact, its.others[i]?.minusExact),
    })),
    estimate,
    reference: predicted,
    ...(ratio === null || ratio === 0 ? {} : { precision: precisionInWords(ratio) }),
    format: signed,
  };
}

/** What pairing is worth. */
function precisionInWords(varianceRatio: number): string {
  const times = 1 / varianceRatio;
  const percent = formatShort(100 * varianceRatio, 2);
  const share = `The variance is ${percent} % of that of independent simulations`;
  return times >= 1.5 ? `${share}: as exact as ${formatShort(times, 2)} times as many of them.` : `${share}.`;
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
