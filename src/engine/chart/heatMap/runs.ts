import type { GridAxis } from './gridAxis';

/** Neighbouring cells of a row or of a column with one colour, as a rectangle in shares of both axes. */
export interface Run {
  /** Counts cells up to its first one: rectangles are painted in this order. */
  readonly at: number;
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly band: number;
}

/**
 * Joins the cells of each row that have the same band of values. A rectangle reaches half a cell under those that are
 * painted after it, to its right and above it, because edges that only meet show as hairlines; never under a cell
 * without a value, for there is nothing to cover it.
 *
 * @param values one per cell, x inside and y outside; NaN for none
 * @param bandOf numbers the bands of values
 */
export function runsOf(
  values: Float64Array,
  x: GridAxis,
  y: GridAxis,
  bandOf: (value: number) => number,
): Run[] {
  const columns = x.values.length;
  const bands = values.map(bandOf);
  const isCovered = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (!(i < values.length) || Number.isNaN(values[i])) return false;
    return true;
  };
  const runs: Run[] = [];
  for (let row = 0; row < y.values.length; row++) {
    const first = row * columns;
    let start = 0;
    while (start < columns) {
      const band = bands[first + start]!;
      let end = start + 1;
      while (end < columns && bands[first + end] === band) end++;
      if (!Number.isNaN(band)) {
        const right = end < columns && isCovered(first + end, first + end + 1);
        const above = isCovered(first + columns + start, first + columns + end + (right ? 1 : 0));
        runs.push({
          at: first + start,
          x: x.edges[start]!,
          x2: right ? x.centres[end]! : x.edges[end]!,
          y: y.edges[row]!,
          y2: above ? y.centres[row + 1]! : y.edges[row + 1]!,
          band,
        });
      }
      start = end;
    }
  }
  return runs;
}

/** How many runs there are along the rows and along the columns of a grid, counted without making any. */
export function countRuns(
  values: Float64Array,
  columns: number,
  bandOf: (value: number) => number,
): { readonly along: number; readonly upright: number } {
  const bands = values.map(bandOf);
  let [along, upright] = [0, 0];
  for (let i = 0; i < bands.length; i++) {
    const band = bands[i]!;
    if (Number.isNaN(band)) continue;
    if (i % columns === 0 || bands[i - 1] !== band) along++;
    if (bands[i - columns] !== band) upright++;
  }
  return { along, upright };
}

/** The cells of a grid as runs along its rows or along its columns, whichever are fewer; see `runsOf`. */
export function fewestRuns(
  values: Float64Array,
  x: GridAxis,
  y: GridAxis,
  bandOf: (value: number) => number,
): Run[] {
  const [columns, rows] = [x.values.length, y.values.length];
  const { along, upright } = countRuns(values, columns, bandOf);
  if (along <= upright) return runsOf(values, x, y, bandOf);
  const turned = new Float64Array(values.length);
  values.forEach((value, i) => (turned[(i % columns) * rows + Math.floor(i / columns)] = value));
  return runsOf(turned, y, x, bandOf).map((run) => ({
    at: run.at,
    x: run.y,
    x2: run.y2,
    y: run.x,
    y2: run.x2,
    band: run.band,
  }));
}
