import type { GridAxis } from './gridAxis';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A contour line; what is larger lies on its left. A closed one ends where it begins. */
export type ContourLine = readonly Place[];

/**
 * Lines along which a function has a value, by marching squares between the centres of a grid's cells, with linear
 * interpolation (Maple, 2003, "Geometric design and space planning using the marching squares and marching cube
 * algorithms"; ambiguous squares are decided by the mean of their corners). Lines go on straight to the outer edges of
 * the outermost cells, and end beside cells without a value.
 *
 * @param values one per cell, x inside and y outside; NaN for none
 * @returns lines in shares of both axes
 */
export function contourLines(values: Float64Array, x: GridAxis, y: GridAxis, level: number): ContourLine[] {
  const [xs, ys] = [x.centres, y.centres];
  const [columns, rows] = [xs.length, ys.length];
  const valueAt = (i: number, j: number) => values[j * columns + i]!;

  const places = new Map<number, Place>();
  const next = new Map<number, number>();
  const hasEntry = new Set<number>();
  // Edges of the squares by number: those along x first, then those along y.
  const edgesAlongX = rows * columns;
  const crossing = (i: number, j: number, alongX: boolean): number => {
    const key = (alongX ? 0 : edgesAlongX) + j * columns + i;
    if (!places.has(key)) {
      const from = valueAt(i, j);
      const to = alongX ? valueAt(i + 1, j) : valueAt(i, j + 1);
      const share = (level - from) / (to - from);
      places.set(
        key,
        alongX
          ? { x: xs[i]! + share * (xs[i + 1]! - xs[i]!), y: ys[j]! }
          : { x: xs[i]!, y: ys[j]! + share * (ys[j + 1]! - ys[j]!) },
      );
    }
    return key;
  };

  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const [a, b] = [valueAt(i, j), valueAt(i + 1, j)];
      const [d, c] = [valueAt(i, j + 1), valueAt(i + 1, j + 1)];
      const shape = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
      const sum = a + b + c + d;
      if (shape === 0 || shape === 15 || Number.isNaN(sum)) continue;
      const edge = {
        bottom: () => crossing(i, j, true),
        right: () => crossing(i + 1, j, false),
        top: () => crossing(i, j + 1, true),
        left: () => crossing(i, j, false),
      };
      for (const [from, to] of segments(shape, sum / 4 >= level)) {
        const [start, end] = [edge[from](), edge[to]()];
        next.set(start, end);
        hasEntry.add(end);
      }
    }
  }
  return join(next, hasEntry).map((keys) =>
    toEdges(
      keys.map((key) => places.get(key)!),
      x,
      y,
    ),
  );
}

/** A line with its open ends on the outermost centres taken on, as straight as it can be, to the map's edges. */
function toEdges(line: ContourLine, x: GridAxis, y: GridAxis): ContourLine {
  const [first, last] = [line[0]!, line.at(-1)!];
  if (first === last) return line;
  const start = beyond(first, line[1]!, x, y);
  const end = beyond(last, line.at(-2)!, x, y);
  return [...(start ? [start] : []), ...line, ...(end ? [end] : [])];
}

/** Lines that meet the edge at a smaller slope than this go on at a right angle: straight on would lead too far. */
const leastSlope = 0.3;

/** Where a line that comes from `before` and ends at `end` meets the map's edge, if it ends on an outermost centre. */
function beyond(end: Place, before: Place, x: GridAxis, y: GridAxis): Place | null {
  const onEdge = (place: number, { centres }: GridAxis) =>
    place === centres[0] ? 0 : place === centres.at(-1) ? 1 : null;
  const go = (from: number, to: number, along: number, across: number) => {
    const slope = along / across;
    const isOutward = Math.sign(across) === Math.sign(to - from);
    return isOutward && Math.abs(slope) < 1 / leastSlope ? slope * (to - from) : 0;
  };
  const [dx, dy] = [end.x - before.x, end.y - before.y];
  const within = (place: number) => Math.min(1, Math.max(0, place));
  const edgeX = onEdge(end.x, x);
  if (edgeX !== null) return { x: edgeX, y: within(end.y + go(end.x, edgeX, dy, dx)) };
  const edgeY = onEdge(end.y, y);
  return edgeY === null ? null : { x: within(end.x + go(end.y, edgeY, dx, dy)), y: edgeY };
}

type Side = 'bottom' | 'right' | 'top' | 'left';
type Segment = readonly [from: Side, to: Side];

/**
 * Lines through a square whose corners at or above the level are the bits of `shape`, from the lower left one
 * anticlockwise. What is larger lies on the left of each.
 */
const simple: Readonly<Record<number, readonly Segment[]>> = {
  1: [['bottom', 'left']],
  2: [['right', 'bottom']],
  3: [['right', 'left']],
  4: [['top', 'right']],
  6: [['top', 'bottom']],
  7: [['top', 'left']],
  8: [['left', 'top']],
  9: [['bottom', 'top']],
  11: [['right', 'top']],
  12: [['left', 'right']],
  13: [['bottom', 'right']],
  14: [['left', 'bottom']],
};

function segments(shape: number, isMiddleAbove: boolean): readonly Segment[] {
  // Two opposite corners are above: the middle says whether they are joined.
  if (shape === 5) return isMiddleAbove ? [...simple[13]!, ...simple[7]!] : [...simple[1]!, ...simple[4]!];
  if (shape === 10) return isMiddleAbove ? [...simple[14]!, ...simple[11]!] : [...simple[2]!, ...simple[8]!];
  return simple[shape] ?? [];
}

/** Puts segments together: first the lines that have ends, then those that are closed. */
function join(next: Map<number, number>, hasEntry: ReadonlySet<number>): number[][] {
  const follow = (start: number): number[] => {
    const line = [start];
    for (let at = next.get(start); at !== undefined; at = next.get(at)) {
      next.delete(line.at(-1)!);
      line.push(at);
      if (at === start) break;
    }
    return line;
  };
  const open = [...next.keys()].filter((key) => !hasEntry.has(key)).map(follow);
  const closed: number[][] = [];
  for (let [start] = next.keys(); start !== undefined; [start] = next.keys()) closed.push(follow(start));
  return [...open, ...closed];
}
