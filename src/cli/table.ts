import type { PointDetails } from '../engine/details';
import {
  isPredicted,
  predictedOrNearest,
  predictedValue,
  type ResultPoint,
  type ResultsDocument,
} from '../engine/results';
import type { Expansion } from '../experiment/expand';

/** Details by series and point. */
export type DetailsTable = readonly (readonly PointDetails[])[];

/** A column of numbers. */
interface Column {
  readonly head: string;
  readonly decimals: number;
  /** The value at a point; null where it has none, undefined where the column has nothing to say of it. */
  readonly value: (point: ResultPoint, details: PointDetails | undefined) => number | null | undefined;
}

/**
 * Theory of every point as an aligned text table: the exact theory's four metrics (in its place the nearest, then named at the
 * row's end), and the accuracy by the other theories that the experiment asks for.
 * @param details adds what they say of each point; of several generations, what the last one has lost
 */
export function theoryTable(
  { series }: Pick<ResultsDocument, 'series'>,
  sweeps: Expansion['sweeps'],
  details?: DetailsTable,
): string {
  const axes = sweeps.length === 0 ? ['point'] : sweeps.map(({ parameter }) => parameter);
  const rows = series.flatMap(({ label, points }, i) =>
    points.map((point, j) => ({ label, point, details: details?.[i]?.[j] })),
  );
  const columns = [...theoryColumns, ...(details === undefined ? [] : detailColumns)].filter(({ value }) =>
    rows.some(({ point, details }) => value(point, details) !== undefined),
  );
  const head = ['series', ...axes, ...columns.map((column) => column.head)];
  const body = rows.map(({ label, point, details }) => {
    const { x, y, theory } = point;
    const values = [x, y].slice(0, axes.length);
    const place = [
      label,
      ...values.map((value) => (value === null ? '–' : String(Number(value.toPrecision(6))))),
    ];
    if (theory.nearest !== undefined)
      return [
        ...place,
        ...columns.map(({ value, decimals }) => cellOf(value(point, details), decimals)),
        `nearest: ${theory.nearest.of}`,
      ];
    if (theory.exact !== undefined && !isPredicted(theory.exact)) return [...place, theory.exact.error];
    const cells = columns.map(({ value, decimals }) => cellOf(value(point, details), decimals));
    return [...place, ...cells];
  });
  return aligned([head, ...body]);
}

function cellOf(value: number | null | undefined, decimals: number): string {
  return value?.toFixed(decimals) ?? '–';
}

const theoryColumns: readonly Column[] = [
  { head: 'accuracy', decimals: 6, value: (point) => predictedOrNearest(point, 'accuracy') },
  { head: 'published', decimals: 6, value: (point) => accuracyOf(point, 'published') },
  { head: 'independent noise', decimals: 6, value: (point) => accuracyOf(point, 'independentNoise') },
  { head: 'risk', decimals: 6, value: (point) => predictedOrNearest(point, 'risk') },
  { head: 'M = w·μ', decimals: 6, value: (point) => predictedOrNearest(point, 'meanMargin') },
  { head: 'Q = wᵀCw', decimals: 6, value: (point) => predictedOrNearest(point, 'marginVariance') },
];

function accuracyOf(point: ResultPoint, variant: 'published' | 'independentNoise') {
  return point.theory[variant] === undefined ? undefined : predictedValue(point, 'accuracy', variant);
}

const detailColumns: readonly Column[] = [
  {
    head: 'real only',
    decimals: 6,
    value: ({ derived }) =>
      'error' in derived || typeof derived.realOnly !== 'number' ? null : derived.realOnly,
  },
  {
    head: 'worth in real rows',
    decimals: 1,
    value: (_, details) => (typeof details?.effectiveSamples === 'number' ? details.effectiveSamples : null),
  },
  { head: 'best threshold', decimals: 6, value: (_, details) => thresholdOf(details)?.threshold },
  { head: 'accuracy there', decimals: 6, value: (_, details) => thresholdOf(details)?.accuracy },
  { head: 'lost to generator', decimals: 6, value: (_, details) => lastGeneration(details)?.loss },
  { head: 'by covariance', decimals: 6, value: (_, details) => lastGeneration(details)?.fromCovariance },
  { head: 'by mean', decimals: 6, value: (_, details) => lastGeneration(details)?.fromMean },
  { head: 'by both together', decimals: 6, value: (_, details) => lastGeneration(details)?.interaction },
];

function thresholdOf(details: PointDetails | undefined) {
  const threshold = details?.threshold ?? undefined;
  return threshold === undefined || 'error' in threshold ? undefined : threshold;
}

function lastGeneration(details: PointDetails | undefined) {
  const generations = details?.generations ?? undefined;
  return generations === undefined || 'error' in generations ? undefined : generations.at(-1);
}

/** Why dashes stand in the columns for details: each reason once. */
export function reasonsOf(details: DetailsTable): string[] {
  const all = details.flat();
  const hasThreshold = all.some((one) => thresholdOf(one) !== undefined);
  const reasons = all.flatMap(({ effectiveSamples, threshold, generations }) => [
    ...(typeof effectiveSamples === 'number' ? [] : [`Worth in real rows: ${effectiveSamples.error}`]),
    ...(hasThreshold && threshold !== null && 'error' in threshold
      ? [`Best threshold: ${threshold.error}`]
      : []),
    ...(generations !== null && 'error' in generations ? [`Lost to generator: ${generations.error}`] : []),
  ]);
  return [...new Set(reasons)];
}

/** Rows as columns of equal width, two spaces apart. A cell beyond the head's columns does not widen them. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const full = rows.filter((row) => row.length === rows[0]!.length);
  const widths = rows[0]!.map((_, column) => Math.max(...full.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
