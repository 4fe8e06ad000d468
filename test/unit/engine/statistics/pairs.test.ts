import { describe, expect, it } from 'vitest';
import { pairedDifferences, pairedEstimate } from '../../../../src/engine/statistics/pairs';
import { measurementOf } from '../resultsOf';
import { normals } from './normals';

describe('pairedEstimate', () => {
  it('is the mean of the differences, with their own standard error', () => {
    // Differences 1, 2, 3: variance 1; the values' variances are 1 and 4.
    expect(pairedEstimate([2, 4, 6], [1, 2, 3])).toEqual({
      mean: 2,
      standardError: Math.sqrt(1 / 3),
      varianceRatio: 1 / 5,
    });
  });

  it('has no error for a single pair, and no ratio where nothing varies', () => {
    expect(pairedEstimate([2], [1])).toEqual({ mean: 1, standardError: null, varianceRatio: null });
    expect(pairedEstimate([2, 2], [1, 1])).toEqual({ mean: 1, standardError: 0, varianceRatio: null });
  });

  it('is right about its own error, and about what pairing is worth', () => {
    const draw = normals(3);
    const runs = 4000;
    let [squares, told, ratios] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      // Correlation 0.9: the variance of a difference is 0.2, a tenth of the 2 of independent values.
      const shared = Array.from({ length: 10 }, () => Math.sqrt(0.9) * draw());
      const own = () => shared.map((value) => value + Math.sqrt(0.1) * draw());
      const { mean, standardError, varianceRatio } = pairedEstimate(own(), own());
      squares += mean ** 2 / runs;
      told += standardError! ** 2 / runs;
      ratios += varianceRatio! / runs;
    }
    expect(squares / 0.02).toBeCloseTo(1, 1);
    expect(told / 0.02).toBeCloseTo(1, 1);
    expect(ratios).toBeGreaterThan(0.09);
    expect(ratios).toBeLessThan(0.14);
  });
});

describe('pairedDifferences', () => {
  const a = measurementOf([1, 2, 4]);

  it('takes every metric, over the first repetitions that both have', () => {
    const differences = pairedDifferences(measurementOf([2, 4, 7, 100]), a)!;
    expect(differences.repetitions).toBe(3);
    for (const metric of ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const)
      expect(differences[metric].mean).toBe(2);
    expect(differences.ownScore).toBeUndefined();
  });

  it('goes by the numbers of the repetitions where some are missing', () => {
    const gaps = { ...measurementOf([12, 40]), numbers: [1, 5] };
    expect(pairedDifferences(gaps, a)).toMatchObject({ repetitions: 1, accuracy: { mean: 10 } });
    expect(pairedDifferences(a, { ...measurementOf([3, 7]), numbers: [0, 2] })).toMatchObject({
      repetitions: 2,
      accuracy: { mean: -2.5 },
    });
    expect(pairedDifferences(a, { ...measurementOf([3]), numbers: [9] })).toBeUndefined();
  });

  it('has nothing to say of values that are not known', () => {
    const short = {
      ...a,
      ...Object.fromEntries(
        ['accuracy', 'risk', 'meanMargin', 'marginVariance'].map((m) => [m, { mean: 1, standardError: 1 }]),
      ),
    };
    expect(pairedDifferences(short, a)).toBeUndefined();
  });
});
