import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootBetween } from '../../../src/numerics/root';

describe('rootBetween', () => {
  it('finds roots to the last digits', () => {
    expect(rootBetween((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(rootBetween((x) => Math.cos(x), 3, 0)).toBeCloseTo(Math.PI / 2, 15);
    expect(rootBetween((x) => x, -1, 3)).toBe(0);
    expect(rootBetween((x) => x - 3, 1, 3)).toBe(3);
  });

  it('needs few evaluations of a smooth function, and never many more than bisection', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.constantFrom(
          (x: number) => x,
          (x: number) => x + x ** 3,
          (x: number) => Math.expm1(x),
          Math.cbrt,
          (x: number) => x ** 9,
          (x: number) => (x > 0 ? 1 : -1),
        ),
        (root, shape) => {
          let calls = 0;
          const found = rootBetween(
            (x) => {
              calls++;
              return shape(x - root);
            },
            -11,
            13,
            1e-12,
          );
          // The cube root of the tolerance, where the function is one.
          expect(Math.abs(shape(found - root))).toBeLessThanOrEqual(shape(0) === 0 ? 1e-3 : 1);
          expect(calls).toBeLessThan(200);
        },
      ),
    );
    let calls = 0;
    rootBetween(
      (x) => {
        calls++;
        return Math.tanh(x - 0.3) + 0.1 * (x - 0.3);
      },
      -2,
      3,
      1e-12,
    );
    expect(calls).toBeLessThan(15);
  });

  it('refuses an interval without a change of sign', () => {
    expect(() => rootBetween((x) => x * x + 1, -1, 1)).toThrow('same sign at -1 and 1');
  });
});
