import { isPredicted, type ResultsDocument } from '../engine/results';
import type { Expansion } from '../experiment/expand';

/** Theory of every point as an aligned text table. */
export function theoryTable(
  { series }: Pick<ResultsDocument, 'series'>,
  sweeps: Expansion['sweeps'],
): string {
  const axes = sweeps.length === 0 ? ['point'] : sweeps.map(({ parameter }) => parameter);
  const head = ['series', ...axes, 'accuracy', 'risk', 'M = w·μ', 'Q = wᵀCw'];
  const rows = series.flatMap(({ label, points }) =>
    points.map(({ x, y, theory }) => {
      const values = [x, y].slice(0, axes.length);
      const place = [
        label,
        ...values.map((value) => (value === null ? '–' : String(Number(value.toPrecision(6))))),
      ];
      if (theory.exact === undefined) return place;
      if (!isPredicted(theory.exact)) return [...place, theory.exact.error];
      const { accuracy, risk, meanMargin, marginVariance } = theory.exact;
      return [...place, ...[accuracy, risk, meanMargin, marginVariance].map((value) => value.toFixed(6))];
    }),
  );
  return aligned([head, ...rows]);
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
