// Reduction of a symmetric matrix to a tridiagonal one of the same eigenvalues, by Householder reflections in blocks
// (Dongarra, Sorensen and Hammarling 1989; LAPACK's dsytrd and dlatrd): half of the work is one symmetric
// matrix-vector product per column, the other half a product of panels through `gemm`.
import { gemm, LOWER } from './gemm';

/** Columns per block. */
const BLOCK: i32 = 32;
/** Rows of the panels [V | W] and [W | V] hold two blocks. */
const PANEL: i32 = 2 * BLOCK;
const HALF_BYTES: usize = (<usize>BLOCK) << 3;
const PANEL_BYTES: usize = (<usize>PANEL) << 3;

function at(p: usize, i: i32): usize {
  return p + ((<usize>i) << 3);
}

/** Doubles of scratch that `tridiagonalise` needs. */
export function tridiagonalScratch(n: i32): i32 {
  return 2 * n * PANEL + 2 * n + PANEL;
}

/**
 * Reduces the symmetric A (n×n, only its lower triangle read; destroyed) to the tridiagonal matrix with diagonal d
 * (n) and, beside it, e (n, the last of them 0). With τ (n) not null, keeps the reflections I − τᵢ vᵢ vᵢᵀ: vᵢ from
 * element (i, i + 1) of A on, to the right.
 */
export function tridiagonalise(
  n: i32,
  a: usize,
  lda: i32,
  d: usize,
  e: usize,
  scratch: usize,
  taus: usize,
): void {
  const vw = scratch;
  const wv = vw + <usize>n * PANEL_BYTES;
  const v = wv + <usize>n * PANEL_BYTES;
  const w = at(v, n);
  const coefficients = at(w, n);
  const rowBytes = (<usize>lda) << 3;
  for (let first = 0; first < n - 1; first += BLOCK) {
    const columns = min(BLOCK, n - 1 - first);
    memory.fill(vw, 0, 2 * <usize>n * PANEL_BYTES);
    for (let q = 0; q < columns; q++) {
      const i = first + q;
      const m = n - i - 1;
      // The block's earlier reflections have not reached A yet: A − V Wᵀ − W Vᵀ, here its column i.
      const used = (<usize>((q + 1) & ~1)) << 3;
      for (let r = i; r < n; r++) {
        const p = a + <usize>r * rowBytes + ((<usize>i) << 3);
        const change = dotPanels(vw + <usize>r * PANEL_BYTES, wv + <usize>i * PANEL_BYTES, used);
        store<f64>(p, load<f64>(p) - change);
      }
      store<f64>(at(d, i), load<f64>(a + <usize>i * rowBytes + ((<usize>i) << 3)));
      const below = a + <usize>(i + 1) * rowBytes;
      for (let r = 0; r < m; r++)
        store<f64>(at(v, r), load<f64>(below + <usize>r * rowBytes + ((<usize>i) << 3)));
      const tau = reflector(m, v, at(e, i));
      if (taus != 0) {
        store<f64>(at(taus, i), tau);
        memory.copy(a + <usize>i * rowBytes + ((<usize>(i + 1)) << 3), v, (<usize>m) << 3);
      }
      if (tau == 0) continue;
      symmetricProduct(m, below + ((<usize>(i + 1)) << 3), rowBytes, v, w);
      subtractPanels(
        m,
        q,
        vw + <usize>(i + 1) * PANEL_BYTES,
        wv + <usize>(i + 1) * PANEL_BYTES,
        v,
        w,
        coefficients,
      );
      // w := τ w − ½ τ² (vᵀw) v, so that the reflected matrix is A − v wᵀ − w vᵀ.
      let product: f64 = 0;
      for (let r = 0; r < m; r++) product += load<f64>(at(v, r)) * load<f64>(at(w, r));
      const shift = 0.5 * tau * tau * product;
      for (let r = 0; r < m; r++) {
        const vr = load<f64>(at(v, r));
        const wr = tau * load<f64>(at(w, r)) - shift * vr;
        const o = <usize>(i + 1 + r) * PANEL_BYTES + ((<usize>q) << 3);
        store<f64>(vw + o, vr);
        store<f64>(vw + o + HALF_BYTES, wr);
        store<f64>(wv + o, wr);
        store<f64>(wv + o + HALF_BYTES, vr);
      }
    }
    const next = first + columns;
    const rest = n - next;
    const left = vw + <usize>next * PANEL_BYTES;
    const right = wv + <usize>next * PANEL_BYTES;
    const corner = a + <usize>next * rowBytes + ((<usize>next) << 3);
    gemm(rest, rest, PANEL, -1, left, PANEL, 1, right, 1, PANEL, corner, lda, LOWER, 0);
  }
  store<f64>(at(d, n - 1), load<f64>(a + <usize>(n - 1) * rowBytes + ((<usize>(n - 1)) << 3)));
  store<f64>(at(e, n - 1), 0);
}

/**
 * x (n) := Qᵀ x, or with `back` Q x, where A = Q T Qᵀ was made tridiagonal and keeps its reflections.
 */
export function reflect(n: i32, a: usize, lda: i32, taus: usize, x: usize, back: bool): void {
  for (let k = 0; k < n - 1; k++) {
    const i = back ? n - 2 - k : k;
    const tau = load<f64>(at(taus, i));
    if (tau == 0) continue;
    const v = a + ((<usize>i * lda + i + 1) << 3);
    reflectTail(n - i - 1, v, tau, at(x, i + 1));
  }
}

/** x := x − τ v (vᵀx) */
function reflectTail(m: i32, v: usize, tau: f64, x: usize): void {
  const end = (<usize>m) << 3;
  const paired = end & ~15;
  let s0 = f64x2.splat(0);
  for (let o: usize = 0; o != paired; o += 16) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(v + o), v128.load(x + o)));
  }
  let product = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  if (paired != end) product += load<f64>(v + paired) * load<f64>(x + paired);
  const factor = tau * product;
  const factors = f64x2.splat(factor);
  for (let o: usize = 0; o != paired; o += 16) {
    v128.store(x + o, f64x2.sub(v128.load(x + o), f64x2.mul(factors, v128.load(v + o))));
  }
  if (paired != end) store<f64>(x + paired, load<f64>(x + paired) - factor * load<f64>(v + paired));
}

/** Of two panel rows, the product of the first `used` bytes of both halves. */
function dotPanels(x: usize, y: usize, used: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let o: usize = 0; o < used; o += 16) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(x + o), v128.load(y + o)));
    const half = o + HALF_BYTES;
    s1 = f64x2.add(s1, f64x2.mul(v128.load(x + half), v128.load(y + half)));
  }
  s0 = f64x2.add(s0, s1);
  return f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
}

/**
 * Replaces x (m) by v with v₀ = 1 such that (I − τ v vᵀ) x = (β, 0, …, 0), stores β and returns τ; 0 if x has this
 * form already.
 */
function reflector(m: i32, x: usize, beta: usize): f64 {
  const head = load<f64>(x);
  let largest: f64 = 0;
  for (let r = 1; r < m; r++) largest = max(largest, Math.abs(load<f64>(at(x, r))));
  store<f64>(beta, head);
  store<f64>(x, 1);
  if (largest == 0) return 0;
  // Relative to the largest element, so that no square leaves the range.
  largest = max(largest, Math.abs(head));
  let squares: f64 = 0;
  for (let r = 1; r < m; r++) {
    const ratio = load<f64>(at(x, r)) / largest;
    squares += ratio * ratio;
  }
  const alpha = head / largest;
  const norm = Math.sqrt(alpha * alpha + squares);
  const signed = alpha > 0 ? -norm : norm;
  const scale = 1.0 / ((alpha - signed) * largest);
  for (let r = 1; r < m; r++) store<f64>(at(x, r), load<f64>(at(x, r)) * scale);
  store<f64>(beta, signed * largest);
  return (signed - alpha) / signed;
}

/**
 * w −= (V Wᵀ + W Vᵀ) v for m rows of the panels [V | W] and [W | V], of whose halves the first q columns are filled.
 */
function subtractPanels(m: i32, q: i32, vw: usize, wv: usize, v: usize, w: usize, coefficients: usize): void {
  if (q == 0) return;
  const used = (<usize>((q + 1) & ~1)) << 3;
  memory.fill(coefficients, 0, PANEL_BYTES);
  for (let r = 0; r < m; r++) {
    const row = vw + <usize>r * PANEL_BYTES;
    const x = v128.load_splat<f64>(at(v, r));
    for (let o: usize = 0; o < used; o += 16) {
      const c = coefficients + o;
      v128.store(c, f64x2.add(v128.load(c), f64x2.mul(x, v128.load(row + o))));
      const half = c + HALF_BYTES;
      v128.store(half, f64x2.add(v128.load(half), f64x2.mul(x, v128.load(row + o + HALF_BYTES))));
    }
  }
  for (let r = 0; r < m; r++) {
    const p = at(w, r);
    store<f64>(p, load<f64>(p) - dotPanels(wv + <usize>r * PANEL_BYTES, coefficients, used));
  }
}

/** w := A v for the symmetric A (m×m) given by its lower triangle, each element of which is read once. */
function symmetricProduct(m: i32, a: usize, rowBytes: usize, v: usize, w: usize): void {
  memory.fill(w, 0, (<usize>m) << 3);
  let i = 0;
  for (; i + 4 <= m; i += 4) addFourRows(i, a + <usize>i * rowBytes, rowBytes, v, w);
  for (; i < m; i++) addRow(i, a + <usize>i * rowBytes, v, w);
}

/** What row i up to the diagonal, and the column that mirrors it, add to w = A v. */
function addRow(i: i32, row: usize, v: usize, w: usize): void {
  const vi = load<f64>(at(v, i));
  let s = load<f64>(at(row, i)) * vi;
  for (let j = 0; j < i; j++) {
    const x = load<f64>(at(row, j));
    s += x * load<f64>(at(v, j));
    store<f64>(at(w, j), load<f64>(at(w, j)) + vi * x);
  }
  store<f64>(at(w, i), load<f64>(at(w, i)) + s);
}

/** `addRow` for rows i … i + 3, i a multiple of 4. */
function addFourRows(i: i32, row: usize, rowBytes: usize, v: usize, w: usize): void {
  const r1 = row + rowBytes;
  const r2 = r1 + rowBytes;
  const r3 = r2 + rowBytes;
  const vi = at(v, i);
  const v0 = v128.load_splat<f64>(vi);
  const v1 = v128.load_splat<f64>(vi, 8);
  const v2 = v128.load_splat<f64>(vi, 16);
  const v3 = v128.load_splat<f64>(vi, 24);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = (<usize>i) << 3;
  for (let o: usize = 0; o != end; o += 16) {
    const x = v128.load(v + o);
    const a0 = v128.load(row + o);
    const a1 = v128.load(r1 + o);
    const a2 = v128.load(r2 + o);
    const a3 = v128.load(r3 + o);
    s0 = f64x2.add(s0, f64x2.mul(a0, x));
    s1 = f64x2.add(s1, f64x2.mul(a1, x));
    s2 = f64x2.add(s2, f64x2.mul(a2, x));
    s3 = f64x2.add(s3, f64x2.mul(a3, x));
    const first = f64x2.add(f64x2.mul(a0, v0), f64x2.mul(a1, v1));
    const second = f64x2.add(f64x2.mul(a2, v2), f64x2.mul(a3, v3));
    v128.store(w + o, f64x2.add(v128.load(w + o), f64x2.add(first, second)));
  }
  const wi = at(w, i);
  addLanes(wi, s0);
  addLanes(wi + 8, s1);
  addLanes(wi + 16, s2);
  addLanes(wi + 24, s3);
  for (let k = 0; k < 4; k++) addRow(k, row + <usize>k * rowBytes + end, vi, wi);
}

function addLanes(p: usize, s: v128): void {
  store<f64>(p, load<f64>(p) + f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1));
}
