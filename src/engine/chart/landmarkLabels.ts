import type { ChartModel, ChartRow, LandmarkRow } from './model';
import { measureText } from './textWidth';

/** A rectangle or a line from one corner to another, in pixels from the plot's upper left corner. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const fontSize = 12;
/** Other fonts than Helvetica are up to so much wider. */
const widest = 1.15;
const lineHeight = 15;
/** Half the room that a mark itself takes, and a simulation's ring. */
const markReach = 6;
const ringReach = 4;
/** Air between the outermost points and the plot's edge, as in the spec. */
const edge = 8;
/** Labels stand so far above or below what they name, the nearest first. */
const distances = [15, 22, 30, 40];

/**
 * Rows with the labels of landmarks where they cover neither curves nor rings nor each other, in a plot of the given
 * size in pixels; a label without such a place is left out.
 */
export function placeLandmarks(
  rows: readonly ChartRow[],
  { domain, sweep }: Pick<ChartModel, 'domain' | 'sweep'>,
  plot: { readonly width: number; readonly height: number },
): readonly ChartRow[] {
  const landmarks = rows.filter((row) => row.kind === 'landmark');
  if (sweep === undefined || landmarks.every(({ label }) => label === '')) return rows;
  const along = sweep.scale === 'log' ? Math.log : (value: number) => value;
  const [left, right] = sweep.domain.map(along) as [number, number];
  const px = (x: number) => edge + ((along(x) - left) / (right - left)) * (plot.width - 2 * edge);
  const py = (value: number) => (1 - (value - domain[0]) / (domain[1] - domain[0])) * plot.height;

  const lines = linesOf(rows, px, py, plot);
  const taken: Box[] = [
    ...landmarks.map(({ x, value }) => around(px(x), py(value), markReach)),
    ...rows
      .filter((row) => row.kind === 'simulation')
      .map(({ x, low, high }) => ({
        left: px(x) - ringReach,
        right: px(x) + ringReach,
        top: py(high) - ringReach,
        bottom: py(low) + ringReach,
      })),
  ];
  const place = (row: LandmarkRow): LandmarkRow => {
    const [x, y] = [px(row.x), py(row.value)];
    const width = measureText(row.label, fontSize) * widest;
    for (const candidate of candidatesFor(row)) {
      const start = { left: 0, center: width / 2, right: width }[candidate.align];
      const box = {
        left: x + candidate.dx - start - 3,
        right: x + candidate.dx - start + width + 3,
        top: y + candidate.dy - lineHeight / 2,
        bottom: y + candidate.dy + lineHeight / 2,
      };
      const isInside = box.left >= 0 && box.right <= plot.width && box.top >= 0 && box.bottom <= plot.height;
      if (!isInside || taken.some((other) => overlap(box, other)) || lines.some((line) => crosses(line, box)))
        continue;
      taken.push(box);
      return { ...row, ...candidate };
    }
    return { ...row, label: '' };
  };
  return rows.map((row) => (row.kind === 'landmark' && row.label !== '' ? place(row) : row));
}

type Candidate = Pick<LandmarkRow, 'dx' | 'dy' | 'align'>;

/** Above what is high, below what is low; centred, then to the sides; then beside the mark. */
function candidatesFor({ shape }: LandmarkRow): Candidate[] {
  const first = shape === 'lowest' ? 1 : -1;
  const near = distances.flatMap((distance) =>
    [first, -first].flatMap((side): Candidate[] => [
      { dx: 0, dy: side * distance, align: 'center' },
      { dx: 6, dy: side * distance, align: 'left' },
      { dx: -6, dy: side * distance, align: 'right' },
    ]),
  );
  return [...near, { dx: 12, dy: 0, align: 'left' }, { dx: -12, dy: 0, align: 'right' }];
}

function linesOf(
  rows: readonly ChartRow[],
  px: (x: number) => number,
  py: (value: number) => number,
  plot: { readonly width: number; readonly height: number },
): Line[] {
  const lines: Line[] = [];
  const before = new Map<string, { x: number; y: number }>();
  for (const row of rows) {
    if (row.kind === 'reference' && row.level) {
      lines.push({ x1: 0, x2: plot.width, y1: py(row.value), y2: py(row.value) });
    } else if (row.kind === 'mark') {
      lines.push({ x1: px(row.x), x2: px(row.x), y1: 0, y2: plot.height });
    } else if (row.kind === 'theory' || row.kind === 'referencePoint') {
      const name = row.kind === 'theory' ? [row.series, row.variant] : [row.label];
      const key = JSON.stringify([row.kind, row.segment, ...name]);
      const here = { x: px(row.x), y: py(row.value) };
      const last = before.get(key);
      if (last !== undefined) lines.push({ x1: last.x, y1: last.y, x2: here.x, y2: here.y });
      before.set(key, here);
    }
  }
  return lines;
}

function around(x: number, y: number, reach: number): Box {
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a line from left to right, or upright, passes through a box. */
function crosses({ x1, y1, x2, y2 }: Line, { left, right, top, bottom }: Box): boolean {
  if (x2 < left || x1 > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return false;
  if (x1 === x2) return true;
  const at = (x: number) => y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
  const [a, b] = [at(Math.max(x1, left)), at(Math.min(x2, right))];
  return Math.max(a, b) >= top && Math.min(a, b) <= bottom;
}
