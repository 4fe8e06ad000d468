import { CholeskyDecomposition, Matrix as Oracle } from 'ml-matrix';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { matrixOf, transpose, type Matrix } from '../../../src/numerics/matrix';
import { blockOf, builtKernels, drawn } from './builtKernels';

let kernels: Kernels;
let start: number;
beforeAll(() => {
  kernels = builtKernels();
  start = kernels.arena.mark();
});
beforeEach(() => {
  kernels.arena.release(start);
  kernels.seek(1n, 1n);
});

const sizes = [1, 2, 3, 4, 5, 7, 8, 17, 31, 32, 33, 63, 64, 65, 97, 128, 129, 200, 259];

function randomOracle(rows: number, columns: number): Oracle {
  const values = drawn(kernels, rows * columns, (block) => kernels.fillNormal(block));
  return Oracle.from1DArray(rows, columns, Array.from(values));
}

/** As `randomOracle`, zero above the diagonal. */
function randomTrapezoid(rows: number, columns: number): Oracle {
  const a = randomOracle(rows, columns);
  for (let i = 0; i < rows; i++) for (let j = i + 1; j < columns; j++) a.set(i, j, 0);
  return a;
}

function place(a: Oracle): Matrix {
  return matrixOf(blockOf(kernels, a.to1DArray()), a.rows, a.columns);
}

function read({ address, rows, columns }: Matrix): Oracle {
  const values = kernels.arena.view({ address, length: rows * columns });
  return Oracle.from1DArray(rows, columns, Array.from(values));
}

function lower(a: Oracle): Oracle {
  const l = a.clone();
  for (let i = 0; i < l.rows; i++) for (let j = i + 1; j < l.columns; j++) l.set(i, j, 0);
  return l;
}

/** Largest difference, relative to the largest element of what is expected. */
function error(actual: Oracle, expected: Oracle): number {
  return Oracle.sub(actual, expected).abs().max() / Math.max(expected.clone().abs().max(), Number.MIN_VALUE);
}

describe('products', () => {
  // Every sum has at most 1100 terms of order 1: 1e-13 is far above rounding and far below any wrong element.
  const shapes = [
    [1, 1, 1],
    [1, 9, 4],
    [9, 1, 300],
    [5, 7, 3],
    [4, 8, 257],
    [33, 17, 29],
    [130, 257, 300],
    [201, 1030, 41],
    [300, 2, 1100],
  ] as const;

  it.each(shapes)('C += α A B and α AᵀBᵀ for %i×%i, depth %i', (m, n, k) => {
    const [a, b, c] = [randomOracle(m, k), randomOracle(k, n), randomOracle(m, n)];
    const expected = Oracle.add(c, Oracle.mul(a.mmul(b), -0.75));
    const plain = place(c);
    kernels.addProduct(plain, -0.75, place(a), place(b));
    expect(error(read(plain), expected)).toBeLessThan(1e-13);
    const transposed = place(c);
    kernels.addProduct(transposed, -0.75, transpose(place(a.transpose())), transpose(place(b.transpose())));
    expect(error(read(transposed), expected)).toBeLessThan(1e-13);
  });

  it.each(sizes)('lower triangle of C += α A Aᵀ and α XᵀX, size %i, wide and tall', (n) => {
    for (const k of [1, 3, n, 2 * n + 5]) {
      const [a, c] = [randomOracle(n, k), randomOracle(n, n)];
      const expected = lower(Oracle.add(c, Oracle.mul(a.mmul(a.transpose()), 1.5)));
      const rows = place(c);
      kernels.addGram(rows, 1.5, place(a));
      expect(error(lower(read(rows)), expected)).toBeLessThan(1e-13);
      const columns = place(c);
      kernels.addGram(columns, 1.5, transpose(place(a.transpose())));
      expect(error(lower(read(columns)), expected)).toBeLessThan(1e-13);
    }
  });

  it.each(sizes)('trapezoidal products equal the full ones, size %i', (n) => {
    for (const q of new Set([1, Math.ceil(n / 2), n])) {
      const a = randomTrapezoid(n, q);
      const gram = place(Oracle.zeros(n, n));
      kernels.addTrapezoidGram(gram, 2, place(a));
      expect(error(lower(read(gram)), lower(Oracle.mul(a.mmul(a.transpose()), 2)))).toBeLessThan(1e-13);
      for (const k of new Set([1, Math.ceil(q / 3), q])) {
        const b = randomTrapezoid(q, k);
        const product = place(Oracle.zeros(n, k));
        kernels.addTrapezoidProduct(product, place(a), place(b));
        expect(error(read(product), a.mmul(b))).toBeLessThan(1e-13);
      }
    }
  });

  it('does the same for more columns than a panel holds', () => {
    const [n, k] = [1030, 6];
    const l = randomTrapezoid(n, k);
    const expected = lower(l.mmul(l.transpose()));
    const gram = place(Oracle.zeros(n, n));
    kernels.addGram(gram, 1, place(l));
    expect(error(lower(read(gram)), expected)).toBeLessThan(1e-13);
    const trapezoid = place(Oracle.zeros(n, n));
    kernels.addTrapezoidGram(trapezoid, 1, place(l));
    expect(error(lower(read(trapezoid)), expected)).toBeLessThan(1e-13);
  });

  it('gives the same bits whatever the panels held before', () => {
    const l = randomTrapezoid(259, 259);
    const t = randomTrapezoid(259, 259);
    const products = () => {
      const [gram, product] = [place(Oracle.zeros(259, 259)), place(Oracle.zeros(259, 259))];
      kernels.addTrapezoidGram(gram, 1, place(l));
      kernels.addTrapezoidProduct(product, place(l), place(t));
      return [lower(read(gram)).to1DArray(), read(product).to1DArray()];
    };
    const before = products();
    const infinite = place(Oracle.ones(259, 259).mul(Infinity));
    kernels.addProduct(place(Oracle.zeros(259, 259)), 1, infinite, infinite);
    expect(products()).toEqual(before);
  });

  it('refuses shapes that do not fit', () => {
    const [a, b] = [place(randomOracle(3, 2)), place(randomOracle(3, 2))];
    const c = place(randomOracle(3, 3));
    expect(() => kernels.addProduct(c, 1, a, b)).toThrow('A is 3×2 where 3×3 is needed.');
    expect(() => kernels.addProduct(transpose(c), 1, a, transpose(b))).toThrow('rows are contiguous');
    expect(() => matrixOf({ address: 0, length: 5 }, 2, 3)).toThrow('cannot hold a 2×3 matrix');
  });
});

describe('Cholesky', () => {
  it.each(sizes)('factor and solution equal the oracle, size %i', (n) => {
    const x = randomOracle(n, n + 3);
    const a = x.mmul(x.transpose());
    const l = place(a);
    expect(kernels.factorise(l)).toBe(0);
    expect(error(lower(read(l)), new CholeskyDecomposition(a).lowerTriangularMatrix)).toBeLessThan(1e-10);
    const b = randomOracle(n, 1);
    const solution = blockOf(kernels, b.to1DArray());
    kernels.solveFactorised(l, solution);
    const residual = Oracle.sub(a.mmul(Oracle.columnVector(kernels.arena.view(solution))), b);
    const scale = a.clone().abs().max() * Math.max(...kernels.arena.view(solution).map(Math.abs));
    expect(residual.abs().max()).toBeLessThan(1e-14 * n * scale);
  });

  it('is backward stable on an ill-conditioned matrix (Hilbert, condition 1e13)', () => {
    const n = 10;
    const hilbert = Oracle.zeros(n, n).apply(function (this: Oracle, i, j) {
      this.set(i, j, 1 / (i + j + 1));
    });
    const l = place(hilbert);
    expect(kernels.factorise(l)).toBe(0);
    const factor = lower(read(l));
    expect(error(factor.mmul(factor.transpose()), hilbert)).toBeLessThan(1e-15);
  });

  it('does not read above the diagonal', () => {
    const n = 70;
    const x = randomOracle(n, n + 3);
    const a = x.mmul(x.transpose());
    const clean = place(a);
    kernels.factorise(clean);
    const dirty = lower(a);
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) dirty.set(i, j, NaN);
    const l = place(dirty);
    expect(kernels.factorise(l)).toBe(0);
    expect(lower(read(l)).to1DArray()).toEqual(lower(read(clean)).to1DArray());
  });

  it.each([1, 2, 31, 33, 64, 65, 150, 200])('names the first pivot that fails, at %i', (pivot) => {
    const n = 200;
    const a = Oracle.eye(n, n, 2);
    a.set(pivot - 1, pivot - 1, -1e-3);
    expect(kernels.factorise(place(a))).toBe(pivot);
    a.set(pivot - 1, pivot - 1, 0);
    expect(kernels.factorise(place(a))).toBe(pivot);
    a.set(pivot - 1, pivot - 1, NaN);
    expect(kernels.factorise(place(a))).toBe(pivot);
  });

  it('finds an indefinite matrix whose diagonal is positive', () => {
    expect(kernels.factorise(place(new Oracle([[1, 2], [2, 1]])))).toBe(2); // prettier-ignore
  });
});
