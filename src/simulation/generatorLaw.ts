import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import { addNoise } from './noise';
import { drawRows, type TwoClassLaw } from './rows';
import type { GaussianLaw } from './runningFit';
import type { Workspace } from './workspace';

/** A Gaussian of its own for the rows x of each class. */
export interface LawPerClass {
  readonly positive: GaussianLaw;
  readonly negative: GaussianLaw;
}

/** What synthetic rows are drawn from. */
export type GeneratorLaw = TwoClassLaw | LawPerClass;

/**
 * One synthetic row of each of these classes (±1), into `rows`.
 * @param seekRow goes to where a row's noise is drawn
 * @param blocks sorted: as long as `rows` for a law per class
 */
export function drawGenerated(
  kernels: Kernels,
  seekRow: (row: number) => void,
  law: GeneratorLaw,
  truths: ArrayLike<number>,
  blocks: Workspace<'rows' | 'noise' | 'sorted'>,
): Matrix {
  if ('noise' in law) return drawRows(kernels, seekRow, law, truths, blocks);
  const p = law.positive.mean.length;
  const rows = matrixOf(blocks.rows, truths.length, p);
  const values = kernels.arena.view(blocks.rows);
  const classes = [
    [1, law.positive],
    [-1, law.negative],
  ] as const;
  for (const [truth, { mean, root }] of classes) {
    const places: number[] = [];
    for (let row = 0; row < truths.length; row++) if (truths[row] === truth) places.push(row);
    const own = matrixOf(blocks.sorted, places.length, p);
    const sorted = kernels.arena.view(blocks.sorted);
    places.forEach((_, i) => sorted.set(mean, i * p));
    addNoise(kernels, (i) => seekRow(places[i]!), own, { root }, blocks.noise);
    places.forEach((row, i) => values.set(sorted.subarray(i * p, (i + 1) * p), row * p));
  }
  return rows;
}
