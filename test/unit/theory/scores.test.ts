import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/numerics/normal';
import { TheoryError } from '../../../src/theory/error';
import { bestThreshold, misclassified, scoreDensities } from '../../../src/theory/scores';
import { logUniform, relative } from './problems';

const share = fc.oneof(fc.constantFrom(0.5, 0.01), fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }));
const laws = fc.record({
  meanMargin: fc.tuple(logUniform(-2, 1), fc.constantFrom(1, -1)).map(([size, sign]) => sign * size),
  marginVariance: logUniform(-2, 1),
});

describe('score densities', () => {
  it('are N(M, Q) and N(−M, Q)', () => {
    const { positive, negative } = scoreDensities({ meanMargin: 0.5, marginVariance: 4 }, [-1.5, 0.5, 2.5]);
    const peak = 1 / Math.sqrt(8 * Math.PI);
    expect(positive[1]).toBeCloseTo(peak, 15);
    expect(positive[0]).toBeCloseTo(peak * Math.exp(-0.5), 15);
    expect(positive[2]).toBeCloseTo(positive[0]!, 15);
    expect(negative[0]).toBeCloseTo(peak * Math.exp(-1 / 8), 15);
  });

  it('integrate to 1, and beyond the threshold to the misclassified shares', () => {
    fc.assert(
      fc.property(laws, share, fc.double({ min: -2, max: 2, noNaN: true }), (law, positiveShare, place) => {
        const deviation = Math.sqrt(law.marginVariance);
        const threshold = place * deviation;
        // Midpoints of equal steps, one border of which is the threshold.
        const half = Math.ceil((Math.abs(law.meanMargin) / deviation + 11) / 0.01);
        const step = 0.01 * deviation;
        const grid = Array.from({ length: 2 * half }, (_, i) => threshold + (i - half + 0.5) * step);
        const { positive, negative } = scoreDensities(law, grid);
        const sum = (values: Float64Array) => step * values.reduce((a, b) => a + b, 0);
        expect(sum(positive)).toBeCloseTo(1, 6);
        expect(sum(negative)).toBeCloseTo(1, 6);
        const wrong = misclassified(law, positiveShare, threshold);
        expect(sum(positive.subarray(0, half))).toBeCloseTo(wrong.positive, 4);
        expect(sum(negative.subarray(half))).toBeCloseTo(wrong.negative, 4);
        expect(wrong.all).toBeCloseTo(
          positiveShare * wrong.positive + (1 - positiveShare) * wrong.negative,
          15,
        );
      }),
    );
  });

  it('have the accuracy Φ(M/√Q) at threshold 0, whatever the classes’ shares', () => {
    fc.assert(
      fc.property(laws, share, (law, positiveShare) => {
        const accuracy = normalCdf(law.meanMargin / Math.sqrt(law.marginVariance));
        expect(1 - misclassified(law, positiveShare).all).toBeCloseTo(accuracy, 14);
        expect(bestThreshold(law, positiveShare).accuracyAtZero).toBeCloseTo(accuracy, 14);
      }),
    );
  });
});

describe('the best threshold', () => {
  it('is better than any other', () => {
    fc.assert(
      fc.property(laws, share, fc.double({ min: -30, max: 30, noNaN: true }), (law, positiveShare, other) => {
        const best = bestThreshold(law, positiveShare);
        for (const threshold of [other, other / 100, best.threshold + other / 10, 0, -Infinity, Infinity]) {
          const { all } = misclassified(law, positiveShare, threshold);
          expect(best.accuracy).toBeGreaterThanOrEqual(1 - all - 1e-14);
        }
        expect(best.accuracy).toBeCloseTo(1 - misclassified(law, positiveShare, best.threshold).all, 14);
        expect(best.majorityOnly).toBe(law.meanMargin < 0);
      }),
    );
  });

  it('stands where both classes are equally likely', () => {
    fc.assert(
      fc.property(laws, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (law, positiveShare) => {
        fc.pre(law.meanMargin > 0.1);
        const { threshold } = bestThreshold(law, positiveShare);
        const { positive, negative } = scoreDensities(law, [threshold]);
        fc.pre(positive[0]! > 1e-200);
        expect(relative(positiveShare * positive[0]!, (1 - positiveShare) * negative[0]!)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is 0 for classes of equal size', () => {
    const best = bestThreshold({ meanMargin: 0.3, marginVariance: 1 }, 0.5);
    expect(best.threshold).toBe(0);
    expect(best.accuracy).toBeCloseTo(normalCdf(0.3), 15);
    expect(bestThreshold({ meanMargin: 1e-310, marginVariance: 1 }, 0.5).threshold).toBe(0);
  });

  it('is of no use to a classifier that is inverted or knows nothing: the larger class is', () => {
    for (const meanMargin of [0, -0.4]) {
      const law = { meanMargin, marginVariance: 0.5 };
      expect(bestThreshold(law, 0.8)).toMatchObject({
        threshold: -Infinity,
        accuracy: 0.8,
        majorityOnly: true,
      });
      expect(bestThreshold(law, 0.3)).toMatchObject({
        threshold: Infinity,
        accuracy: 0.7,
        majorityOnly: true,
      });
      expect(bestThreshold(law, 0.5).accuracy).toBe(0.5);
    }
    expect(bestThreshold({ meanMargin: -0.4, marginVariance: 0.5 }, 0.8).accuracyAtZero).toBeLessThan(0.5);
  });

  it('always predicts the only class there is', () => {
    const law = { meanMargin: 1, marginVariance: 1 };
    expect(bestThreshold(law, 1)).toMatchObject({ threshold: -Infinity, accuracy: 1, majorityOnly: false });
    expect(bestThreshold(law, 0)).toMatchObject({ threshold: Infinity, accuracy: 1, majorityOnly: false });
  });
});

it('refuses what is no law or no share', () => {
  expect(() => scoreDensities({ meanMargin: 1, marginVariance: 0 }, [0])).toThrow(TheoryError);
  expect(() => misclassified({ meanMargin: NaN, marginVariance: 1 }, 0.5)).toThrow('the mean NaN');
  expect(() => bestThreshold({ meanMargin: 1, marginVariance: 1 }, 1.5)).toThrow('between 0 and 1, not 1.5.');
});
