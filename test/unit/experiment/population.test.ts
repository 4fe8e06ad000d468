import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import {
  meanDirectionVector,
  orthogonalDirection,
  spectrumOf,
  type EigenvalueGroup,
  type MeanDirection,
} from '../../../src/experiment/population';

const list = (groups: readonly EigenvalueGroup[]) =>
  groups.flatMap(({ eigenvalue, multiplicity }) => Array.from({ length: multiplicity }, () => eigenvalue));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('spectrumOf', () => {
  it('is one group for the identity', () => {
    expect(spectrumOf({ kind: 'identity' }, 7)).toEqual([{ eigenvalue: 1, multiplicity: 7 }]);
    expect(spectrumOf({ kind: 'powerLaw', exponent: 0 }, 7)).toEqual([{ eigenvalue: 1, multiplicity: 7 }]);
  });

  it.each([
    [2, 1],
    [3, 0.5],
    [100, 2],
    [5000, 5],
  ])('has trace p and the right decay for a power law (p = %i, exponent %f)', (p, exponent) => {
    const values = list(spectrumOf({ kind: 'powerLaw', exponent }, p));
    expect(values).toHaveLength(p);
    expect(sum(values) / p).toBeCloseTo(1, 12);
    values.forEach((value, i) => expect(value / values[0]!).toBeCloseTo((i + 1) ** -exponent, 12));
  });

  const correlations = [-0.99, -0.5, -0.1, 0, 0.3, 0.9, 0.99];
  it.each([2, 3, 10, 41].flatMap((p) => correlations.map((r) => [p, r] as const)))(
    'has the eigenvalues of the Toeplitz matrix for ar1 (p = %i, correlation %f)',
    (p, correlation) => {
      const toeplitz = new Matrix(
        Array.from({ length: p }, (_, i) =>
          Array.from({ length: p }, (_, j) => correlation ** Math.abs(i - j)),
        ),
      );
      const expected = new EigenvalueDecomposition(toeplitz, { assumeSymmetric: true }).realEigenvalues;
      expected.sort((a, b) => b - a);
      const values = list(spectrumOf({ kind: 'ar1', correlation }, p));
      expect(values).toHaveLength(p);
      values.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-11));
    },
  );

  it('has trace p for ar1 in many dimensions', () => {
    for (const correlation of [-0.999, 0.2, 0.95, 0.9999, 0.9999999]) {
      const values = list(spectrumOf({ kind: 'ar1', correlation }, 2000));
      expect(Math.abs(sum(values) / 2000 - 1)).toBeLessThan(1e-12);
      expect(Math.min(...values)).toBeGreaterThan(0);
    }
  });

  it('puts spikes beside ones, in descending order', () => {
    expect(spectrumOf({ kind: 'spiked', spikes: [0.5, 10, 10, 1] }, 6)).toEqual([
      { eigenvalue: 10, multiplicity: 2 },
      { eigenvalue: 1, multiplicity: 3 },
      { eigenvalue: 0.5, multiplicity: 1 },
    ]);
    expect(spectrumOf({ kind: 'spiked', spikes: [3, 2] }, 2)).toEqual([
      { eigenvalue: 3, multiplicity: 1 },
      { eigenvalue: 2, multiplicity: 1 },
    ]);
  });

  it('repeats a given spectrum evenly', () => {
    expect(spectrumOf({ kind: 'spectrum', eigenvalues: [1, 4] }, 10)).toEqual([
      { eigenvalue: 4, multiplicity: 5 },
      { eigenvalue: 1, multiplicity: 5 },
    ]);
  });
});

describe('directions', () => {
  const directions: MeanDirection[] = ['even', 'top', 'bottom'];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i]!, 0);

  it.each(directions.flatMap((direction) => [2, 3, 4, 5, 200, 201].map((p) => [direction, p] as const)))(
    'has unit vectors orthogonal to each other (%s, p = %i)',
    (direction, p) => {
      const unit = meanDirectionVector(direction, p);
      const orthogonal = orthogonalDirection(unit);
      expect(dot(unit, unit)).toBeCloseTo(1, 14);
      expect(dot(orthogonal, orthogonal)).toBeCloseTo(1, 14);
      expect(Math.abs(dot(unit, orthogonal))).toBeLessThan(1e-14);
    },
  );

  it('lies on the first or the last eigenvector for top and bottom', () => {
    expect([...meanDirectionVector('top', 3)]).toEqual([1, 0, 0]);
    expect([...meanDirectionVector('bottom', 3)]).toEqual([0, 0, 1]);
  });
});
