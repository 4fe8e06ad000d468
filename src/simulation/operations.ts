/** A random normal costs about as much as this many additions and multiplications. */
export const OPERATIONS_PER_NORMAL = 100;

/** Additions and multiplications of L Lᵀ for a p×k lower trapezoid L. */
export function trapezoidGramOperations(p: number, k: number): number {
  return (p ** 3 - (p - k) ** 3) / 3;
}

/** What drawing a rows×k lower trapezoid costs. */
export function bartlettOperations(rows: number, k: number): number {
  return OPERATIONS_PER_NORMAL * k * (rows - k / 2);
}
