import { DataError, type Place } from './dataError';
import type { ReadLimits } from './options';
import type { Numbers } from './table';

/** From here on, neighbouring whole numbers share a double. */
const WHOLE = 2 ** 53;

/**
 * The rows of a table that hold only finite numbers.
 * @param isWide whether the file's type has whole numbers of 64 bits; those that a double would round are refused
 * @returns undefined if all of them
 * @throws DataError naming the first cell that is not finite, unless such rows are to be left out
 */
export function finiteRows(
  values: Numbers,
  rows: number,
  columns: number,
  { missing }: Pick<ReadLimits, 'missing'>,
  isWide = false,
  place: Place = {},
  names?: readonly string[],
): Int32Array | undefined {
  const kept: number[] = [];
  let isComplete = true;
  for (let i = 0; i < rows; i++) {
    let isFinite = true;
    for (let k = i * columns; k < (i + 1) * columns; k++) {
      const value = values[k]!;
      // A difference of equal numbers is 0; of NaN or infinities it is NaN.
      if (value - value !== 0) {
        isFinite = false;
        if (missing === 'refuse') throw notFinite(value, cell(i, k - i * columns));
      } else if (isWide && Math.abs(value) >= WHOLE) {
        throw new DataError(
          'a whole number of 2^53 or more would be rounded; store the array as float64 if that is meant.',
          cell(i, k - i * columns),
        );
      }
    }
    if (isFinite) {
      if (!isComplete) kept.push(i);
    } else if (isComplete) {
      isComplete = false;
      for (let earlier = 0; earlier < i; earlier++) kept.push(earlier);
    }
  }
  return isComplete ? undefined : Int32Array.from(kept);

  function cell(row: number, column: number): Place {
    return { ...place, row: row + 1, column: names?.[column] ?? column + 1 };
  }
}

/** A number that no theory and no training can use. */
export function notFinite(value: number, place: Place): DataError {
  const what = Number.isNaN(value) ? 'not a number (NaN)' : 'infinite';
  return new DataError(
    `the value is ${what}; every number must be finite, or rows with such values must be left out.`,
    place,
  );
}

/** Some rows of a table, moved up in place; the rest of the memory goes with the old table. */
export function keepRows(values: Numbers, columns: number, kept: Int32Array): Numbers {
  kept.forEach((row, i) => values.copyWithin(i * columns, row * columns, (row + 1) * columns));
  return values.slice(0, kept.length * columns);
}
