import { EigenvalueDecomposition, Matrix as Oracle } from 'ml-matrix';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { matrixOf, transpose } from '../../../src/numerics/matrix';
import { blockOf, builtKernels, drawn } from './builtKernels';

let kernels: Kernels;
let start: number;
beforeAll(() => {
  kernels = builtKernels();
  start = kernels.arena.mark();
});
beforeEach(() => {
  kernels.arena.release(start);
  kernels.seek(7n, 1n);
});

function normals(rows: number, columns: number): Oracle {
  const values = drawn(kernels, rows * columns, (block) => kernels.fillNormal(block));
  return Oracle.from1DArray(rows, columns, Array.from(values));
}

function eigenvaluesOf(a: Oracle): Float64Array {
  return kernels.eigenvalues(matrixOf(blockOf(kernels, a.to1DArray()), a.rows, a.rows));
}

/** A symmetric matrix with these eigenvalues: reflected by three random Householder matrices. */
function withSpectrum(eigenvalues: readonly number[]): Oracle {
  const n = eigenvalues.length;
  const a = Oracle.diag([...eigenvalues]);
  for (let k = 0; k < 3; k++) {
    const v = normals(n, 1);
    const h = Oracle.sub(Oracle.eye(n), v.mmul(v.transpose()).mul(2 / v.dot(v)));
    a.setSubMatrix(h.mmul(a).mmul(h), 0, 0);
  }
  return a;
}

/** Largest difference of two ascending lists, relative to the largest element in size. */
function error(actual: Float64Array, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  const sorted = [...expected].sort((a, b) => a - b);
  const size = Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!), Number.MIN_VALUE);
  return Math.max(...sorted.map((value, i) => Math.abs(actual[i]! - value))) / size;
}

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 31, 32, 33, 34, 35, 63, 64, 65, 66, 67, 97, 130, 200, 300];

describe('eigenvalues', () => {
  it.each(sizes)('equal the oracle’s, size %i', (n) => {
    const x = normals(n, n);
    for (const a of [Oracle.add(x, x.transpose()), x.mmul(x.transpose())]) {
      const expected = new EigenvalueDecomposition(a, { assumeSymmetric: true }).realEigenvalues;
      expect(error(eigenvaluesOf(a), expected)).toBeLessThan(1e-13);
    }
  });

  it('have the right trace and sum of squares at every size up to 70', () => {
    for (let n = 1; n <= 70; n++) {
      const x = normals(n, n);
      const a = Oracle.add(x, x.transpose());
      const values = eigenvaluesOf(a);
      const norm = a.norm();
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - a.trace())).toBeLessThan(
        1e-13 * n * norm,
      );
      expect(Math.abs(Math.hypot(...values) - norm)).toBeLessThan(1e-13 * norm);
    }
  });

  it.each(sizes)('of second differences are 2 − 2 cos(kπ/(n + 1)), size %i', (n) => {
    const a = Oracle.zeros(n, n);
    for (let i = 0; i < n; i++) {
      a.set(i, i, 2);
      if (i > 0) a.set(i, i - 1, -1);
    }
    const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect(error(eigenvaluesOf(a), expected)).toBeLessThan(1e-14);
  });

  it('of Wilkinson’s matrix come in pairs closer than rounding', () => {
    const n = 21;
    const a = Oracle.zeros(n, n);
    for (let i = 0; i < n; i++) {
      a.set(i, i, Math.abs(i - 10));
      if (i > 0) a.set(i, i - 1, 1);
    }
    const values = eigenvaluesOf(a);
    expect(values[20]).toBeCloseTo(10.746194182903393, 13);
    expect(values[19]).toBeCloseTo(10.746194182903322, 13);
  });

  it.each([2, 5, 40, 150])('of degenerate matrices are right, size %i', (n) => {
    expect(eigenvaluesOf(Oracle.zeros(n, n))).toEqual(new Float64Array(n));
    expect(eigenvaluesOf(Oracle.eye(n, n, -3))).toEqual(new Float64Array(n).fill(-3));
    const ones = Array.from({ length: n }, (_, i) => (i === 0 ? n : 0));
    expect(error(eigenvaluesOf(Oracle.ones(n, n)), ones)).toBeLessThan(1e-14);
    const twoLevels = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 5 : -1));
    expect(error(eigenvaluesOf(withSpectrum(twoLevels)), twoLevels)).toBeLessThan(1e-14 * Math.sqrt(n));
    const x = normals(n, Math.ceil(n / 3));
    const values = eigenvaluesOf(x.mmul(x.transpose()));
    expect(Math.abs(values[n - Math.ceil(n / 3) - 1]!)).toBeLessThan(1e-14 * values[n - 1]!);
    expect(values[n - Math.ceil(n / 3)]!).toBeGreaterThan(1e-6 * values[n - 1]!);
  });

  it.each([30, 120])('of graded matrices are right to the largest’s rounding, size %i', (n) => {
    const decades = Array.from({ length: n }, (_, i) => 10 ** ((-20 * i) / n));
    expect(error(eigenvaluesOf(withSpectrum(decades)), decades)).toBeLessThan(1e-14);
    // D X D with D graded down and up, as the covariances of unscaled features are.
    const x = normals(n, 2 * n);
    for (const sign of [1, -1]) {
      const a = x.mmul(x.transpose());
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) a.set(i, j, a.get(i, j) * 10 ** ((-5 * sign * (i + j)) / n));
      }
      const expected = new EigenvalueDecomposition(a, { assumeSymmetric: true }).realEigenvalues;
      expect(error(eigenvaluesOf(a), expected)).toBeLessThan(1e-13);
    }
  });

  it('scale with the matrix over the whole range of numbers', () => {
    const x = normals(37, 37);
    const a = x.mmul(x.transpose());
    const expected = eigenvaluesOf(a);
    for (const factor of [2 ** -900, 2 ** -500, 2 ** 500, 2 ** 900]) {
      expect(eigenvaluesOf(Oracle.mul(a, factor))).toEqual(expected.map((value) => value * factor));
    }
    expect(eigenvaluesOf(Oracle.diag([1e-320, 3e-320]))).toEqual(Float64Array.of(1e-320, 3e-320));
  });

  it('have the same bits wherever the matrix lies, and whatever stands above its diagonal', () => {
    const n = 83;
    const x = normals(n, n);
    const a = x.mmul(x.transpose());
    const expected = eigenvaluesOf(a);
    const wide = Oracle.zeros(n + 1, n + 6).fill(NaN);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) wide.set(i + 1, j + 3, a.get(i, j));
    const block = blockOf(kernels, wide.to1DArray());
    const inside = {
      ...matrixOf(block, n, n),
      address: block.address + 8 * (n + 6 + 3),
      rowStride: n + 6,
    };
    expect(kernels.eigenvalues(inside)).toEqual(expected);
    // No fused multiply-add, no other order of sums: these bits on every machine.
    const known = Oracle.zeros(40, 40);
    for (let i = 0; i < 40; i++) for (let j = 0; j < 40; j++) known.set(i, j, 1 / (i + j + 1));
    const bits = new BigUint64Array(eigenvaluesOf(known).buffer);
    expect(bits.reduce((hash, value) => (hash * 1099511628211n + value) % 2n ** 64n, 0n).toString(16)).toBe(
      '65dcab70d35017c4',
    );
  });

  it('leave the memory as it was but for the matrix', () => {
    const before = blockOf(kernels, [1, 2, 3]);
    const matrix = matrixOf(blockOf(kernels, [2, 0, 1, 2]), 2, 2);
    const mark = kernels.arena.mark();
    expect(error(kernels.eigenvalues(matrix), [1, 3])).toBeLessThan(1e-15);
    expect(kernels.arena.mark()).toBe(mark);
    expect(Array.from(kernels.arena.view(before))).toEqual([1, 2, 3]);
  });

  it('refuse what is not a finite square matrix', () => {
    const block = blockOf(kernels, [1, 2, NaN, 4, 5, 6]);
    expect(() => kernels.eigenvalues(matrixOf(block, 2, 2))).toThrow('not finite');
    expect(() => kernels.eigenvalues(matrixOf(block, 3, 2))).toThrow('A is 3×2 where 3×3 is needed.');
    expect(() => kernels.eigenvalues(transpose(matrixOf(block, 2, 2)))).toThrow('rows are contiguous');
  });
});
