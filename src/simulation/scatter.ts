import { type Matrix, matrixOf } from '../numerics/matrix';
import { drawChi, drawScaledBartlett, type Drawing, normalsBelow } from './bartlett';
import type { Key } from './memo';
import type { Component } from './streams';
import { addColumns, packTrapezoid, unpackTrapezoid } from './trapezoid';
import type { Workspace } from './workspace';

/** A Gaussian N(mean, L̂ L̂ᵀ) with a lower-trapezoidal p×columns L̂, packed. */
export interface PackedLaw {
  readonly mean: Float64Array;
  readonly packed: Float64Array;
  readonly columns: number;
}

/** gram += D T Tᵀ D with D = diag(√eigenvalues): the scatter of df rows of a Gaussian with that covariance. */
export function addDiagonalScatter(
  drawing: Drawing,
  component: Component,
  eigenvalues: Float64Array,
  df: number,
  gram: Matrix,
  { factor, chi }: Workspace<'factor' | 'chi'>,
): void {
  if (df === 0) return;
  const t = matrixOf(factor, gram.rows, Math.min(gram.rows, df));
  drawScaledBartlett(drawing, component, df, eigenvalues.map(Math.sqrt), t, chi);
  drawing.kernels.addTrapezoidGram(gram, 1, t);
}

/**
 * gram += L̂ T Tᵀ L̂ᵀ: the scatter of df rows of a Gaussian with covariance L̂ L̂ᵀ. With T = N + diag(χ) the product
 * L̂ N is the same for every df, and L̂ T = L̂ N + L̂ diag(χ) costs no more than to write it down.
 * @param key of the law
 */
export function addFactorScatter(
  drawing: Drawing,
  key: Key,
  { packed, columns: rank }: PackedLaw,
  component: Component,
  df: number,
  gram: Matrix,
  blocks: Workspace<'factor' | 'bartlett' | 'product' | 'chi'>,
): void {
  const { kernels, memo } = drawing;
  const columns = Math.min(rank, df);
  if (columns === 0) return;
  const p = gram.rows;
  const product = matrixOf(blocks.product, p, columns);
  const below = memo.get(['factorTimesBelow', component, columns, ...key], () => {
    const normals = normalsBelow(drawing, component, rank, columns, blocks.bartlett);
    const factor = matrixOf(blocks.factor, p, rank);
    const n = matrixOf(blocks.bartlett, rank, columns);
    unpackTrapezoid(kernels, packed, factor);
    unpackTrapezoid(kernels, normals, n);
    kernels.arena.view({ ...blocks.product, length: p * columns }).fill(0);
    kernels.addTrapezoidProduct(product, factor, n);
    return packTrapezoid(kernels, product);
  });
  const chi = drawChi(drawing, component, df, columns, blocks.chi);
  addColumns(kernels, below, packed, rank, chi, product);
  kernels.addTrapezoidGram(gram, 1, product);
}
