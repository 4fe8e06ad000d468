import type { NumberTable } from './table';

/** Mean and spread of every column. */
export interface ColumnScales {
  readonly means: Float64Array;
  /** Population standard deviations (over n, not n − 1); 0 of constant columns, exactly. */
  readonly deviations: Float64Array;
}

/** Means and population standard deviations, in two passes. */
export function columnScales({ rows, columns, values }: NumberTable): ColumnScales {
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  const isConstant = new Uint8Array(columns).fill(1);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      // Over n at once: a sum of large numbers would overflow.
      means[j]! += values[at]! / rows;
      if (values[at] !== values[j]) isConstant[j] = 0;
    }
  }
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) deviations[j]! += (values[at]! - means[j]!) ** 2 / rows;
  }
  for (let j = 0; j < columns; j++) {
    if (isConstant[j] === 1) [means[j], deviations[j]] = [values[j]!, 0];
    else deviations[j] = Math.sqrt(deviations[j]!);
  }
  return { means, deviations };
}

/** The numbers (from 0) of the columns that hold one value only. */
export function constantColumns({ deviations }: ColumnScales): number[] {
  return [...deviations.keys()].filter((j) => deviations[j] === 0);
}

/**
 * Every feature minus its mean, over its population standard deviation; constant columns become 0.
 * @returns rows×columns, row by row
 */
export function standardised(
  { rows, columns, values }: NumberTable,
  { means, deviations }: ColumnScales,
): Float64Array {
  const scaled = new Float64Array(rows * columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const deviation = deviations[j]!;
      if (deviation > 0) scaled[at] = (values[at]! - means[j]!) / deviation;
    }
  }
  return scaled;
}

/**
 * Oriented rows v = y (x − c), with c the midpoint of the two class means (theory.md §8): their mean is half the
 * difference of the class means, their covariance (over n) the pooled covariance within the classes.
 * @param values x, row by row
 * @param labels y, +1 or −1, both at least once
 * @returns rows×columns, row by row
 */
export function orientedRows(values: ArrayLike<number>, columns: number, labels: Int8Array): Float64Array {
  const midpoint = new Float64Array(columns);
  const positives = labels.reduce((sum, y) => sum + (y > 0 ? 1 : 0), 0);
  const negatives = labels.length - positives;
  labels.forEach((y, i) => {
    const weight = 1 / (2 * (y > 0 ? positives : negatives));
    for (let j = 0; j < columns; j++) midpoint[j]! += values[i * columns + j]! * weight;
  });
  const oriented = new Float64Array(labels.length * columns);
  labels.forEach((y, i) => {
    for (let j = 0; j < columns; j++) {
      oriented[i * columns + j] = y * (values[i * columns + j]! - midpoint[j]!);
    }
  });
  return oriented;
}
