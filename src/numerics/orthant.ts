import { quickNormalCdf, quickNormalQuantile } from './normalTable';

/**
 * The event X ≤ b for a Gaussian vector X ~ N(0, Σ), made ready for integration: X = L y with y standard normal, so
 * that one row after the other bounds one coordinate of y after the other (Genz 1992, J. Comput. Graph. Stat. 1).
 */
export interface Orthant {
  /** r, the rank of Σ; 0 if X is constant. */
  readonly rank: number;
  /** Row i < r: y_i ≤ bound[i] − Σ_{j<i} factor[i·r + j] y_j. */
  readonly bound: Float64Array;
  readonly factor: Float64Array;
  /** The rows that a singular Σ leaves: each bounds a coordinate once more. In the order of the coordinates. */
  readonly extra: readonly ExtraBound[];
  /** The probability of the rows without variance: 0, 1, or 1/(1 + t) where t of them have the bound 0 (ties). */
  readonly constant: number;
}

interface ExtraBound {
  readonly coordinate: number;
  /** Whether it is y_coordinate ≤, or ≥, bound − Σ_{j<coordinate} row[j] y_j. */
  readonly upper: boolean;
  readonly bound: number;
  readonly row: Float64Array;
}

/** A variance below this share of the one it is compared with is 0 but for rounding. */
const NEGLIGIBLE = 1e-11;

/** Below this probability a point is not followed further. */
const IMPOSSIBLE = 1e-9;

/**
 * Factorises Σ.
 * @param covariance Σ, size×size, row by row; positive semidefinite up to rounding
 * @param bounds b
 * @param unit the size of a variance: a row below 1e-11 of it is constant
 * @param order whether the least likely row comes first, which leaves the least to integrate (Gibson, Glasbey &
 *   Elston 1994), or the rows as they are given
 */
export function orthant(
  covariance: Float64Array,
  bounds: Float64Array,
  unit: number,
  order: 'leastLikelyFirst' | 'given',
): Orthant {
  const size = bounds.length;
  const l = new Float64Array(size * size);
  const left = Float64Array.from({ length: size }, (_, i) => covariance[i * size + i]!);
  const smallest = left.map((own) => NEGLIGIBLE * Math.max(own, unit));
  const shift = new Float64Array(size); // Σ_j l_kj E(y_j | its bound)
  const open = Array.from({ length: size }, (_, i) => i);
  const pivots: number[] = [];
  for (;;) {
    let position = -1;
    let leastLikely = Infinity;
    for (let i = 0; i < open.length; i++) {
      const k = open[i]!;
      if (left[k]! <= smallest[k]!) continue;
      const likely = (bounds[k]! - shift[k]!) / Math.sqrt(left[k]!);
      if (position < 0 || likely < leastLikely) {
        leastLikely = likely;
        position = i;
        if (order === 'given') break;
      }
    }
    if (position < 0) break;
    const row = open.splice(position, 1)[0]!;
    const column = pivots.length;
    pivots.push(row);
    const pivot = Math.sqrt(left[row]!);
    l[row * size + column] = pivot;
    const expected = meanBelow(leastLikely);
    for (const k of open) {
      let sum = covariance[k * size + row]!;
      for (let j = 0; j < column; j++) sum -= l[k * size + j]! * l[row * size + j]!;
      const entry = sum / pivot;
      l[k * size + column] = entry;
      left[k]! -= entry * entry;
      shift[k]! += entry * expected;
    }
  }
  const rank = pivots.length;
  const bound = new Float64Array(rank);
  const factor = new Float64Array(rank * rank);
  pivots.forEach((row, i) => {
    const pivot = l[row * size + i]!;
    bound[i] = bounds[row]! / pivot;
    for (let j = 0; j < i; j++) factor[i * rank + j] = l[row * size + j]! / pivot;
  });
  const rows = open.map((k) => ({ bound: bounds[k]!, row: l.subarray(k * size, k * size + rank) }));
  return { rank, bound, factor, ...dependentRows(rows, NEGLIGIBLE * unit) };
}

/** E(y | y ≤ x) = −φ(x)/Φ(x) for a standard normal y. */
function meanBelow(x: number): number {
  if (x < -7) return x;
  return -Math.exp(-0.5 * x * x) / (Math.sqrt(2 * Math.PI) * quickNormalCdf(x));
}

/** The rows that have no variance of their own: constants, and bounds on the last coordinate they depend on. */
function dependentRows(
  rows: readonly { bound: number; row: Float64Array }[],
  negligible: number,
): { extra: ExtraBound[]; constant: number } {
  const extra: ExtraBound[] = [];
  let ties = 0;
  let possible = true;
  for (const { bound, row } of rows) {
    const coordinate = row.findLastIndex((entry) => entry * entry > negligible);
    if (coordinate >= 0) {
      const entry = row[coordinate]!;
      const before = row.slice(0, coordinate).map((value) => value / entry);
      extra.push({ coordinate, upper: entry > 0, bound: bound / entry, row: before });
    } else if (bound * bound <= negligible) {
      ties++;
    } else if (bound < 0) {
      possible = false;
    }
  }
  extra.sort((a, b) => a.coordinate - b.coordinate);
  return { extra, constant: possible ? 1 / (1 + ties) : 0 };
}

/**
 * Adds weight · f(u) to a value of every point u of the unit cube, where f is continuous and its mean over the cube
 * is P(X ≤ b) (Genz 1992).
 * @param points coordinates in [0, 1], `stride` ≥ rank − 1 of them to a point
 * @param values one per point
 */
export function addOrthantValues(
  { rank, bound, factor, extra, constant }: Orthant,
  points: Float64Array,
  stride: number,
  weight: number,
  values: Float64Array,
): void {
  const y = new Float64Array(rank);
  for (let point = 0; point < values.length; point++) {
    const at = point * stride;
    let probability = constant;
    let next = 0;
    for (let i = 0; i < rank; i++) {
      let upper = bound[i]!;
      const row = i * rank;
      for (let j = 0; j < i; j++) upper -= factor[row + j]! * y[j]!;
      let low = 0;
      for (; next < extra.length && extra[next]!.coordinate === i; next++) {
        const other = extra[next]!;
        let limit = other.bound;
        for (let j = 0; j < i; j++) limit -= other.row[j]! * y[j]!;
        if (other.upper) upper = Math.min(upper, limit);
        else low = Math.max(low, quickNormalCdf(limit));
      }
      const mass = Math.max(0, quickNormalCdf(upper) - low);
      probability *= mass;
      if (probability < IMPOSSIBLE) break;
      if (i < rank - 1) y[i] = quickNormalQuantile(low + mass * points[at + i]!);
    }
    values[point]! += weight * probability;
  }
}
