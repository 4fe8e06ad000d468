import { describe, expect, it } from 'vitest';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { labelsOfNumbers } from '../../../src/data/labels';
import { columnScales, orientedRows, standardised } from '../../../src/data/standardise';
import { summariseSpectrum } from '../../../src/data/statistics/noiseEdges';
import { duplicateRows, meanKurtosis, shareOfZeros } from '../../../src/data/statistics/shape';
import { classMeans, withinClassSpectrum, withinClassTrace } from '../../../src/data/statistics/withinClass';
import { summarise } from '../../../src/data/summary';
import { numberedNames, type NumberTable } from '../../../src/data/table';
import { builtKernels, drawn } from '../numerics/builtKernels';

const kernels = builtKernels();

function normals(rows: number, columns: number, stream: bigint): NumberTable {
  kernels.seek(20n, stream);
  const values = drawn(kernels, rows * columns, (block) => kernels.fillNormal(block));
  return { rows, columns, values, names: numberedNames(columns) };
}

/** The covariance of rows about 0, over their number, by the definition. */
function plainCovariance(values: Float64Array, rows: number, columns: number): Matrix {
  const matrix = Matrix.from1DArray(rows, columns, values);
  return matrix.transpose().mmul(matrix).div(rows);
}

describe('rows', () => {
  const table: NumberTable = {
    rows: 5,
    columns: 2,
    values: Float64Array.of(1, 0, 1, -0, 2, 0, 1, 0, 2, 1),
    names: ['a', 'b'],
  };

  it('that are the same as an earlier one are counted, 0 and −0 being the same', () => {
    expect(duplicateRows(table)).toBe(2);
  });

  it('have a share of zeros', () => {
    expect(shareOfZeros(table)).toBe(0.4);
  });

  it('of normal numbers have a kurtosis of 3, of signs 1, of constants none', () => {
    const normal = normals(20000, 3, 1n);
    expect(meanKurtosis(normal, columnScales(normal))).toBeCloseTo(3, 0);
    const signs = { ...table, values: Float64Array.of(1, 7, -1, 7, 1, 7, -1, 7, 0, 7), rows: 4 };
    expect(meanKurtosis(signs, columnScales(signs))).toBeCloseTo(1, 12);
    const constant = { ...table, values: new Float64Array(10) };
    expect(meanKurtosis(constant, columnScales(constant))).toBeUndefined();
  });
});

describe('the spectrum within classes', () => {
  it.each([
    [60, 12],
    [12, 30],
  ])('of %d rows and %d columns is that of the oriented rows', (rows, columns) => {
    const table = normals(rows, columns, 2n);
    const signs = Int8Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : -1));
    for (let i = 0; i < rows; i++) {
      table.values[i * columns]! += signs[i]!;
      table.values[i * columns + 4] = 2.5;
    }
    const scales = columnScales(table);
    const codes = signs.map((y) => (y > 0 ? 1 : 0));
    const classed = { table, scales, codes, classes: 2 };
    const means = classMeans(classed);
    const eigenvalues = withinClassSpectrum(kernels, classed, means)!;

    // theory.md §8 by the definition: v − mean v of v = y (x − midpoint), constant column left out.
    const oriented = orientedRows(standardised(table, scales), columns, signs);
    const mean = Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += oriented[i * columns + j]!;
      return sum / rows;
    });
    mean.forEach((value, j) => expect(value).toBeCloseTo((means[1]![j]! - means[0]![j]!) / 2, 12));
    const centred = oriented.map((value, at) => value - mean[at % columns]!);
    const covariance = plainCovariance(centred, rows, columns);
    const expected = new EigenvalueDecomposition(covariance).realEigenvalues.sort((a, b) => a - b).slice(1);
    expect(eigenvalues).toHaveLength(columns - 1);
    eigenvalues.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 10));
    expect(withinClassTrace(classed, means)).toBeCloseTo(covariance.trace(), 10);
  });

  it('of pure noise lies inside the edges of noise', () => {
    const table = normals(2000, 200, 3n);
    const { spectrum } = summarise(kernels, { ...plain, features: table });
    if ('error' in spectrum) throw new Error(spectrum.error);
    expect(spectrum.inside).toBeGreaterThan(0.98);
    expect(spectrum.noiseEdges[0]).toBeCloseTo((1 - Math.sqrt(0.1)) ** 2, 2);
    expect(spectrum.noiseEdges[1]).toBeCloseTo((1 + Math.sqrt(0.1)) ** 2, 2);
    expect(spectrum.effectiveRank).toBeGreaterThan(180);
  });

  it('with a strong direction has one eigenvalue outside', () => {
    const table = normals(1000, 100, 4n);
    const common = normals(1000, 1, 5n).values;
    for (let i = 0; i < 1000; i++) for (let j = 0; j < 30; j++) table.values[i * 100 + j]! += common[i]!;
    const { spectrum } = summarise(kernels, { ...plain, features: table });
    if ('error' in spectrum) throw new Error(spectrum.error);
    expect(spectrum.largest).toBeGreaterThan(10);
    expect(spectrum.above).toBeGreaterThanOrEqual(0.01);
    expect(spectrum.effectiveRank).toBeLessThan(95);
  });

  it('knows the shares of a small one', () => {
    const { below, inside, above, effectiveRank, noiseEdges } = summariseSpectrum(
      Float64Array.of(0, 1, 1, 2),
      16,
    );
    expect(noiseEdges).toEqual([0.25, 2.25]);
    expect([below, inside, above]).toEqual([0.25, 0.75, 0]);
    expect(effectiveRank).toBeCloseTo(Math.exp(0.5 * Math.log(4) + 0.5 * Math.log(2)), 12);
  });

  it('counts only the rows where the columns outnumber them', () => {
    const { inside } = summariseSpectrum(Float64Array.of(0, 0, 0, 1, 1.2, 0.8), 3);
    expect(inside).toBeGreaterThan(0.9);
  });
});

const plain = {
  format: 'npy',
  variable: undefined,
  types: ['float64'],
  labels: undefined,
  textColumns: [],
  droppedRows: 0,
} as const;

describe('a summary', () => {
  it('takes the noise of the class means off their distance', () => {
    // ‖μ‖ = 0.5 before standardising, in 100 dimensions with 400 rows: noise alone adds 100/400 to its square.
    const table = normals(400, 100, 6n);
    const labels = labelsOfNumbers(
      'y',
      Float64Array.from({ length: 400 }, (_, i) => i % 2),
    );
    for (let i = 0; i < 400; i++) {
      for (let j = 0; j < 100; j++) table.values[i * 100 + j]! += (i % 2 === 1 ? 1 : -1) * 0.05;
    }
    const { meanSeparation, twoClasses } = summarise(kernels, { ...plain, features: table, labels });
    expect(twoClasses).toEqual({ positive: '1', negative: '0', positives: 200, negatives: 200 });
    expect(meanSeparation!.measured).toBeGreaterThan(0.6);
    expect(Math.abs(meanSeparation!.corrected - 0.5)).toBeLessThan(0.1);
  });

  it('of one column that is constant says so', () => {
    const features = { rows: 3, columns: 1, values: Float64Array.of(2, 2, 2), names: ['a'] };
    expect(summarise(kernels, { ...plain, features })).toMatchObject({
      constantColumns: ['a'],
      duplicateRows: 2,
      kurtosis: undefined,
      spectrum: { error: 'Every column is constant.' },
    });
  });

  it('needs a label for named classes', () => {
    const features = normals(4, 2, 7n);
    expect(() => summarise(kernels, { ...plain, features }, { positiveClass: '1' })).toThrow(
      'has no label, so no classes can be named',
    );
  });
});
