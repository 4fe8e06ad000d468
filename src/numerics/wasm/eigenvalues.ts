// Eigenvalues of a symmetric matrix: scaled, made tridiagonal, then by the implicit QL algorithm (Bowdler, Martin,
// Reinsch and Wilkinson 1968; Handbook for Automatic Computation, II/3).
import { tridiagonalise, tridiagonalScratch } from './tridiagonal';

/** The unit roundoff's double, 2^-52. */
const PRECISION: f64 = 2.220446049250313e-16;
/** Two or three per eigenvalue are usual. */
const MOST_SWEEPS: i32 = 60;

/** Doubles of scratch that `eigenvalues` needs. */
export function eigenvaluesScratch(n: i32): i32 {
  return n + tridiagonalScratch(n);
}

/**
 * The eigenvalues of the symmetric A (n×n, only its lower triangle read; destroyed) in d (n), in no order. Returns 0,
 * or 1 if A has an element that is not finite, or 2 without convergence.
 */
export function eigenvalues(n: i32, a: usize, lda: i32, d: usize, scratch: usize): i32 {
  let largest: f64 = 0;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const row = a + ((<usize>i * lda) << 3);
    for (let j = 0; j <= i; j++) {
      const x = Math.abs(load<f64>(row + ((<usize>j) << 3)));
      largest = max(largest, x);
      sum += x * 0;
    }
  }
  if (sum != 0) return 1;
  // By a power of two, which is exact: elements of at most 1 can be squared and summed.
  const unit = powerOfTwoBelow(largest);
  scaleLower(n, a, lda, 1.0 / unit);
  const e = scratch;
  tridiagonalise(n, a, lda, d, e, scratch + ((<usize>n) << 3), 0);
  const failed = implicitQL(n, d, e);
  for (let i = 0; i < n; i++) {
    const p = d + ((<usize>i) << 3);
    store<f64>(p, load<f64>(p) * unit);
  }
  return failed ? 2 : 0;
}

/** The largest power of two that is at most x ≥ 0, and one that is safe to divide by where x is 0 or nearly. */
function powerOfTwoBelow(x: f64): f64 {
  const bits = reinterpret<u64>(x) & 0x7ff0000000000000;
  return bits ? reinterpret<f64>(bits) : reinterpret<f64>(0x0010000000000000);
}

function scaleLower(n: i32, a: usize, lda: i32, factor: f64): void {
  for (let i = 0; i < n; i++) {
    const row = a + ((<usize>i * lda) << 3);
    for (let j = 0; j <= i; j++) {
      const p = row + ((<usize>j) << 3);
      store<f64>(p, load<f64>(p) * factor);
    }
  }
}

/** Turns the tridiagonal matrix's diagonal d into its eigenvalues; e, beside the diagonal, is destroyed. */
function implicitQL(n: i32, d: usize, e: usize): bool {
  let size: f64 = 0;
  for (let o: usize = 0; o < (<usize>n) << 3; o += 8) {
    size = max(size, max(Math.abs(load<f64>(d + o)), Math.abs(load<f64>(e + o))));
  }
  for (let l = 0; l < n; l++) {
    for (let sweeps = 0; ; sweeps++) {
      const m = endOfBlock(l, n, e, PRECISION * size);
      if (m == l) break;
      if (sweeps == MOST_SWEEPS) return true;
      sweep(l, m, d, e);
    }
  }
  return false;
}

/**
 * The first index from l on at which the matrix falls apart: e is negligible beside the whole matrix. Beside its
 * neighbours would be stricter than the reduction was, and among the rounding errors that stand for the zeros of a
 * singular matrix it may not happen for long.
 */
function endOfBlock(l: i32, n: i32, e: usize, negligible: f64): i32 {
  let m = l;
  while (m < n - 1 && Math.abs(load<f64>(e + ((<usize>m) << 3))) > negligible) m++;
  return m;
}

/** One QL step with Wilkinson's shift on the rows and columns l … m: e_l goes to 0 cubically. */
function sweep(l: i32, m: i32, d: usize, e: usize): void {
  const first = (<usize>l) << 3;
  const last = (<usize>m) << 3;
  const beside = load<f64>(e + first);
  const half = (load<f64>(d + first, 8) - load<f64>(d + first)) / (2.0 * beside);
  const root = Math.sqrt(half * half + 1.0);
  let diagonal = load<f64>(d + last);
  let g = diagonal - load<f64>(d + first) + beside / (half + (half >= 0 ? root : -root));
  let sine: f64 = 1;
  let cosine: f64 = 1;
  let shift: f64 = 0;
  for (let o = last; o != first; o -= 8) {
    const above = load<f64>(e + o - 8);
    const f = sine * above;
    const b = cosine * above;
    const length = Math.sqrt(f * f + g * g);
    store<f64>(e + o, length);
    if (length == 0) {
      // The matrix fell apart on the way.
      store<f64>(d + o, diagonal - shift);
      store<f64>(e + last, 0);
      return;
    }
    const inverse = 1.0 / length;
    sine = f * inverse;
    cosine = g * inverse;
    g = diagonal - shift;
    diagonal = load<f64>(d + o - 8);
    const turned = (diagonal - g) * sine + 2.0 * cosine * b;
    shift = sine * turned;
    store<f64>(d + o, g + shift);
    g = cosine * turned - b;
  }
  store<f64>(d + first, diagonal - shift);
  store<f64>(e + first, g);
  store<f64>(e + last, 0);
}
