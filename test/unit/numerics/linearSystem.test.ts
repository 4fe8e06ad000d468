import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { expect, it } from 'vitest';
import { solveInPlace } from '../../../src/numerics/linearSystem';

/** The solution, with the input left alone. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solution = right.slice();
  solveInPlace(
    matrix.map((row) => row.slice()),
    solution,
  );
  return solution;
}

const entry = fc.double({ min: -1, max: 1, noNaN: true });

it('solves systems of up to eight equations', () => {
  const systems = fc.integer({ min: 1, max: 8 }).chain((size) =>
    fc.record({
      // A large diagonal, its rows shuffled, keeps the system well conditioned and makes pivoting necessary.
      matrix: fc
        .array(fc.array(entry, { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
        .map((rows) => rows.map((row, i) => row.map((value, j) => (i === j ? 10 + value : value))))
        .chain((rows) => fc.shuffledSubarray(rows, { minLength: size })),
      right: fc.array(entry, { minLength: size, maxLength: size }),
    }),
  );
  fc.assert(
    fc.property(systems, ({ matrix, right }) => {
      const expected = solve(new Matrix(matrix), Matrix.columnVector(right)).to1DArray();
      solved(matrix, right).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 13));
    }),
  );
});

it('keeps its digits where the first pivot is tiny', () => {
  const [x, y] = solved(
    [
      [1e-20, 1],
      [1, 1],
    ],
    [1, 2],
  );
  expect(x).toBeCloseTo(1, 14);
  expect(y).toBeCloseTo(1, 14);
});

it('gives no finite numbers for a singular matrix', () => {
  const solution = solved(
    [
      [1, 2],
      [2, 4],
    ],
    [1, 1],
  );
  expect(solution.every(Number.isFinite)).toBe(false);
});
