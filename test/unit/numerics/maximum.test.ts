import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumOn } from '../../../src/numerics/maximum';

describe('maximumOn', () => {
  it('finds a maximum inside to 1e-8 of the interval', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (share, low, width) => {
          const place = low + share * width;
          const found = maximumOn((x) => Math.exp(-(((x - place) / width) ** 2)), low, low + width)!;
          expect(Math.abs(found.at - place)).toBeLessThan(1e-8 * width);
          expect(found.value).toBeCloseTo(1, 14);
          expect(found.edge).toBeNull();
        },
      ),
    );
  });

  it('finds a maximum that is hardly higher than its surroundings', () => {
    const found = maximumOn((x) => 0.7 - 1e-7 * (x - 0.3141592653) ** 2, 0, 1)!;
    expect(Math.abs(found.at - 0.3141592653)).toBeLessThan(1e-6);
  });

  it('names the end on which a monotone function is largest', () => {
    expect(maximumOn(Math.exp, 0, 2)).toEqual({ at: 2, value: Math.exp(2), edge: 'high' });
    expect(maximumOn((x) => -x, 0, 2)).toEqual({ at: 0, value: -0, edge: 'low' });
  });

  it('takes the higher of two maxima', () => {
    const found = maximumOn((x) => Math.sin(x) + 0.1 * x, 0, 10)!;
    expect(found.at).toBeCloseTo(Math.acos(-0.1) + 2 * Math.PI, 7);
  });

  it('passes over places without a value, and has no answer where there is none', () => {
    const found = maximumOn((x) => (x < 0.5 ? NaN : -((x - 0.7) ** 2)), 0, 1)!;
    expect(found.at).toBeCloseTo(0.7, 7);
    expect(maximumOn(() => NaN, 0, 1)).toBeUndefined();
  });

  it('holds a constant to be largest somewhere, with the constant as its value', () => {
    expect(maximumOn(() => 0.5, 1, 2)!.value).toBe(0.5);
  });
});
