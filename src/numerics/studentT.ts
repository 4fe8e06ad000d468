import { normalCdf } from './normal';
import { rootBetween } from './root';

/** Relative size of a term of the continued fraction that no longer matters. */
const negligible = 1e-16;
/** Stands for 0 in a denominator (Lentz). */
const tiny = 1e-300;
/** From here on the asymptotic series of `gammaRatio` is exact to the last digit. */
const seriesFrom = 20;

/**
 * Distribution function P(T ≤ t) of Student's t with ν > 0 degrees of freedom (Infinity: the standard normal law), with
 * a relative error below 1e-12 also far in the lower tail: of an upper tail ask for −t. NaN for NaN.
 *
 * P(T ≤ −|t|) = I_x(ν/2, 1/2)/2 at x = ν/(ν + t²), with the regularised incomplete beta function by its continued
 * fraction on that side of it where it converges fast.
 * @throws RangeError for ν that is not positive
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom);
  if (Number.isNaN(t)) return NaN;
  if (degreesOfFreedom === Infinity) return normalCdf(t);
  const tail = lowerTail(Math.abs(t), degreesOfFreedom);
  return t <= 0 ? tail : 1 - tail;
}

/**
 * The t with P(T ≤ t) = p: the quantile of Student's t with ν > 0 degrees of freedom (Infinity: of the standard normal
 * law), to a relative error below 1e-12 for p from 1e-300 to 0.49; ±Infinity for p = 0 and 1. Of a small upper tail q
 * take −studentTQuantile(q, ν), since 1 − q has lost q's digits.
 * @throws RangeError for p outside [0, 1] and ν that is not positive
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  requirePositive(degreesOfFreedom);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`The probability is ${p}; it must be from 0 to 1.`);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, degreesOfFreedom);
  // In logarithms, which are nearly straight lines far in the tail.
  const wanted = Math.log(p);
  const excess = (t: number) => Math.log(studentTCdf(-t, degreesOfFreedom)) - wanted;
  let [low, high] = [0, 1];
  while (excess(high) > 0) [low, high] = [high, 2 * high];
  return -rootBetween(excess, low, high);
}

function requirePositive(degreesOfFreedom: number): void {
  if (degreesOfFreedom > 0) return;
  throw new RangeError(`The degrees of freedom are ${degreesOfFreedom}; they must be greater than 0.`);
}

/** P(T ≤ −t) for t ≥ 0. */
function lowerTail(t: number, nu: number): number {
  if (t === Infinity) return 0;
  const a = nu / 2;
  const square = t * t;
  // x and 1 − x, neither of them by a subtraction.
  const [x, rest] = [1 / (1 + square / nu), 1 / (1 + nu / square)];
  // x^a (1−x)^(1/2) / B(a, 1/2)
  const front =
    (Math.exp(-a * Math.log1p(square / nu)) * Math.sqrt(rest) * gammaRatio(a)) / Math.sqrt(Math.PI);
  return a * rest > x / 2
    ? 0.5 * front * continuedFraction(a, 0.5, x, rest)
    : 0.5 - 0.5 * front * continuedFraction(0.5, a, rest, x);
}

/** Γ(a + 1/2)/Γ(a) by Stirling's series of both, shifted to where that is exact. */
function gammaRatio(a: number): number {
  let shift = 1;
  let z = a;
  for (; z < seriesFrom; z++) shift *= z / (z + 0.5);
  const y = 1 / (z * z);
  const series = (-1 / 8 + y * (1 / 192 + y * (-1 / 640 + y * (17 / 14336 - (y * 31) / 18432)))) / z;
  return shift * Math.sqrt(z) * Math.exp(series);
}

/**
 * I_x(a, b) divided by x^a y^b / B(a, b), with y = 1 − x, for λ = a − (a + b)x > 0: the continued fraction in its even
 * part (DiDonato and Morris 1992, eq. 9), whose terms do not cancel where x is near 1.
 */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  const lambda = a * y - b * x;
  let denominator = (a / (a + 1)) * (lambda + 1);
  let value = 1 / denominator;
  let [c, d] = [denominator, 0];
  for (let n = 1; ; n++) {
    const s = a + 2 * n - 1;
    const numerator = ((a + n - 1) * (a + b + n - 1) * n * (b - n) * x * x) / (s * s);
    denominator = n + (n * (b - n) * x) / s + ((a + n) / (s + 2)) * (lambda + 1 + n * (1 + y));
    d = 1 / awayFromZero(denominator + numerator * d);
    c = awayFromZero(denominator + numerator / c);
    value /= c * d;
    if (!(Math.abs(c * d - 1) > negligible)) return value;
  }
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
