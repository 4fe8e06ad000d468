import type { ColumnScales } from '../standardise';
import type { NumberTable } from '../table';

/** How many rows are the same as an earlier one, in every feature. */
export function duplicateRows({ rows, columns, values }: NumberTable): number {
  const seen = new Map<number, number[]>();
  const number = new Float64Array(1);
  const halves = new Uint32Array(number.buffer);
  let duplicates = 0;
  for (let i = 0; i < rows; i++) {
    let hash = 0;
    for (let at = i * columns; at < (i + 1) * columns; at++) {
      // −0 is 0.
      number[0] = values[at]! + 0;
      hash = Math.imul(hash ^ halves[0]!, 0x9e3779b1);
      hash = Math.imul(hash ^ (hash >>> 15) ^ halves[1]!, 0x85ebca77);
      hash ^= hash >>> 13;
    }
    const alike = seen.get(hash);
    if (alike === undefined) seen.set(hash, [i]);
    else if (alike.some((other) => isSameRow(values, columns, i, other))) duplicates++;
    else alike.push(i);
  }
  return duplicates;
}

function isSameRow(values: ArrayLike<number>, columns: number, a: number, b: number): boolean {
  for (let j = 0; j < columns; j++) if (values[a * columns + j] !== values[b * columns + j]) return false;
  return true;
}

/** The share of the numbers that are 0. */
export function shareOfZeros({ values }: NumberTable): number {
  let zeros = 0;
  // By index: iterating over a typed array of 10^8 numbers takes seconds.
  for (let at = 0; at < values.length; at++) if (values[at] === 0) zeros++;
  return zeros / values.length;
}

/**
 * The mean over the columns of E(x − m)⁴ / s⁴: 3 for normal features, larger for heavy tails. Constant columns do not
 * count; undefined if all are.
 */
export function meanKurtosis(
  { rows, columns, values }: NumberTable,
  { means, deviations }: ColumnScales,
): number | undefined {
  const fourth = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      const deviation = deviations[j]!;
      if (deviation === 0) continue;
      const square = ((values[at]! - means[j]!) / deviation) ** 2;
      fourth[j]! += (square * square) / rows;
    }
  }
  const counted = fourth.filter((_, j) => deviations[j]! > 0);
  return counted.length === 0 ? undefined : counted.reduce((sum, value) => sum + value, 0) / counted.length;
}
