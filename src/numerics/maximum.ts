import { rootBetween } from './root';

/** A place where a function is largest, and on which end of the interval it lies if it lies on one. */
export interface Maximum {
  readonly at: number;
  readonly value: number;
  readonly edge: 'low' | 'high' | null;
}

/** Steps of golden section before the derivative takes over: the bracket is then a thousandth of what it was. */
const goldenSteps = 15;
const golden = (Math.sqrt(5) - 1) / 2;
/** Step of the derivative's stencil, relative to the interval: its errors are of the order of step⁴ and 1e-16/step. */
const stencilStep = 1e-3;
/** Values that differ by less than this share of them are the same but for rounding. */
const negligible = 1e-13;

/**
 * The largest value of a smooth function on an interval, its place accurate to some 1e-8 of the interval (unless the
 * function is flat there): the best of `samples` evenly spread points, refined between that point's neighbours.
 *
 * @param f NaN where it has no value; such places are passed over
 * @returns undefined where f has no value anywhere
 */
export function maximumOn(
  f: (x: number) => number,
  low: number,
  high: number,
  samples = 33,
): Maximum | undefined {
  const points = Array.from({ length: samples }, (_, i) => low + ((high - low) * i) / (samples - 1));
  const values = points.map(f);
  let best = -1;
  values.forEach((value, i) => {
    if (!Number.isNaN(value) && (best < 0 || value > values[best]!)) best = i;
  });
  if (best < 0) return undefined;
  const left = points[Math.max(0, best - 1)]!;
  const right = points[Math.min(samples - 1, best + 1)]!;
  const { at, value } = refineMaximum(f, left, points[best]!, right, { low, high });
  return { at, value, edge: at === low ? 'low' : at === high ? 'high' : null };
}

/**
 * The maximum near `middle`, whose value is at least that at `left` and `right`; left = middle or middle = right where
 * the maximum is sought from an end of f's interval.
 */
export function refineMaximum(
  f: (x: number) => number,
  left: number,
  middle: number,
  right: number,
  { low, high }: { readonly low: number; readonly high: number },
): { readonly at: number; readonly value: number } {
  let best = { at: middle, value: f(middle) };
  const height = (at: number) => {
    const value = f(at);
    if (value > best.value) best = { at, value };
    // A place without a value counts as the lowest.
    return Number.isNaN(value) ? -Infinity : value;
  };
  let a = left;
  let b = right;
  let x = b - golden * (b - a);
  let y = a + golden * (b - a);
  let fx = height(x);
  let fy = height(y);
  for (let step = 0; step < goldenSteps; step++) {
    if (fx >= fy) {
      [b, y, fy] = [y, x, fx];
      x = b - golden * (b - a);
      fx = height(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = a + golden * (b - a);
      fy = height(y);
    }
  }
  const step = stencilStep * (right - left);
  const slope = (at: number) => slopeAt(f, at, Math.min(step, (at - low) / 2, (high - at) / 2));
  // The values' last digits hide the place of a flat maximum from golden section; the slope's sign does not.
  a = Math.max(low + step / 8, a - step);
  b = Math.min(high - step / 8, b + step);
  if (a < b && slope(a) > 0 && slope(b) < 0) {
    const at = rootBetween(slope, a, b, 1e-10);
    const value = f(at);
    if (value >= best.value - negligible * Math.abs(best.value)) return { at, value };
  }
  // Nothing in between is higher than an end of the interval: then it is the end.
  return best;
}

/** f′ by the five-point stencil, for h > 0. */
function slopeAt(f: (x: number) => number, x: number, h: number): number {
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
