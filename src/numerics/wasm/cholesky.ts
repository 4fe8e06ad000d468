// Cholesky factorisation and solve, on lower triangles with contiguous rows; nothing above the diagonal is read.
import { FULL, gemm, LOWER, pack, WHOLE } from './gemm';
import { PACKED_A } from './memory';

/** Up to this size the unblocked loops win over splitting in two. */
const UNBLOCKED: i32 = 32;

/** Where a recursion splits n: near the middle, at a multiple of 16. */
function split(n: i32): i32 {
  return ((n >> 1) + 15) & ~15;
}

/** Unblocked Cholesky of n×n in place. Returns 0, or the number (from 1) of the first pivot that is not positive. */
function factoriseSmall(n: i32, a: usize, lda: i32): i32 {
  const rowBytes = (<usize>lda) << 3;
  for (let j = 0; j < n; j++) {
    const rowJ = a + <usize>j * rowBytes;
    const o = (<usize>j) << 3;
    let s = load<f64>(rowJ + o);
    for (let k: usize = 0; k < o; k += 8) {
      const v = load<f64>(rowJ + k);
      s -= v * v;
    }
    if (!(s > 0)) return j + 1;
    s = Math.sqrt(s);
    store<f64>(rowJ + o, s);
    const inverse = 1.0 / s;
    let i = j + 1;
    // Four rows at a time: their sums do not wait for one another.
    for (; i + 4 <= n; i += 4) {
      const r0 = a + <usize>i * rowBytes;
      const r1 = r0 + rowBytes;
      const r2 = r1 + rowBytes;
      const r3 = r2 + rowBytes;
      let s0 = load<f64>(r0 + o);
      let s1 = load<f64>(r1 + o);
      let s2 = load<f64>(r2 + o);
      let s3 = load<f64>(r3 + o);
      for (let k: usize = 0; k < o; k += 8) {
        const v = load<f64>(rowJ + k);
        s0 -= v * load<f64>(r0 + k);
        s1 -= v * load<f64>(r1 + k);
        s2 -= v * load<f64>(r2 + k);
        s3 -= v * load<f64>(r3 + k);
      }
      store<f64>(r0 + o, s0 * inverse);
      store<f64>(r1 + o, s1 * inverse);
      store<f64>(r2 + o, s2 * inverse);
      store<f64>(r3 + o, s3 * inverse);
    }
    for (; i < n; i++) {
      const row = a + <usize>i * rowBytes;
      let t = load<f64>(row + o);
      for (let k: usize = 0; k < o; k += 8) t -= load<f64>(row + k) * load<f64>(rowJ + k);
      store<f64>(row + o, t * inverse);
    }
  }
  return 0;
}

/** B (m×n) := B L⁻ᵀ for small n, four rows of B at a time, transposed so that SIMD runs across the rows. */
function solveRightSmall(m: i32, n: i32, l: usize, ldl: i32, b: usize, ldb: i32): void {
  const rowBytesB = (<usize>ldb) << 3;
  const rowBytesL = (<usize>ldl) << 3;
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    const src = b + <usize>i * rowBytesB;
    pack(rows, n, src, ldb, 1, PACKED_A, -WHOLE, WHOLE);
    for (let j = 0; j < n; j++) {
      const w = PACKED_A + ((<usize>j) << 5);
      const rowJ = l + <usize>j * rowBytesL;
      let s0 = v128.load(w);
      let s1 = v128.load(w, 16);
      let t0 = f64x2.splat(0);
      let t1 = t0;
      let x = PACKED_A;
      let k = 0;
      for (; k + 2 <= j; k += 2) {
        const even = v128.load_splat<f64>(rowJ + ((<usize>k) << 3));
        const odd = v128.load_splat<f64>(rowJ + ((<usize>k) << 3), 8);
        s0 = f64x2.sub(s0, f64x2.mul(even, v128.load(x)));
        s1 = f64x2.sub(s1, f64x2.mul(even, v128.load(x, 16)));
        t0 = f64x2.add(t0, f64x2.mul(odd, v128.load(x, 32)));
        t1 = f64x2.add(t1, f64x2.mul(odd, v128.load(x, 48)));
        x += 64;
      }
      if (k < j) {
        const last = v128.load_splat<f64>(rowJ + ((<usize>k) << 3));
        s0 = f64x2.sub(s0, f64x2.mul(last, v128.load(x)));
        s1 = f64x2.sub(s1, f64x2.mul(last, v128.load(x, 16)));
      }
      const inverse = f64x2.splat(1.0 / load<f64>(rowJ + ((<usize>j) << 3)));
      v128.store(w, f64x2.mul(f64x2.sub(s0, t0), inverse));
      v128.store(w, f64x2.mul(f64x2.sub(s1, t1), inverse), 16);
    }
    for (let r = 0; r < rows; r++) {
      const dst = src + <usize>r * rowBytesB;
      const lane = PACKED_A + ((<usize>r) << 3);
      for (let j = 0; j < n; j++) store<f64>(dst + ((<usize>j) << 3), load<f64>(lane + ((<usize>j) << 5)));
    }
  }
}

/** B (m×n) := B L⁻ᵀ */
function solveRight(m: i32, n: i32, l: usize, ldl: i32, b: usize, ldb: i32): void {
  if (n <= UNBLOCKED) {
    solveRightSmall(m, n, l, ldl, b, ldb);
    return;
  }
  const n1 = split(n);
  const l21 = l + ((<usize>n1 * ldl) << 3);
  const b2 = b + ((<usize>n1) << 3);
  solveRight(m, n1, l, ldl, b, ldb);
  gemm(m, n - n1, n1, -1, b, ldb, 1, l21, 1, ldl, b2, ldb, FULL, 0);
  solveRight(m, n - n1, l21 + ((<usize>n1) << 3), ldl, b2, ldb);
}

/**
 * Cholesky of n×n in place: the lower triangle of A becomes L with A = L Lᵀ. Returns 0, or the number (from 1)
 * of the first pivot that is not positive; A is then partly overwritten.
 */
export function potrf(n: i32, a: usize, lda: i32): i32 {
  if (n <= UNBLOCKED) return factoriseSmall(n, a, lda);
  const n1 = split(n);
  const n2 = n - n1;
  const failed = potrf(n1, a, lda);
  if (failed) return failed;
  const a21 = a + ((<usize>n1 * lda) << 3);
  const a22 = a21 + ((<usize>n1) << 3);
  solveRight(n2, n1, a, lda, a21, lda);
  gemm(n2, n2, n1, -1, a21, lda, 1, a21, 1, lda, a22, lda, LOWER, 0);
  const failedBelow = potrf(n2, a22, lda);
  return failedBelow ? failedBelow + n1 : 0;
}

/** x := (L Lᵀ)⁻¹ x */
export function potrs(n: i32, l: usize, ldl: i32, x: usize): void {
  for (let i = 0; i < n; i++) {
    const row = l + ((<usize>i * ldl) << 3);
    const xi = x + ((<usize>i) << 3);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let k = 0;
    for (; k + 4 <= i; k += 4) {
      const o = (<usize>k) << 3;
      s0 = f64x2.add(s0, f64x2.mul(v128.load(row + o), v128.load(x + o)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(row + o, 16), v128.load(x + o, 16)));
    }
    s0 = f64x2.add(s0, s1);
    let s = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
    for (; k < i; k++) s += load<f64>(row + ((<usize>k) << 3)) * load<f64>(x + ((<usize>k) << 3));
    store<f64>(xi, (load<f64>(xi) - s) / load<f64>(row + ((<usize>i) << 3)));
  }
  // Backwards by columns of Lᵀ, which are contiguous rows of L.
  for (let i = n - 1; i >= 0; i--) {
    const row = l + ((<usize>i * ldl) << 3);
    const xi = x + ((<usize>i) << 3);
    const v = load<f64>(xi) / load<f64>(row + ((<usize>i) << 3));
    store<f64>(xi, v);
    const vv = f64x2.splat(v);
    let k = 0;
    for (; k + 2 <= i; k += 2) {
      const o = (<usize>k) << 3;
      v128.store(x + o, f64x2.sub(v128.load(x + o), f64x2.mul(vv, v128.load(row + o))));
    }
    for (; k < i; k++) {
      const o = (<usize>k) << 3;
      store<f64>(x + o, load<f64>(x + o) - v * load<f64>(row + o));
    }
  }
}
