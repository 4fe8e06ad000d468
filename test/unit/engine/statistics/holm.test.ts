import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../../src/engine/statistics/holm';

describe('holm', () => {
  it('goes down from the smallest p-value and stops at the first that is too large', () => {
    // 0.05 / 4 = 0.0125, / 3 = 0.0167, / 2 = 0.025.
    expect(holm([0.04, 0.012, 0.9, 0.016], 0.05)).toEqual([false, true, false, true]);
    // The smallest is kept, and so are all others, however small.
    expect(holm([0.013, 0.0131, 0.0132, 0.0133], 0.05)).toEqual([false, false, false, false]);
    expect(holm([0.01, 0.0166, 0.024, 0.05], 0.05)).toEqual([true, true, true, true]);
  });

  it('is the plain test of a single hypothesis, and nothing of none', () => {
    expect(holm([0.05], 0.05)).toEqual([true]);
    expect(holm([0.0501], 0.05)).toEqual([false]);
    expect(holm([NaN], 0.05)).toEqual([false]);
    expect(holm([], 0.05)).toEqual([]);
  });

  it('rejects at least what Bonferroni’s does, and nothing above the level', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value ** 4);
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 30 }), (values) => {
        holm(values, 0.05).forEach((rejected, i) => {
          if (values[i]! <= 0.05 / values.length) expect(rejected).toBe(true);
          if (values[i]! > 0.05) expect(rejected).toBe(false);
        });
      }),
    );
  });
});
