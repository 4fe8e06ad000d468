import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Gauss–Hermite nodes and weights for E f(z), z ~ N(0, 1), by Golub and Welsch's eigenvalues: an oracle. */
export function gaussHermite(size: number): { nodes: number[]; weights: number[] } {
  const jacobi = Matrix.zeros(size, size);
  for (let i = 1; i < size; i++) {
    jacobi.set(i, i - 1, Math.sqrt(i));
    jacobi.set(i - 1, i, Math.sqrt(i));
  }
  const { realEigenvalues: nodes, eigenvectorMatrix } = new EigenvalueDecomposition(jacobi, {
    assumeSymmetric: true,
  });
  return { nodes, weights: nodes.map((_, i) => eigenvectorMatrix.get(0, i) ** 2) };
}
