import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/experiment/expand';
import { experiment } from './documents';

const wrong = (changes: Record<string, unknown>) => {
  const result = expand(experiment(changes));
  return result.ok
    ? []
    : result.problems.map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
};
const data = (changes: object) => ({ data: { kind: 'gaussian', dimension: 10, meanNorm: 1, ...changes } });
const exact = { generator: { kind: 'exact' } };

describe('contradictions', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    [
      'no number of real rows',
      { realSamples: undefined },
      'missing : The experiment needs "realSamples", the number n of real training rows (0 or more).',
    ],
    [
      'no number of synthetic rows',
      { syntheticSamples: undefined },
      'missing : The experiment needs the number of synthetic rows: "syntheticSamples", or "syntheticProportion" as a share of n + m.',
    ],
    [
      'two numbers of synthetic rows',
      { syntheticProportion: 0.5 },
      'contradiction syntheticProportion: syntheticSamples and syntheticProportion both give the number of synthetic rows; keep one of them.',
    ],
    [
      'a budget that nothing divides',
      { realSamples: undefined, syntheticSamples: undefined, totalSamples: 10 },
      'contradiction totalSamples: totalSamples is a budget that syntheticProportion divides: give syntheticProportion too, or give realSamples and syntheticSamples instead.',
    ],
    [
      'a budget beside n',
      { syntheticSamples: undefined, totalSamples: 10, syntheticProportion: 0.5 },
      'contradiction realSamples: totalSamples and syntheticProportion already fix n and m; remove realSamples, or remove totalSamples.',
    ],
    [
      'a budget beside m',
      { realSamples: undefined, totalSamples: 10, syntheticProportion: 0.5 },
      'contradiction syntheticSamples: totalSamples and syntheticProportion already fix n and m; remove syntheticSamples, or remove totalSamples.',
    ],
    [
      'a proportion of nothing',
      { realSamples: 0, syntheticSamples: undefined, syntheticProportion: 0.5, ...exact },
      'contradiction syntheticProportion: With realSamples 0 a proportion of n + m gives no synthetic rows; give syntheticSamples instead.',
    ],
    [
      'a proportion that makes too many rows',
      { realSamples: 1e9, syntheticSamples: undefined, syntheticProportion: 0.75, ...exact },
      'size syntheticProportion: The synthetic proportion makes m = 3000000000 synthetic rows out of n = 1000000000 real ones; m must be at most 1,000,000,000.',
    ],
    [
      'a spectrum that does not fit',
      data({ covariance: { kind: 'spectrum', eigenvalues: [1, 2, 3] } }),
      'contradiction data/covariance/eigenvalues: The spectrum has 3 eigenvalues, and 3 does not divide the dimension 10: give 10 of them, or as many as a divisor of 10.',
    ],
    [
      'more spikes than dimensions',
      data({ dimension: 2, covariance: { kind: 'spiked', spikes: [1, 2, 3] } }),
      'contradiction data/covariance/spikes: There are 3 spikes but only 2 dimensions; give at most 2.',
    ],
    [
      'no rows at all',
      { realSamples: 0, syntheticSamples: 0 },
      'contradiction realSamples: There is nothing to train on: n = 0 real and m = 0 synthetic rows. Raise one.',
    ],
    [
      'a verifier that keeps nothing',
      { realSamples: 0, ...exact, verifier: { kind: 'random', keepCorrect: 0, keepIncorrect: 0 } },
      'contradiction verifier: There is nothing to train on: n = 0 real rows, and the verifier keeps no synthetic row. Raise realSamples, φ or ρ.',
    ],
    [
      'an oracle where every label is wrong',
      { realSamples: 0, ...exact, verifier: 'oracle', labelNoise: { kind: 'uniform', rate: 1 } },
      'contradiction verifier: There is nothing to train on: n = 0 real rows, and the verifier keeps no synthetic row. Raise realSamples, φ or ρ.',
    ],
    [
      'training rows with a known mean',
      { generator: { kind: 'fitted', meanError: false } },
      'contradiction generator/meanError: A generator fitted on the training rows estimates its mean from them: set meanError to true, or source to "independent".',
    ],
    [
      'more training rows than there are',
      { generator: { kind: 'fitted', samples: 101 } },
      'contradiction generator/samples: The generator is fitted on 101 training rows, but there are only 100: lower generator.samples, or set generator.source to "independent".',
    ],
    [
      'no rows to fit a generator on',
      { realSamples: 0 },
      'contradiction generator: With n = 0 real rows there is nothing to fit the generator on: give it source "independent" and a number of samples, or kind "exact".',
    ],
    [
      'one row to fit a generator on',
      { realSamples: 1 },
      'contradiction generator: With n = 1 real row there is too little to fit the generator on: give it source "independent" and a number of samples, or kind "exact".',
    ],
    [
      'no ridge and too few rows',
      { realSamples: 5, syntheticSamples: 5, ...exact, classifier: { ridge: 0 } },
      'contradiction classifier/ridge: A ridge of 0 needs more kept samples than dimensions, but about 10 are kept and p = 10; set a ridge above 0.',
    ],
    [
      'no ridge and too few kept rows',
      {
        realSamples: 0,
        syntheticSamples: 30,
        ...exact,
        classifier: { ridge: 0 },
        verifier: 'oracle',
        labelNoise: { kind: 'uniform', rate: 0.8 },
      },
      'contradiction classifier/ridge: A ridge of 0 needs more kept samples than dimensions, but about 6 are kept and p = 10; set a ridge above 0.',
    ],
  ];
  it.each(cases)('says what is wrong with %s', (_, changes, sentence) => {
    expect(wrong(changes)).toEqual([sentence]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['n = 0 with an exact generator', { realSamples: 0, ...exact }],
    [
      'n = 0 with an independent generator',
      { realSamples: 0, generator: { kind: 'fitted', source: 'independent', samples: 5 } },
    ],
    ['n = 1 and m = 0', { realSamples: 1, syntheticSamples: 0 }],
    [
      'a known mean of independent rows',
      { generator: { kind: 'fitted', source: 'independent', meanError: false } },
    ],
    ['a proportion of 0 of n = 5', { realSamples: 5, syntheticSamples: undefined, syntheticProportion: 0 }],
    ['no ridge and enough rows', { classifier: { ridge: 0 } }],
    ['a spectrum of a divisor of p', data({ covariance: { kind: 'spectrum', eigenvalues: [1, 2] } })],
    ['as many spikes as dimensions', data({ dimension: 2, covariance: { kind: 'spiked', spikes: [1, 2] } })],
  ])('allows %s', (_, changes) => {
    expect(wrong(changes)).toEqual([]);
  });
});
