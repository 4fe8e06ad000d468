import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';

/** Gaussian noise around a mean: scale ∘ z, or Rᵀ z with z of length R.rows. */
export type NoiseLaw = { readonly scale: Float64Array } | { readonly root: Matrix };

/**
 * Adds to each row noise of its own.
 * @param rows contiguous
 * @param seekRow goes to where a row's noise is drawn
 * @param noise takes the z: as many as `rows` has elements, or rows.rows·R.rows
 */
export function addNoise(
  kernels: Kernels,
  seekRow: (row: number) => void,
  rows: Matrix,
  law: NoiseLaw,
  noise: Block,
): void {
  const width = 'root' in law ? law.root.rows : rows.columns;
  const z = { address: noise.address, length: rows.rows * width };
  fillNormalRows(kernels, seekRow, z, width);
  if ('root' in law) {
    kernels.addProduct(rows, 1, matrixOf(z, rows.rows, width), law.root);
    return;
  }
  const values = kernels.arena.view({ address: rows.address, length: z.length });
  const draws = kernels.arena.view(z);
  for (let row = 0, at = 0; row < rows.rows; row++) {
    for (let i = 0; i < width; i++, at++) values[at] = values[at]! + law.scale[i]! * draws[at]!;
  }
}

/** Row after row of `width` standard normal numbers, each from its own place. */
export function fillNormalRows(
  kernels: Kernels,
  seekRow: (row: number) => void,
  { address, length }: Block,
  width: number,
): void {
  const bytes = width * Float64Array.BYTES_PER_ELEMENT;
  for (let row = 0; row * width < length; row++) {
    seekRow(row);
    kernels.fillNormal({ address: address + row * bytes, length: width });
  }
}
