import { totalmem } from 'node:os';
import { DataError, type Place } from './dataError';
import type { Numbers } from './table';

/** From this many numbers on, a table of numbers no finer than single precision stays in single precision. */
export const LARGE = 2 ** 24;

/** Bytes that one table may take: half the machine's memory, and no more than a worker can address. */
export function defaultMemoryLimit(): number {
  return Math.min(2 ** 32 - 2 ** 20, Math.floor(totalmem() / 2));
}

/**
 * Room for a table, refused before anything is read where it would be too much.
 * @param isSingle whether every number of the file's type is one of single precision
 * @throws DataError
 */
export function allocateNumbers(
  rows: number,
  columns: number,
  isSingle: boolean,
  limit: number,
  place: Place = {},
): Numbers {
  const count = rows * columns;
  const single = requireTable(rows, columns, isSingle, limit, place);
  try {
    return single ? new Float32Array(count) : new Float64Array(count);
  } catch {
    throw new DataError(
      `this machine has no room for its ${words(rows)} × ${words(columns)} numbers.`,
      place,
    );
  }
}

/**
 * Whether a table is to be of single precision.
 * @throws DataError if it is larger than the limit
 */
export function requireTable(
  rows: number,
  columns: number,
  isSingle: boolean,
  limit: number,
  place: Place = {},
): boolean {
  const count = rows * columns;
  const single = isSingle && count >= LARGE;
  requireMemory(count * (single ? 4 : 8), limit, `${words(rows)} × ${words(columns)} numbers`, place);
  return single;
}

/** @throws DataError if `bytes` is more than the limit */
export function requireMemory(bytes: number, limit: number, what: string, place: Place = {}): void {
  if (bytes <= limit) return;
  throw new DataError(
    `it holds ${what}, which take ${size(bytes)} of memory; at most ${size(limit)} can be read.`,
    place,
  );
}

export function words(count: number): string {
  return count < 1e15 ? count.toLocaleString('en-US') : count.toPrecision(3);
}

function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(value >= 1000 ? 4 : 3)} ${units[unit]!}`;
}
