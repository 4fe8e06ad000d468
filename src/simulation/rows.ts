import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import { addNoise, type NoiseLaw } from './noise';
import type { SimulationProblem } from './problem';
import type { Workspace } from './workspace';

/** Two classes: x = ±mean + noise. */
export interface TwoClassLaw {
  readonly mean: Float64Array;
  readonly noise: NoiseLaw;
}

/** A law whose covariance is diagonal. */
export function diagonalLaw({
  mean,
  eigenvalues,
}: Pick<SimulationProblem, 'mean' | 'eigenvalues'>): TwoClassLaw {
  return { mean, noise: { scale: eigenvalues.map(Math.sqrt) } };
}

/**
 * One row of each of these classes (±1), into `rows`.
 * @param seekRow goes to where a row's noise is drawn
 */
export function drawRows(
  kernels: Kernels,
  seekRow: (row: number) => void,
  { mean, noise }: TwoClassLaw,
  truths: ArrayLike<number>,
  blocks: Workspace<'rows' | 'noise'>,
): Matrix {
  const p = mean.length;
  const count = truths.length;
  const rows = matrixOf(blocks.rows, count, p);
  const values = kernels.arena.view(blocks.rows);
  for (let row = 0, at = 0; row < count; row++) {
    const truth = truths[row]!;
    for (let i = 0; i < p; i++, at++) values[at] = truth * mean[i]!;
  }
  addNoise(kernels, seekRow, rows, noise, blocks.noise);
  return rows;
}
