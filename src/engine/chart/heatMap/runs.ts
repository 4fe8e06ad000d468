import type { GridAxis } from './gridAxis';

/** Neighbouring cells of a row or of a column with one colour, as a rectangle in shares of both axes. */
export interface Run {
  /** Counts cells up to its first one: rectangles are painted in this order. */
  readonly at: number;
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly value: number;
}

/**
 * Joins the cells of each row that have the same band of values. A rectangle reaches half a cell under those that are
 * painted after it, to its right and above it, because edges that only meet show as hairlines; never under a cell
 * without a value, for there is nothing to cover it.
 *
 * @param values one per cell, x inside and y outside; NaN for none
 * @param band rounds a value to that of its band
 */
export function runsOf(
  values: Float64Array,
  x: GridAxis,
  y: GridAxis,
  band: (value: number) => number,
): Run[] {
  const columns = x.values.length;
  const bands = values.map(band);
  const isCovered = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (!(i < values.length) || Number.isNaN(values[i])) return false;
    return true;
  };
  const runs: Run[] = [];
  for (let row = 0; row < y.values.length; row++) {
    const first = row * columns;
    let start = 0;
    while (start < columns) {
      const value = bands[first + start]!;
      let end = start + 1;
      while (end < columns && bands[first + end] === value) end++;
      if (!Number.isNaN(value)) {
        const right = end < columns && isCovered(first + end, first + end + 1);
        const above = isCovered(first + columns + start, first + columns + end + (right ? 1 : 0));
        runs.push({
          at: first + start,
          x: x.edges[start]!,
          x2: right ? x.centres[end]! : x.edges[end]!,
          y: y.edges[row]!,
          y2: above ? y.centres[row + 1]! : y.edges[row + 1]!,
          value,
        });
      }
      start = end;
    }
  }
  return runs;
}

/** The cells of a grid as runs along its rows or along its columns, whichever are fewer; see `runsOf`. */
export function fewestRuns(
  values: Float64Array,
  x: GridAxis,
  y: GridAxis,
  band: (value: number) => number,
): Run[] {
  const [columns, rows] = [x.values.length, y.values.length];
  const along = runsOf(values, x, y, band);
  const turned = Float64Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
  const upright = runsOf(turned, y, x, band);
  if (along.length <= upright.length) return along;
  return upright.map(({ x, x2, y, y2, ...run }) => ({ ...run, x: y, x2: y2, y: x, y2: x2 }));
}
