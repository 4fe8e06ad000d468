/**
 * Solves a small square system in place by elimination with row pivoting.
 * @param matrix rows of n numbers; overwritten
 * @param right n numbers; overwritten by the solution, which is not finite where the matrix is singular
 */
export function solveInPlace(matrix: number[][], right: number[]): void {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    }
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    const top = matrix[column]!;
    for (let row = column + 1; row < n; row++) {
      const current = matrix[row]!;
      const factor = current[column]! / top[column]!;
      for (let k = column + 1; k < n; k++) current[k]! -= factor * top[k]!;
      right[row]! -= factor * right[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let value = right[row]!;
    for (let k = row + 1; k < n; k++) value -= matrix[row]![k]! * right[k]!;
    right[row] = value / matrix[row]![row]!;
  }
}
