import type { ResultSeries } from '../../src/engine/messages';

/** A point as a person chose it: it finds its like again when the experiment changes. */
export interface ChosenPoint {
  readonly series: string;
  readonly x: number | null;
  readonly y: number | null;
}

/** A point by its place in the results. */
export interface Place {
  readonly series: number;
  readonly point: number;
}

/** The point that was chosen, or the nearest there is: of a series that is gone, of the first one; null without any. */
export function nearestPlace(series: readonly ResultSeries[], chosen: ChosenPoint | null): Place | null {
  const named = series.findIndex(({ label }) => label === chosen?.series);
  const index = Math.max(0, named);
  const points = series[index]?.points ?? [];
  if (points.length === 0) return null;
  const away = (value: number | null, wanted: number | null | undefined) =>
    value === null || wanted === null || wanted === undefined ? 0 : Math.abs(value - wanted);
  let nearest = 0;
  let [nearestY, nearestX] = [Infinity, Infinity];
  points.forEach(({ x, y }, i) => {
    const [dy, dx] = [away(y, chosen?.y), away(x, chosen?.x)];
    if (dy > nearestY || (dy === nearestY && dx >= nearestX)) return;
    [nearest, nearestY, nearestX] = [i, dy, dx];
  });
  return { series: index, point: nearest };
}

/** A place as it is remembered. */
export function chosenAt(series: readonly ResultSeries[], place: Place): ChosenPoint | null {
  const entry = series[place.series];
  const point = entry?.points[place.point];
  return entry === undefined || point === undefined ? null : { series: entry.label, x: point.x, y: point.y };
}

/** The place of a table's row: series after series. Null for a row that is not there. */
export function placeOfRow(series: readonly ResultSeries[], row: number): Place | null {
  let point = row;
  for (const [index, { points }] of series.entries()) {
    if (point < points.length) return { series: index, point };
    point -= points.length;
  }
  return null;
}

/** The table's row of a place. */
export function rowOfPlace(series: readonly ResultSeries[], place: Place): number {
  const before = series.slice(0, place.series).reduce((count, { points }) => count + points.length, 0);
  return before + place.point;
}

/** The values of one sweep that a point can be moved along, the other sweep's value staying as it is. */
export interface Axis {
  readonly values: readonly number[];
  /** The point's own among them. */
  readonly at: number;
}

/** The sweeps of a point's series: none, one, or two. */
export function axesOf({ points }: ResultSeries, point: number): Axis[] {
  const here = points[point];
  if (here === undefined || here.x === null) return [];
  const { x, y } = here;
  const along = (values: readonly (number | null)[], value: number | null): Axis => {
    const distinct = [...new Set(values)].filter((one) => one !== null);
    return { values: distinct, at: distinct.indexOf(value ?? NaN) };
  };
  const xs = along(
    points.filter((other) => other.y === y).map((other) => other.x),
    x,
  );
  if (y === null) return [xs];
  const ys = along(
    points.filter((other) => other.x === x).map((other) => other.y),
    y,
  );
  return [xs, ys];
}
