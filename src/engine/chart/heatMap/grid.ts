import type { ResultPoint } from '../../results';
import type { GridAxis } from './gridAxis';

/** Points by cell, x inside and y outside; undefined where the results have none. */
export type CellPoints = readonly (ResultPoint | undefined)[];

/** Puts points into the cells of their values. Points that are not on the grid are left out. */
export function pointsOnGrid(
  points: readonly ResultPoint[],
  x: Pick<GridAxis, 'values'>,
  y: Pick<GridAxis, 'values'>,
): CellPoints {
  const column = indexOf(x);
  const row = indexOf(y);
  const cells = new Array<ResultPoint | undefined>(x.values.length * y.values.length).fill(undefined);
  for (const point of points) {
    const i = point.x === null ? undefined : column.get(point.x);
    const j = point.y === null ? undefined : row.get(point.y);
    if (i !== undefined && j !== undefined) cells[j * x.values.length + i] = point;
  }
  return cells;
}

function indexOf({ values }: Pick<GridAxis, 'values'>): ReadonlyMap<number, number> {
  return new Map(values.map((value, i) => [value, i]));
}

/** One number per cell, x inside and y outside; NaN where there is none. */
export function valuesOf(
  cells: CellPoints,
  read: (point: ResultPoint) => number | null | undefined,
): Float64Array {
  const values = new Float64Array(cells.length).fill(NaN);
  cells.forEach((point, i) => {
    const value = point === undefined ? null : read(point);
    if (value !== null && value !== undefined && Number.isFinite(value)) values[i] = value;
  });
  return values;
}
