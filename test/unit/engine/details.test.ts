import { describe, expect, it } from 'vitest';
import { detailsOf } from '../../../src/engine/details';
import { continuousParameters } from '../../../src/experiment/expand';
import type { ExperimentFile } from '../../../src/experiment/schema';

const file: ExperimentFile = {
  version: 1,
  data: { kind: 'gaussian', dimension: 100, meanNorm: 1, positiveShare: 0.8 },
  realSamples: 300,
  syntheticSamples: 600,
  generator: { kind: 'fitted', samples: 300, source: 'independent', generations: 3 },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  verifier: 'oracle',
  classifier: { ridge: 0.1 },
};
const details = (changes: Partial<ExperimentFile> = {}) =>
  detailsOf(continuousParameters({ ...file, ...changes }, 0, []));

describe('detailsOf', () => {
  it('says that real data alone are worth their own number', () => {
    expect(details({ syntheticSamples: 0 }).effectiveSamples).toBeCloseTo(300, 6);
    const logistic = details({ syntheticSamples: 0, classifier: { ridge: 0.1, loss: 'logistic' } });
    expect(logistic.effectiveSamples).toBeCloseTo(300, 4);
  });

  it('says that n exact and clean synthetic rows with right labels are worth n more', () => {
    const clean = { generator: { kind: 'exact' }, labelNoise: { kind: 'uniform', rate: 0 } } as const;
    expect(details(clean).effectiveSamples).toBeCloseTo(900, 5);
  });

  it('draws the line nearer to the rarer class', () => {
    const { threshold } = details();
    if (threshold === null || 'error' in threshold) throw new Error('no threshold');
    expect(threshold.threshold).toBeLessThan(0);
    expect(threshold.accuracy).toBeGreaterThan(threshold.accuracyAtZero);
  });

  it('has no better line between classes that are equally frequent', () => {
    expect(details({ data: { kind: 'gaussian', dimension: 100, meanNorm: 1 } }).threshold).toBeNull();
  });

  it('adds up what the generations cost', () => {
    const { generations } = details();
    if (generations === null || 'error' in generations) throw new Error('no generations');
    expect(generations.map(({ generation }) => generation)).toEqual([1, 2, 3]);
    for (const { loss, fromCovariance, fromMean, interaction } of generations) {
      expect(fromCovariance + fromMean + interaction).toBeCloseTo(loss, 12);
      expect(loss).toBeGreaterThan(0);
    }
    expect(details({ generator: { kind: 'exact' } }).generations).toBeNull();
  });

  it('says in a sentence what has no value', () => {
    const classes = details({
      data: { kind: 'gaussian', dimension: 100, meanNorm: 1, classes: 3 },
      generator: { kind: 'exact' },
    });
    expect(classes.effectiveSamples).toEqual({ error: expect.stringMatching(/two classes/) as string });
    expect(classes.threshold).toEqual({ error: expect.stringMatching(/two classes/) as string });
    const noRidge = details({ classifier: { ridge: 0 }, realSamples: 10, syntheticSamples: 0 });
    expect(noRidge.effectiveSamples).toEqual({ error: expect.stringMatching(/ridge 0/) as string });
  });
});
