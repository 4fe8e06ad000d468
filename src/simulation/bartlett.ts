import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { matrixOf, type Matrix } from '../numerics/matrix';
import type { Memo } from './memo';
import type { Component, RandomStreams } from './streams';
import { packTrapezoid, scaleTrapezoid } from './trapezoid';

/** What the sufficient samplers draw with. */
export interface Drawing {
  readonly kernels: Kernels;
  readonly streams: RandomStreams;
  readonly memo: Memo;
}

/**
 * The normals of a rows×k Bartlett factor, packed with zeros for its diagonal: the same whatever the degrees of
 * freedom.
 * @param scratch of rows·k elements
 */
export function normalsBelow(
  { kernels, streams, memo }: Drawing,
  component: Component,
  rows: number,
  columns: number,
  scratch: Block,
): Float64Array {
  return memo.get(['normals', component, rows, columns], () => {
    const t = matrixOf(scratch, rows, columns);
    streams.useRow(component, 0);
    kernels.fillBelow(t);
    return packTrapezoid(kernels, t);
  });
}

/** The diagonal of Bartlett's factor of df degrees of freedom, in the block. */
export function drawChi(
  { kernels, streams }: Drawing,
  component: Component,
  df: number,
  columns: number,
  block: Block,
): Float64Array {
  const chi = { ...block, length: columns };
  streams.useRow(component, 0);
  kernels.fillChi(chi, df);
  return kernels.arena.view(chi);
}

/** into := D T, D = diag(scale), T Bartlett's factor of df degrees of freedom: the scatter of df rows of N(0, D²). */
export function drawScaledBartlett(
  drawing: Drawing,
  component: Component,
  df: number,
  scale: Float64Array,
  into: Matrix,
  chi: Block,
): void {
  const { rows, columns } = into;
  const scratch = { address: into.address, length: rows * columns };
  const normals = normalsBelow(drawing, component, rows, columns, scratch);
  const diagonal = drawChi(drawing, component, df, columns, chi);
  scaleTrapezoid(drawing.kernels, normals, diagonal, scale, into);
}
