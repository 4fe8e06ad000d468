// The matrix product, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008):
// panels of A and B are copied into contiguous memory, then multiplied in tiles of 4×4 held in registers.
// Matrices are of f64, given by address and strides in elements. Plain SIMD only: a relaxed (fused) multiply-add
// would be faster, but would not give the same bits on every machine.
import { KC, MC, NC, PACKED_A, PACKED_B, TILE } from './memory';

/**
 * C[4×4] += α Σ_k a[k][0..3] ⊗ b[k][0..3], depth ≥ 1; a has every element twice, so that a plain load spreads it over
 * both lanes. Two steps at a time, each a basic block of its own: V8 hoists every load of a block to its top, and
 * 6 loads, 8 accumulators and 1 temporary are exactly what the 15 free registers of x86-64 hold.
 */
function multiplyTile(depth: i32, a: usize, b: usize, c: usize, rowBytes: usize, alpha: f64): void {
  let c00 = f64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = a + ((<usize>depth) << 6);
  const last = end - 64;
  while (true) {
    const even0 = v128.load(b);
    const even1 = v128.load(b, 16);
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    const x2 = v128.load(a, 32);
    const x3 = v128.load(a, 48);
    c00 = f64x2.add(c00, f64x2.mul(x0, even0));
    c01 = f64x2.add(c01, f64x2.mul(x0, even1));
    c10 = f64x2.add(c10, f64x2.mul(x1, even0));
    c11 = f64x2.add(c11, f64x2.mul(x1, even1));
    c20 = f64x2.add(c20, f64x2.mul(x2, even0));
    c21 = f64x2.add(c21, f64x2.mul(x2, even1));
    c30 = f64x2.add(c30, f64x2.mul(x3, even0));
    c31 = f64x2.add(c31, f64x2.mul(x3, even1));
    if (a == last) break;
    const odd0 = v128.load(b, 32);
    const odd1 = v128.load(b, 48);
    const y0 = v128.load(a, 64);
    const y1 = v128.load(a, 80);
    const y2 = v128.load(a, 96);
    const y3 = v128.load(a, 112);
    c00 = f64x2.add(c00, f64x2.mul(y0, odd0));
    c01 = f64x2.add(c01, f64x2.mul(y0, odd1));
    c10 = f64x2.add(c10, f64x2.mul(y1, odd0));
    c11 = f64x2.add(c11, f64x2.mul(y1, odd1));
    c20 = f64x2.add(c20, f64x2.mul(y2, odd0));
    c21 = f64x2.add(c21, f64x2.mul(y2, odd1));
    c30 = f64x2.add(c30, f64x2.mul(y3, odd0));
    c31 = f64x2.add(c31, f64x2.mul(y3, odd1));
    a += 128;
    b += 64;
    if (a == end) break;
  }
  const s = f64x2.splat(alpha);
  addRow(c, s, c00, c01);
  addRow(c + rowBytes, s, c10, c11);
  addRow(c + 2 * rowBytes, s, c20, c21);
  addRow(c + 3 * rowBytes, s, c30, c31);
}

function addRow(c: usize, alpha: v128, x0: v128, x1: v128): void {
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(alpha, x0)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(alpha, x1)), 16);
}

/**
 * Copies `lanes` rows of length `depth` (element (i, k) at src + 8 (i·laneStride + k·depthStride)) into groups
 * of four lanes, [⌈lanes/4⌉][depth][4], the last group padded with zeros. Of the group that begins at lane i only
 * the elements k from max(0, begin + i) to min(depth, end + i) are copied: the others are known to be zero, and
 * not looked at.
 */
export function pack(
  lanes: i32,
  depth: i32,
  src: usize,
  laneStride: i32,
  depthStride: i32,
  dst: usize,
  begin: i32,
  end: i32,
): void {
  const laneBytes = (<usize>laneStride) << 3;
  const depthBytes = (<usize>depthStride) << 3;
  for (let i = 0; i < lanes; i += 4) {
    let k = max(0, begin + i);
    const upTo = min(depth, end + i);
    let s = src + <usize>i * laneBytes + <usize>k * depthBytes;
    let d = dst + ((<usize>(i >> 2) * depth + k) << 5);
    if (i + 4 > lanes) {
      for (; k < upTo; k++, s += depthBytes, d += 32) packPartly(lanes - i, s, laneBytes, d, 8);
      return;
    }
    if (laneStride == 1) {
      for (; k < upTo; k++) {
        v128.store(d, v128.load(s));
        v128.store(d, v128.load(s, 16), 16);
        s += depthBytes;
        d += 32;
      }
      continue;
    }
    let s1 = s + laneBytes;
    let s2 = s1 + laneBytes;
    let s3 = s2 + laneBytes;
    if (depthStride == 1) {
      for (; k + 2 <= upTo; k += 2) {
        const r0 = v128.load(s);
        const r1 = v128.load(s1);
        const r2 = v128.load(s2);
        const r3 = v128.load(s3);
        v128.store(d, v128.shuffle<f64>(r0, r1, 0, 2));
        v128.store(d, v128.shuffle<f64>(r2, r3, 0, 2), 16);
        v128.store(d, v128.shuffle<f64>(r0, r1, 1, 3), 32);
        v128.store(d, v128.shuffle<f64>(r2, r3, 1, 3), 48);
        s += 16;
        s1 += 16;
        s2 += 16;
        s3 += 16;
        d += 64;
      }
    }
    for (; k < upTo; k++) {
      store<f64>(d, load<f64>(s));
      store<f64>(d, load<f64>(s1), 8);
      store<f64>(d, load<f64>(s2), 16);
      store<f64>(d, load<f64>(s3), 24);
      s += depthBytes;
      s1 += depthBytes;
      s2 += depthBytes;
      s3 += depthBytes;
      d += 32;
    }
  }
}

/** As `pack`, with every element twice: [⌈lanes/4⌉][depth][4][2]. */
function packTwice(
  lanes: i32,
  depth: i32,
  src: usize,
  laneStride: i32,
  depthStride: i32,
  dst: usize,
  end: i32,
): void {
  const laneBytes = (<usize>laneStride) << 3;
  const depthBytes = (<usize>depthStride) << 3;
  for (let i = 0; i < lanes; i += 4) {
    const upTo = min(depth, end + i);
    let s = src + <usize>i * laneBytes;
    let d = dst + ((<usize>(i >> 2) * depth) << 6);
    if (i + 4 > lanes) {
      for (let k = 0; k < upTo; k++, s += depthBytes, d += 64) {
        packPartly(lanes - i, s, laneBytes, d, 16);
        packPartly(lanes - i, s, laneBytes, d + 8, 16);
      }
      return;
    }
    let s1 = s + laneBytes;
    let s2 = s1 + laneBytes;
    let s3 = s2 + laneBytes;
    for (let k = 0; k < upTo; k++) {
      v128.store(d, v128.load_splat<f64>(s));
      v128.store(d, v128.load_splat<f64>(s1), 16);
      v128.store(d, v128.load_splat<f64>(s2), 32);
      v128.store(d, v128.load_splat<f64>(s3), 48);
      s += depthBytes;
      s1 += depthBytes;
      s2 += depthBytes;
      s3 += depthBytes;
      d += 64;
    }
  }
}

/** One element of each of fewer than four lanes, and zeros for the rest. */
function packPartly(lanes: i32, src: usize, laneBytes: usize, dst: usize, step: usize): void {
  for (let lane = 0; lane < 4; lane++) {
    store<f64>(dst, lane < lanes ? load<f64>(src) : 0);
    src += laneBytes;
    dst += step;
  }
}

/** As `end` of `pack`, or negative as `begin`: every group has its whole depth. */
export const WHOLE: i32 = 1 << 30;

/** Which elements of C = A B are wanted, and which of A and B are zero: what `gemm` need not compute. */
export const FULL: i32 = 0;
/** C's lower triangle only. The few elements just above the diagonal are written nonetheless. */
export const LOWER: i32 = 1;
/** C's lower triangle of A = L and B = Lᵀ with L lower trapezoidal, so that B_kj = 0 for k > j. */
export const LOWER_OF_GRAM: i32 = 2;
/** A_ik = 0 for k > i, and B_kj = 0 for j > k + shift. */
export const TRAPEZOIDS: i32 = 3;

/** The packed panels' product, added to C, whose first element is (row0, column0) of the whole product. */
function multiplyPanels(
  rows: i32,
  columns: i32,
  depth: i32,
  c: usize,
  ldc: i32,
  alpha: f64,
  shape: i32,
  shift: i32,
  row0: i32,
  column0: i32,
): void {
  const rowBytes = (<usize>ldc) << 3;
  const groupBytes = (<usize>depth) << 5;
  const lower = shape == LOWER || shape == LOWER_OF_GRAM;
  for (let j = 0; j < columns; j += 4) {
    const b = PACKED_B + <usize>(j >> 2) * groupBytes;
    const aboveDiagonal = column0 + j - row0;
    const first = lower && aboveDiagonal > 0 ? aboveDiagonal & ~3 : 0;
    const from = shape == TRAPEZOIDS ? max(0, column0 + j - shift) : 0;
    const upTo = shape == LOWER_OF_GRAM ? min(depth, column0 + j + 4) : depth;
    for (let i = first; i < rows; i += 4) {
      const terms = (shape == TRAPEZOIDS ? min(depth, row0 + i + 4) : upTo) - from;
      if (terms <= 0) continue;
      const skipped = (<usize>from) << 5;
      const a = PACKED_A + ((<usize>(i >> 2) * groupBytes + skipped) << 1);
      const tile = c + <usize>i * rowBytes + ((<usize>j) << 3);
      if (i + 4 <= rows && j + 4 <= columns) multiplyTile(terms, a, b + skipped, tile, rowBytes, alpha);
      else {
        memory.fill(TILE, 0, 128);
        multiplyTile(terms, a, b + skipped, TILE, 32, alpha);
        const tileRows = min(4, rows - i);
        const tileColumns = min(4, columns - j);
        for (let r = 0; r < tileRows; r++) {
          for (let q = 0; q < tileColumns; q++) {
            const d = tile + <usize>r * rowBytes + ((<usize>q) << 3);
            store<f64>(d, load<f64>(d) + load<f64>(TILE + <usize>(r * 32 + q * 8)));
          }
        }
      }
    }
  }
}

/**
 * C (m×n, rows contiguous) += α A (m×k) B (k×n), as far as `shape` says. Shapes that promise zeros need k ≤ KC;
 * `shift` belongs to TRAPEZOIDS.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  aRowStride: i32,
  aColumnStride: i32,
  b: usize,
  bRowStride: i32,
  bColumnStride: i32,
  c: usize,
  ldc: i32,
  shape: i32,
  shift: i32,
): void {
  const lower = shape == LOWER || shape == LOWER_OF_GRAM;
  for (let jc = 0; jc < n; jc += NC) {
    const columns = min(NC, n - jc);
    const firstRow = lower ? jc & ~3 : 0;
    if (firstRow >= m) break;
    for (let pc = 0; pc < k; pc += KC) {
      const depth = min(KC, k - pc);
      const panelB = b + ((<usize>pc * bRowStride + <usize>jc * bColumnStride) << 3);
      const begin = shape == TRAPEZOIDS ? jc - shift : -WHOLE;
      const endB = shape == LOWER_OF_GRAM ? jc + 4 : WHOLE;
      pack(columns, depth, panelB, bColumnStride, bRowStride, PACKED_B, begin, endB);
      for (let ic = firstRow; ic < m; ic += MC) {
        const rows = min(MC, m - ic);
        const panelA = a + ((<usize>ic * aRowStride + <usize>pc * aColumnStride) << 3);
        const endA = shape == LOWER_OF_GRAM || shape == TRAPEZOIDS ? ic + 4 : WHOLE;
        packTwice(rows, depth, panelA, aRowStride, aColumnStride, PACKED_A, endA);
        const wanted = lower ? min(columns, ic + rows - jc) : columns;
        const panelC = c + ((<usize>ic * ldc + jc) << 3);
        if (wanted > 0) multiplyPanels(rows, wanted, depth, panelC, ldc, alpha, shape, shift, ic, jc);
      }
    }
  }
}
