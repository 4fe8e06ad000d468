/** A rule for integrals over [−1, 1]: exact for polynomials of a degree below twice the number of nodes. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Newton's steps to a root of P_n from its asymptotic place; they converge quadratically. */
const STEPS = 8;

/**
 * The Gauss–Legendre rule.
 * @param size n ≥ 1, the number of nodes
 */
export function gaussLegendre(size: number): Rule {
  const nodes = new Float64Array(size);
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (size + 0.5));
    let slope = 0;
    for (let step = 0; step <= STEPS; step++) {
      // P_n by its recurrence, and P_n' = n (x P_n − P_{n−1})/(x² − 1).
      let last = 1;
      let value = x;
      for (let n = 2; n <= size; n++) [last, value] = [value, ((2 * n - 1) * x * value - (n - 1) * last) / n];
      slope = (size * (x * value - last)) / (x * x - 1);
      if (step < STEPS) x -= value / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
