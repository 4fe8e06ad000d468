import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { Workspace } from './workspace';

/** gram += weight · D T Tᵀ D with D = diag(√eigenvalues): the scatter of df rows of a Gaussian with that covariance. T from where the random numbers are. */
export function addDiagonalScatter(
  kernels: Kernels,
  gram: Matrix,
  weight: number,
  eigenvalues: Float64Array,
  df: number,
  { bartlett }: Workspace<'bartlett'>,
): void {
  if (df === 0) return;
  const t = matrixOf(bartlett, gram.rows, Math.min(gram.rows, df));
  kernels.fillBartlett(t, df);
  scaleRows(kernels.arena.view(bartlett), t, eigenvalues.map(Math.sqrt));
  kernels.addTrapezoidGram(gram, weight, t);
}

/** gram += weight · L̂ T Tᵀ L̂ᵀ: the scatter of df rows of a Gaussian with covariance L̂ L̂ᵀ. T from where the random numbers are. */
export function addFactorScatter(
  kernels: Kernels,
  gram: Matrix,
  weight: number,
  factor: Matrix,
  df: number,
  { bartlett, product }: Workspace<'bartlett' | 'product'>,
): void {
  if (df === 0 || factor.columns === 0) return;
  const t = matrixOf(bartlett, factor.columns, Math.min(factor.columns, df));
  kernels.fillBartlett(t, df);
  const scatterFactor = matrixOf(product, factor.rows, t.columns);
  kernels.arena.view(product).fill(0);
  kernels.addTrapezoidProduct(scatterFactor, factor, t);
  kernels.addTrapezoidGram(gram, weight, scatterFactor);
}

/** Row i of a lower-trapezoidal matrix times scale[i]. */
export function scaleRows(values: Float64Array, { rows, columns }: Matrix, scale: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const factor = scale[i]!;
    const end = i * columns + Math.min(i + 1, columns);
    for (let at = i * columns; at < end; at++) values[at] = values[at]! * factor;
  }
}
