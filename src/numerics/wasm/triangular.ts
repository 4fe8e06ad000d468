// Products of lower-trapezoidal matrices (rows contiguous, zeros stored above the diagonal). Both are sums of
// products of one block of columns with what it meets, and gemm leaves out the zeros of the diagonal blocks:
// n³/3 operations for n×n instead of 2 n³.
import { gemm, LOWER_OF_GRAM, TRAPEZOIDS } from './gemm';

/** At most gemm's KC. Anything from 128 to 256 is as fast. */
const BLOCK: i32 = 256;

/** C (n×n), lower triangle, += α L Lᵀ with L (n×k) lower trapezoidal. */
export function trapezoidGram(n: i32, k: i32, alpha: f64, l: usize, ldl: i32, c: usize, ldc: i32): void {
  for (let j = 0; j < min(n, k); j += BLOCK) {
    const block = l + ((<usize>j * ldl + j) << 3);
    const width = min(BLOCK, k - j);
    const target = c + ((<usize>j * ldc + j) << 3);
    gemm(n - j, n - j, width, alpha, block, ldl, 1, block, 1, ldl, target, ldc, LOWER_OF_GRAM, 0);
  }
}

/** C (n×k) += A (n×q) B (q×k), all three lower trapezoidal. */
export function trapezoidProduct(
  n: i32,
  q: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
): void {
  for (let j = 0; j < min(n, q); j += BLOCK) {
    const width = min(BLOCK, q - j);
    const blockA = a + ((<usize>j * lda + j) << 3);
    const blockB = b + ((<usize>j * ldb) << 3);
    const target = c + ((<usize>j * ldc) << 3);
    gemm(n - j, min(k, j + width), width, 1, blockA, lda, 1, blockB, ldb, 1, target, ldc, TRAPEZOIDS, j);
  }
}
