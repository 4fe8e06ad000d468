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

/** Aᵀ B for A of rows×inner and B of rows×columns. */
export function crossProduct(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(inner * columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < inner; i++) {
      const entry = a[k * inner + i]!;
      for (let j = 0; j < columns; j++) result[i * columns + j]! += entry * b[k * columns + j]!;
    }
  }
  return result;
}

/** BᵀB for B of rows×columns. */
export function squares(b: Float64Array, rows: number, columns: number): Float64Array {
  return crossProduct(b, b, rows, columns, columns);
}

/**
 * R with R Rᵀ = M for a symmetric positive semidefinite M, of as few columns as M has rank but for rounding: Cholesky's
 * factorisation, the row with the largest rest first.
 * @returns R, size×rank
 */
export function factorOf(matrix: Float64Array, size: number): { factor: Float64Array; rank: number } {
  const negligible = 4 * size * Number.EPSILON;
  const rest = Float64Array.from({ length: size }, (_, i) => matrix[i * (size + 1)]!);
  const least = rest.map((own) => negligible * own);
  const columns: Float64Array[] = [];
  for (;;) {
    let pivot = -1;
    for (let i = 0; i < size; i++) {
      if (rest[i]! > least[i]! && (pivot < 0 || rest[i]! > rest[pivot]!)) pivot = i;
    }
    if (pivot < 0) break;
    const root = Math.sqrt(rest[pivot]!);
    const column = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      if (!(rest[i]! > least[i]!)) continue;
      let sum = matrix[i * size + pivot]!;
      for (const known of columns) sum -= known[i]! * known[pivot]!;
      column[i] = sum / root;
    }
    column[pivot] = root;
    for (let i = 0; i < size; i++) rest[i]! -= column[i]! ** 2;
    rest[pivot] = 0;
    columns.push(column);
  }
  const rank = columns.length;
  return {
    factor: Float64Array.from(
      { length: size * rank },
      (_, at) => columns[at % rank]![Math.floor(at / rank)]!,
    ),
    rank,
  };
}

/** Bᵀ M B for a symmetric positive semidefinite M of size×size and B of size×columns: columns×columns, its diagonal ≥ 0. */
export function congruence(form: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  const { factor, rank } = factorOf(form, size);
  return squares(crossProduct(factor, b, size, rank, columns), rank, columns);
}
