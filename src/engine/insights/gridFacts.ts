import { isPredicted, type ResultPoint } from '../results';
import { curveFacts, type CurveFacts } from './curveFacts';

/**
 * What can be told of a curve from its points alone, with straight lines between them: before the theory has been
 * asked for more, and for parameters that it is not continuous in.
 */
export function gridFacts(points: readonly ResultPoint[]): CurveFacts | null {
  const placed = points
    .flatMap(({ x, derived, theory }) =>
      x !== null && isPredicted(theory.exact)
        ? [{ x, accuracy: theory.exact.accuracy, realOnly: realOnlyOf(derived) }]
        : [],
    )
    .sort((a, b) => a.x - b.x);
  const xs = placed.map(({ x }) => x);
  const [from, to] = [xs[0], xs.at(-1)];
  if (from === undefined || to === undefined || from === to) return null;
  const along = (values: readonly number[]) => (x: number) => interpolate(xs, values, x);
  return (
    curveFacts(
      along(placed.map(({ accuracy }) => accuracy)),
      along(placed.map(({ realOnly }) => realOnly)),
      { from, to, scale: 'linear' },
      xs,
    ) ?? null
  );
}

function realOnlyOf(derived: ResultPoint['derived']): number {
  return !('error' in derived) && typeof derived.realOnly === 'number' ? derived.realOnly : NaN;
}

/** The value at x of the line through the points; xs ascending, x between their ends. */
function interpolate(xs: readonly number[], values: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - xs[low]!) / (xs[high]! - xs[low]!);
  // At a point itself its own value, though its neighbour may have none.
  if (share <= 0) return values[low]!;
  if (share >= 1) return values[high]!;
  return values[low]! + share * (values[high]! - values[low]!);
}
