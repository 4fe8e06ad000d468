import type { Block } from './arena';

/** A matrix in the kernels' memory: element (i, j) at byte address + 8 (i·rowStride + j·columnStride). */
export interface Matrix {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The first rows·columns elements of `block`, row by row. */
export function matrixOf(block: Block, rows: number, columns: number): Matrix {
  if (rows * columns > block.length) {
    throw new RangeError(`A block of ${block.length} elements cannot hold a ${rows}×${columns} matrix.`);
  }
  return { address: block.address, rows, columns, rowStride: columns, columnStride: 1 };
}

/** The same elements read as Aᵀ; nothing is copied. */
export function transpose(a: Matrix): Matrix {
  return {
    address: a.address,
    rows: a.columns,
    columns: a.rows,
    rowStride: a.columnStride,
    columnStride: a.rowStride,
  };
}
