import { describe, expect, it } from 'vitest';
import { effectiveDimension, FiniteSize } from '../../../../src/engine/statistics/finiteSize';
import { expansionOf, small } from '../experiments';

describe('effectiveDimension', () => {
  it('is p where all directions are alike, and less where some have most of the variance', () => {
    expect(effectiveDimension({ kind: 'identity' }, 300)).toBe(300);
    expect(effectiveDimension({ kind: 'spectrum', eigenvalues: [7] }, 50)).toBe(50);
    // (10 + 99)² / (100 + 99)
    expect(effectiveDimension({ kind: 'spiked', spikes: [10] }, 100)).toBeCloseTo(109 ** 2 / 199, 12);
    // tr C² of AR(1) is Σ ρ^2|i−j|.
    expect(effectiveDimension({ kind: 'ar1', correlation: 0.5 }, 2)).toBeCloseTo(4 / 2.5, 12);
  });
});

describe('FiniteSize', () => {
  const prediction = { accuracy: 0.8, risk: 0.6, meanMargin: -0.4, marginVariance: 0.09 };
  const at = (dimension: number) =>
    expansionOf({ ...small, data: { ...small.data, dimension } }).series[0]!.points[0]!.parameters;

  it('falls as one over the dimension, in proportion to the metric', () => {
    const finiteSize = new FiniteSize();
    const bounds = (dimension: number) =>
      (['accuracy', 'gain', 'meanMargin', 'marginVariance', 'risk'] as const).map((metric) =>
        finiteSize.bound(at(dimension), prediction, metric),
      );
    const hundred = bounds(100);
    [0.0025, 0.0025, 0.002, 0.00135, 0.009].forEach((bound, i) => expect(hundred[i]).toBeCloseTo(bound, 12));
    bounds(200).forEach((bound, i) => expect(bound / hundred[i]!).toBeCloseTo(0.5, 12));
  });

  it('measures a mean margin near 0 against the scores’ spread', () => {
    expect(new FiniteSize().bound(at(100), { ...prediction, meanMargin: 0 }, 'meanMargin')).toBeCloseTo(
      0.0015,
      12,
    );
  });
});
