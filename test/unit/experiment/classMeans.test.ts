import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orthogonalMeans, simplexMeans } from '../../../src/experiment/classMeans';
import { meanDirectionVector, orthogonalDirection } from '../../../src/experiment/population';

const directions = ['even', 'top', 'bottom'] as const;
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function expectSimplex(points: readonly Float64Array[], norm: number, dimension: number): void {
  const classes = points.length;
  for (let c = 0; c < classes; c++) {
    expect(points[c]).toHaveLength(dimension);
    for (let k = 0; k <= c; k++) {
      const expected = norm * norm * (c === k ? 1 : -1 / (classes - 1));
      expect(Math.abs(dot(points[c]!, points[k]!) - expected)).toBeLessThan(1e-12 * norm * norm);
    }
  }
  const sum = points[0]!.map((_, i) => points.reduce((total, point) => total + point[i]!, 0));
  expect(Math.sqrt(dot(sum, sum))).toBeLessThan(1e-12 * norm);
}

/** Squared components, averaged over the classes. */
const averageSquares = (points: readonly Float64Array[]) =>
  points[0]!.map((_, i) => points.reduce((sum, point) => sum + point[i]! ** 2, 0) / points.length);

/** Classes, a dimension that has room for means and shifts, and a direction. */
const sizes = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 40 }), fc.constantFrom(...directions))
  .map(([classes, more, direction]) => [classes, 2 * (classes - 1) + more, direction] as const);

describe('simplexMeans', () => {
  it('is a centred regular simplex of the given norm, down to the smallest dimension', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        ([classes, dimension, direction], norm) => {
          expectSimplex(simplexMeans(classes, norm, direction, dimension), norm, dimension);
          expectSimplex(simplexMeans(classes, norm, direction, classes - 1), norm, classes - 1);
        },
      ),
    );
  });

  it.each(directions)('is ±μ for two classes (%s)', (direction) => {
    for (const dimension of [2, 7, 40]) {
      const unit = meanDirectionVector(direction, dimension);
      const [first, second] = simplexMeans(2, 1.5, direction, dimension);
      unit.forEach((value, i) => {
        expect(first![i]).toBeCloseTo(1.5 * value, 14);
        expect(second![i]).toBeCloseTo(-1.5 * value, 14);
      });
    }
  });

  it('has the same squared mean along every eigenvector when spread evenly', () => {
    for (const classes of [3, 4, 5, 10]) {
      for (const dimension of [20, 21, 101]) {
        for (const square of averageSquares(simplexMeans(classes, 2, 'even', dimension))) {
          expect(square).toBeCloseTo(4 / dimension, 12);
        }
      }
    }
  });

  it('takes the first or the last K − 1 eigenvectors', () => {
    const top = averageSquares(simplexMeans(4, 1, 'top', 9));
    const bottom = averageSquares(simplexMeans(4, 1, 'bottom', 9));
    expect(top.map((value) => (value > 0 ? 1 : 0))).toEqual(Float64Array.of(1, 1, 1, 0, 0, 0, 0, 0, 0));
    expect(bottom.map((value) => (value > 0 ? 1 : 0))).toEqual(Float64Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1));
  });

  it('refuses too small a dimension', () => {
    expect(() => simplexMeans(5, 1, 'even', 3)).toThrow(/at least 4, not 3/);
  });
});

describe('orthogonalMeans', () => {
  it('is another simplex, orthogonal to all the means', () => {
    fc.assert(
      fc.property(sizes, ([classes, dimension, direction]) => {
        const means = simplexMeans(classes, 1, direction, dimension);
        const shifts = orthogonalMeans(classes, 0.7, direction, dimension);
        expectSimplex(shifts, 0.7, dimension);
        const overlaps = means.flatMap((mean) => shifts.map((shift) => Math.abs(dot(mean, shift))));
        expect(Math.max(...overlaps)).toBeLessThan(1e-12);
      }),
    );
  });

  it.each(directions)('is ±μ⊥ for two classes (%s)', (direction) => {
    for (const dimension of [2, 7, 40]) {
      const expected = orthogonalDirection(meanDirectionVector(direction, dimension));
      const [first, second] = orthogonalMeans(2, 0.5, direction, dimension);
      expected.forEach((value, i) => {
        expect(first![i]).toBeCloseTo(0.5 * value, 14);
        expect(second![i]).toBeCloseTo(-0.5 * value, 14);
      });
    }
  });

  it('spreads evenly over what the means leave', () => {
    for (const [classes, dimension] of [
      [3, 40],
      [4, 40],
      [5, 41],
      [10, 100],
    ] as const) {
      for (const square of averageSquares(orthogonalMeans(classes, 1, 'even', dimension))) {
        expect(square).toBeCloseTo(1 / dimension, 12);
      }
      const top = averageSquares(orthogonalMeans(classes, 1, 'top', dimension));
      const rest = dimension - classes + 1;
      top.forEach((square, i) => expect(square).toBeCloseTo(i < classes - 1 ? 0 : 1 / rest, 12));
    }
  });

  it('refuses too small a dimension', () => {
    expect(() => orthogonalMeans(5, 1, 'even', 7)).toThrow(/at least 8, not 7/);
  });
});
