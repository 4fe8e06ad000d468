// Small dense matrices, row by row.

/**
 * X with M X = R for a symmetric positive definite M, by Cholesky's factorisation.
 * @param matrix M, size×size; its lower triangle is overwritten by the factor
 * @param right R, size×columns, overwritten by X
 * @returns whether M was positive definite in double precision; if not, X is not formed
 */
export function solvePositive(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
  columns: number,
): boolean {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i > j) {
        matrix[i * size + j] = sum / matrix[j * size + j]!;
      } else {
        if (!(sum > 0 && sum < Infinity)) return false;
        matrix[j * size + j] = Math.sqrt(sum);
      }
    }
  }
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let sum = right[i * columns + column]!;
      for (let k = 0; k < i; k++) sum -= matrix[i * size + k]! * right[k * columns + column]!;
      right[i * columns + column] = sum / matrix[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = right[i * columns + column]!;
      for (let k = i + 1; k < size; k++) sum -= matrix[k * size + i]! * right[k * columns + column]!;
      right[i * columns + column] = sum / matrix[i * size + i]!;
    }
  }
  return true;
}

/** A B for A of rows×inner and B of inner×columns. */
export function product(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const entry = a[i * inner + k]!;
      for (let j = 0; j < columns; j++) result[i * columns + j]! += entry * b[k * columns + j]!;
    }
  }
  return result;
}

/** Aᵀ B for A and B of rows×columns each. */
function crossProduct(a: Float64Array, b: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(columns * columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) {
      const entry = a[k * columns + i]!;
      for (let j = 0; j < columns; j++) result[i * columns + j]! += entry * b[k * columns + j]!;
    }
  }
  return result;
}

/** BᵀB for a square B. */
export function squares(b: Float64Array, size: number): Float64Array {
  return crossProduct(b, b, size, size);
}

/** Bᵀ F B for a symmetric F of size×size and B of size×columns: columns×columns. */
export function congruence(form: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  return crossProduct(b, product(form, b, size, size, columns), size, columns);
}
