/**
 * A root R of a symmetric matrix that may be singular, A = RᵀR, by Cholesky's method with complete pivoting: it stops
 * where what is left is rounding.
 * @param a p×p by rows, positive semidefinite to rounding; only the lower triangle is read
 * @returns R's rows one after the other, each of length p: as many as A's rank to rounding
 */
export function semidefiniteRoot(a: Float64Array, p: number): Float64Array {
  const left = Float64Array.from({ length: p }, (_, i) => a[i * p + i]!);
  const negligible = 8 * p * Number.EPSILON * left.reduce((most, value) => Math.max(most, value), 0);
  const root = new Float64Array(p * p);
  let rank = 0;
  for (; rank < p; rank++) {
    let pivot = 0;
    for (let i = 1; i < p; i++) if (left[i]! > left[pivot]!) pivot = i;
    if (!(left[pivot]! > negligible)) break;
    const row = root.subarray(rank * p, (rank + 1) * p);
    for (let i = 0; i < p; i++) row[i] = i > pivot ? a[i * p + pivot]! : a[pivot * p + i]!;
    for (let k = 0; k < rank; k++) {
      const before = root.subarray(k * p, (k + 1) * p);
      const factor = before[pivot]!;
      if (factor === 0) continue;
      for (let i = 0; i < p; i++) row[i]! -= factor * before[i]!;
    }
    const scale = 1 / Math.sqrt(left[pivot]!);
    for (let i = 0; i < p; i++) {
      row[i]! *= scale;
      left[i]! -= row[i]! ** 2;
    }
    left[pivot] = 0;
  }
  return root.slice(0, rank * p);
}
