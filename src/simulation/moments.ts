import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';
import { trapezoidLength, valuesOf } from './trapezoid';

/** All that the square loss needs of a drawn training set. */
export interface TrainingMoments {
  /** Σ κ v vᵀ (p×p), lower triangle only */
  readonly gram: Matrix;
  /** Σ κ v (length p), v = label·x */
  readonly target: Block;
  /** How many synthetic rows the verifier kept. */
  readonly kept: number;
}

/**
 * Moments without weights, packed: the lower triangle of the Gram matrix with what the means add to it, then the
 * sums.
 * @param gram lower triangle, without the means' part
 * @param means each a group's mean times the root of its rows
 * @param sums of p elements, or of p for each class
 */
export function packMoments(
  kernels: Kernels,
  gram: Matrix,
  means: readonly Float64Array[],
  sums: Float64Array,
): Float64Array {
  const p = gram.rows;
  const triangle = trapezoidLength(p, p);
  const packed = new Float64Array(triangle + sums.length);
  const values = valuesOf(kernels, gram);
  // Two means at a time: a pass over the triangle costs more than what it computes.
  const none = new Float64Array(p);
  for (let k = 0; k === 0 || k < means.length; k += 2) {
    const first = means[k] ?? none;
    const second = means[k + 1] ?? none;
    for (let i = 0, at = 0; i < p; i++) {
      const a = first[i]!;
      const b = second[i]!;
      const from = k === 0 ? values.subarray(i * p, i * p + i + 1) : packed.subarray(at, at + i + 1);
      for (let j = 0; j <= i; j++, at++) packed[at] = from[j]! + a * first[j]! + b * second[j]!;
    }
  }
  packed.set(sums, triangle);
  return packed;
}

/** gram and target := Σ weight · moments, lower triangle. */
export function combineMoments(
  kernels: Kernels,
  parts: readonly { readonly weight: number; readonly moments: Float64Array }[],
  gram: Matrix,
  target: Float64Array,
): void {
  const p = gram.rows;
  const values = valuesOf(kernels, gram);
  const triangle = trapezoidLength(p, p);
  target.fill(0);
  if (parts.length === 0) values.fill(0);
  parts.forEach(({ weight, moments }, part) => {
    for (let i = 0, at = 0; i < p; i++) {
      const row = i * p;
      if (part === 0) for (let j = 0; j <= i; j++, at++) values[row + j] = weight * moments[at]!;
      else for (let j = 0; j <= i; j++, at++) values[row + j]! += weight * moments[at]!;
    }
    for (let k = 0; k < target.length; k++) target[k]! += weight * moments[triangle + k]!;
  });
}
