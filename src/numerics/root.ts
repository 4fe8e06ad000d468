/**
 * A root of a continuous function between two points where it has opposite signs (or is 0), by Chandrupatla's method
 * (1997): inverse quadratic interpolation where that is safe, bisection elsewhere, so never slower than bisection by
 * more than a small factor.
 * @param tolerance the largest error wanted, relative to the root (but never below 1e-36 of high − low, for a root at 0)
 */
export function rootBetween(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 4 * Number.EPSILON,
): number {
  let a = high;
  let b = low;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) throw new RangeError(`The function has the same sign at ${low} and ${high}.`);
  const least = 1e-36 * Math.abs(high - low);
  let share = 0.5;
  for (;;) {
    const x = a + share * (b - a);
    const fx = f(x);
    if (Number.isNaN(fx)) throw new RangeError(`The function has no value at ${x}.`);
    let c = a;
    let fc = fa;
    if (fx > 0 !== fa > 0) {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const smallest = (tolerance * Math.abs(best) + least) / Math.abs(b - a);
    if (fa === 0 || smallest > 0.5) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const smooth = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    share = smooth
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    share = Math.min(Math.max(share, smallest), 1 - smallest);
  }
}
