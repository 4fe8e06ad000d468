import { describe, expect, it } from 'vitest';
import { specHash } from '../../../src/engine/specHash';
import { readExperiment } from '../../../src/experiment/read';
import { expansionOf, small } from './experiments';

const hash = (file: unknown) => specHash(expansionOf(file));

describe('specHash', () => {
  it('is what it was: results files rest on it', () => {
    expect(hash(small)).toBe('2c5582f18aea577336179adf9deb6228aff83caa3cc0fcc10a2b8acb76edf4b4');
  });

  it('does not see what has no influence on the numbers', () => {
    const plain = hash(small);
    const [first, second] = small.series!;
    const cosmetic: Record<string, unknown> = {
      title: { ...small, title: 'Another' },
      description: { ...small, description: 'Words' },
      metric: { ...small, chart: { metric: 'risk' } },
      'names of series': { ...small, series: [{ ...first, label: 'A' }, second] },
      'a default written out': {
        ...small,
        verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
        theory: { variants: ['exact'] },
      },
      'a verifier by name or by numbers': {
        ...small,
        series: [
          first,
          { label: 'oracle', set: { verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 0 } } },
        ],
      },
      'the sampler that auto stands for': {
        ...small,
        simulation: { ...small.simulation, sampler: 'sufficient' },
      },
      'order of fields': Object.fromEntries(Object.entries(small).reverse()),
    };
    for (const [what, file] of Object.entries(cosmetic)) expect(hash(file), what).toBe(plain);
  });

  it('does not see the title where it names the only curve', () => {
    const alone = { ...small, series: [] };
    expect(hash({ ...alone, title: 'A' })).toBe(hash({ ...alone, title: 'B' }));
  });

  it('does not see comments and layout', () => {
    const text = JSON.stringify(small);
    const commented = `// a comment\n${JSON.stringify(small, null, 8)}\n`;
    const [a, b] = [text, commented].map((file) => readExperiment(file).experiment!.expansion);
    expect(specHash(a!)).toBe(specHash(b!));
  });

  it('sees every change of meaning', () => {
    const [first, second] = small.series!;
    const files = [
      small,
      { ...small, data: { ...small.data, dimension: 21 } },
      { ...small, data: { ...small.data, meanNorm: 1.1 } },
      { ...small, data: { ...small.data, covariance: { kind: 'powerLaw', exponent: 1 } } },
      { ...small, data: { ...small.data, meanDirection: 'top' } },
      { ...small, realSamples: 61 },
      { ...small, generator: { kind: 'fitted', samples: 51, source: 'independent' } },
      { ...small, generator: { kind: 'fitted', samples: 50, source: 'training' } },
      { ...small, generator: { kind: 'fitted', samples: 50, source: 'independent', meanError: false } },
      { ...small, generator: { kind: 'exact' } },
      { ...small, generator: { kind: 'shifted', alignment: 0.9 } },
      { ...small, labelNoise: { kind: 'uniform', rate: 0.21 } },
      { ...small, labelNoise: { kind: 'selfTrained' } },
      { ...small, classifier: { ridge: 0.2 } },
      { ...small, classifier: { ridge: 0.1, realWeight: 2 } },
      { ...small, classifier: { ridge: 0.1, syntheticWeight: 2 } },
      { ...small, classifier: { ridge: 0.1, normalise: 'kept' } },
      { ...small, sweep: { parameter: 'syntheticProportion', values: [0, 0.4, 0.7] } },
      { ...small, sweep: { parameter: 'syntheticProportion', values: [0, 0.4] } },
      { ...small, sweep: { parameter: 'labelNoise.rate', values: [0, 0.4, 0.8] } },
      { ...small, series: [second, first] },
      { ...small, series: [first, { label: 'oracle', set: { 'verifier.keepIncorrect': 0.1 } }] },
      { ...small, series: [first] },
      { ...small, simulation: { repetitions: 7, seed: 3 } },
      { ...small, simulation: { repetitions: 6, seed: 4 } },
      { ...small, simulation: { repetitions: 6, seed: 3, targetStandardError: 0.01 } },
      { ...small, simulation: { repetitions: 6, seed: 3, targetStandardError: 0.02 } },
      {
        ...small,
        simulation: { repetitions: 6, seed: 3, targetStandardError: 0.02, maximumRepetitions: 99 },
      },
      {
        ...small,
        simulation: { repetitions: 6, seed: 3, targetStandardError: 0.02 },
        chart: { metric: 'risk' },
      },
      { ...small, simulation: { repetitions: 6, seed: 3, sampler: 'explicit' } },
    ];
    expect(new Set(files.map(hash)).size).toBe(files.length);
  });

  it('tells apart points that move from one series to the next', () => {
    const plain = expansionOf({ ...small, series: [] });
    const [a, b, c] = plain.series[0]!.points;
    const split = (...groups: (typeof a)[][]) =>
      specHash({ ...plain, series: groups.map((points) => ({ label: '', points: points.map((p) => p!) })) });
    expect(split([a, b], [c])).not.toBe(split([a], [b, c]));
  });

  it('takes a large spectrum at many points', () => {
    const eigenvalues = Array.from({ length: 1000 }, (_, i) => 1 + i / 1000);
    const file = {
      ...small,
      data: { kind: 'gaussian', dimension: 1000, meanNorm: 1, covariance: { kind: 'spectrum', eigenvalues } },
      sweep: { parameter: 'syntheticProportion', from: 0, to: 0.5, points: 200 },
    };
    expect(hash(file)).toMatch(/^[0-9a-f]{64}$/);
  });
});
