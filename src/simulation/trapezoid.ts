import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';

/** How many elements a rows×k lower trapezoid has: what is packed, row after row. */
export function trapezoidLength(rows: number, columns: number): number {
  return (columns * (columns + 1)) / 2 + (rows - columns) * columns;
}

/** The elements of a matrix on and below its diagonal, packed (after `before` other elements). */
export function packTrapezoid(kernels: Kernels, matrix: Matrix, before = 0): Float64Array {
  const { rows, columns } = matrix;
  const packed = new Float64Array(before + trapezoidLength(rows, columns));
  const values = valuesOf(kernels, matrix);
  for (let i = 0, at = before; i < rows; i++) {
    const width = Math.min(i + 1, columns);
    packed.set(values.subarray(i * columns, i * columns + width), at);
    at += width;
  }
  return packed;
}

/** The packed trapezoid as a matrix, with zeros above the diagonal. */
export function unpackTrapezoid(kernels: Kernels, packed: Float64Array, into: Matrix): void {
  const { rows, columns } = into;
  const values = valuesOf(kernels, into);
  for (let i = 0, at = 0; i < rows; i++) {
    const width = Math.min(i + 1, columns);
    values.set(packed.subarray(at, at + width), i * columns);
    values.fill(0, i * columns + width, (i + 1) * columns);
    at += width;
  }
}

/** into := scale ∘ (N + diag(d)) by rows, N packed. */
export function scaleTrapezoid(
  kernels: Kernels,
  packed: Float64Array,
  diagonal: Float64Array,
  scale: Float64Array,
  into: Matrix,
): void {
  const { rows, columns } = into;
  const values = valuesOf(kernels, into);
  for (let i = 0, at = 0; i < rows; i++) {
    const factor = scale[i]!;
    const width = Math.min(i + 1, columns);
    const row = i * columns;
    for (let j = 0; j < width; j++, at++) values[row + j] = factor * packed[at]!;
    if (i < columns) values[row + i] = factor * diagonal[i]!;
    values.fill(0, row + width, row + columns);
  }
}

/** into := A + B diag(d), A packed, and B packed with as many columns or more. */
export function addColumns(
  kernels: Kernels,
  a: Float64Array,
  b: Float64Array,
  columnsOfB: number,
  diagonal: Float64Array,
  into: Matrix,
): void {
  const { rows, columns } = into;
  const values = valuesOf(kernels, into);
  for (let i = 0, at = 0, from = 0; i < rows; i++) {
    const width = Math.min(i + 1, columns);
    const row = i * columns;
    for (let j = 0; j < width; j++, at++) values[row + j] = a[at]! + b[from + j]! * diagonal[j]!;
    values.fill(0, row + width, row + columns);
    from += Math.min(i + 1, columnsOfB);
  }
}

/** L x for a packed rows×columns trapezoid L. */
export function trapezoidTimes(
  packed: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
): Float64Array {
  const product = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    const width = Math.min(i + 1, columns);
    let sum = 0;
    for (let j = 0; j < width; j++, at++) sum += packed[at]! * x[j]!;
    product[i] = sum;
  }
  return product;
}

/** The elements of a matrix whose rows lie one after the other. */
export function valuesOf({ arena }: Kernels, { address, rows, columns }: Matrix): Float64Array {
  return arena.view({ address, length: rows * columns });
}
