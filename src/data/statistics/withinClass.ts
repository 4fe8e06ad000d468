import type { Kernels } from '../../numerics/kernels';
import { matrixOf, transpose } from '../../numerics/matrix';
import type { ColumnScales } from '../standardise';
import type { NumberTable } from '../table';

/** Rows or columns that go to the kernels at once. */
const BLOCK = 512;
/** The largest matrix whose eigenvalues are taken: about a minute's work. */
export const MOST_EIGENVALUES = 4096;

/** Rows that are standardised and belong to classes. */
export interface ClassedRows {
  readonly table: NumberTable;
  readonly scales: ColumnScales;
  /** The class of every row, 0 … classes − 1. */
  readonly codes: Int32Array | Int8Array;
  readonly classes: number;
}

/** The mean of every class in standardised features, class by class; of an empty class 0. */
export function classMeans({ table, scales, codes, classes }: ClassedRows): Float64Array[] {
  const { rows, columns, values } = table;
  const means = Array.from({ length: classes }, () => new Float64Array(columns));
  const counts = new Float64Array(classes);
  for (let i = 0; i < rows; i++) counts[codes[i]!]!++;
  for (let i = 0, at = 0; i < rows; i++) {
    const mean = means[codes[i]!]!;
    const weight = 1 / counts[codes[i]!]!;
    for (let j = 0; j < columns; j++, at++) {
      const deviation = scales.deviations[j]!;
      if (deviation > 0) mean[j]! += ((values[at]! - scales.means[j]!) / deviation) * weight;
    }
  }
  return means;
}

/**
 * The eigenvalues of the pooled covariance within the classes (over n) of standardised features, constant columns left
 * out; ascending, with the zeros that there must be where the columns outnumber the rows.
 * @param means of the classes
 * @returns undefined where the smaller side is larger than `MOST_EIGENVALUES`
 * @throws OutOfMemoryError
 */
export function withinClassSpectrum(
  kernels: Kernels,
  rows: ClassedRows,
  means: readonly Float64Array[],
): Float64Array | undefined {
  const { table, scales } = rows;
  const active = [...scales.deviations.keys()].filter((j) => scales.deviations[j]! > 0);
  const p = active.length;
  const n = table.rows;
  const size = Math.min(n, p);
  if (size > MOST_EIGENVALUES || size === 0) return undefined;
  const { arena } = kernels;
  const mark = arena.mark();
  try {
    const gramBlock = arena.allocate(size * size);
    const gram = matrixOf(gramBlock, size, size);
    arena.view(gramBlock).fill(0);
    // XᵀX by blocks of rows, or where that is smaller XXᵀ by blocks of columns: the same eigenvalues but for zeros.
    const byRows = p <= n;
    const block = arena.allocate(Math.min(BLOCK, byRows ? n : p) * size);
    for (let start = 0; start < (byRows ? n : p); start += BLOCK) {
      const end = Math.min(start + BLOCK, byRows ? n : p);
      const view = arena.view(block);
      if (byRows) fill(view, rows, means, start, end, active);
      else fill(view, rows, means, 0, n, active.slice(start, end));
      const part = matrixOf(block, byRows ? end - start : n, byRows ? p : end - start);
      kernels.addGram(gram, 1 / n, byRows ? transpose(part) : part);
    }
    const eigenvalues = new Float64Array(p);
    eigenvalues.set(kernels.eigenvalues(gram), p - size);
    return eigenvalues;
  } finally {
    arena.release(mark);
  }
}

/** Some rows and columns, standardised, each row minus the mean of its class. */
function fill(
  view: Float64Array,
  { table, scales, codes }: ClassedRows,
  means: readonly Float64Array[],
  start: number,
  end: number,
  columns: readonly number[],
): void {
  let to = 0;
  for (let i = start; i < end; i++) {
    const mean = means[codes[i]!]!;
    for (const j of columns) {
      const value = table.values[i * table.columns + j]!;
      view[to++] = (value - scales.means[j]!) / scales.deviations[j]! - mean[j]!;
    }
  }
}

/**
 * The trace of the pooled covariance within the classes (over n) of standardised features: their number, less what the
 * class means explain.
 */
export function withinClassTrace(
  { table, scales, codes }: ClassedRows,
  means: readonly Float64Array[],
): number {
  const active = scales.deviations.reduce((sum, deviation) => sum + (deviation > 0 ? 1 : 0), 0);
  let between = 0;
  const squares = means.map((mean) => mean.reduce((sum, value) => sum + value * value, 0));
  for (const code of codes) between += squares[code]! / table.rows;
  return Math.max(active - between, 0);
}
