import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOptimum } from '../../../../src/engine/insights/optimum';

const unit = { from: 0, to: 1, scale: 'linear' } as const;

describe('findOptimum', () => {
  it('finds the best value of one parameter', () => {
    const ridge = { from: 1e-6, to: 1e6, scale: 'log' } as const;
    const found = findOptimum(([x]) => 0.8 - 0.001 * Math.log(x! / 0.0123) ** 2, [ridge])!;
    expect(found.values[0]! / 0.0123).toBeCloseTo(1, 6);
    expect(found.edges).toEqual([null]);
    expect(found.accuracy).toBeCloseTo(0.8, 14);
  });

  it('finds the best values of two parameters that depend on each other', () => {
    const coordinate = fc.double({ min: 0.1, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (a, b, tilt) => {
        const hill = ([x, y]: readonly number[]) => {
          const [u, v] = [x! - a, y! - b];
          return Math.exp(-(u * u + v * v + 2 * tilt * u * v));
        };
        const found = findOptimum(hill, [unit, unit])!;
        expect(Math.abs(found.values[0]! - a)).toBeLessThan(1e-6);
        expect(Math.abs(found.values[1]! - b)).toBeLessThan(1e-6);
        expect(found.edges).toEqual([null, null]);
      }),
      { numRuns: 40 },
    );
  });

  it('says on which end of its range a value lies', () => {
    const found = findOptimum(([x, y]) => x! - (y! - 0.5) ** 2, [unit, unit])!;
    expect(found.edges).toEqual(['to', null]);
    expect(found.values[0]).toBe(1);
    expect(findOptimum(([x]) => -x!, [unit])!.edges).toEqual(['from']);
  });

  it('has no answer where the theory has none', () => {
    expect(findOptimum(() => NaN, [unit])).toBeUndefined();
    expect(findOptimum(() => NaN, [unit, unit])).toBeUndefined();
  });
});
