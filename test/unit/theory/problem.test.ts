import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { isotropicAtoms } from './populations';
import type { ExactProblem } from '../../../src/theory/problem';
import { exactGenerator, ordinary } from './problems';

const atom = ordinary.atoms[0]!;
const fit = ordinary.fit!;

describe('problems without an answer', () => {
  const cases: readonly (readonly [string, Partial<ExactProblem>, RegExp])[] = [
    ['no sample at all', { realSamples: 0, syntheticSamples: 0 }, /nothing to learn from: 0 real samples/],
    ['none kept', { realSamples: 0, keepCorrect: 0, keepIncorrect: 0 }, /keeps none of 1000 synthetic/],
    ['every kept label impossible', { realSamples: 0, labelNoise: 1, keepIncorrect: 0 }, /keeps none/],
    ['no weight', { realWeight: 0, syntheticWeight: 0 }, /no kept sample has a weight above 0/],
    [
      'only weightless samples',
      { realWeight: 0, syntheticSamples: 0 },
      /no kept sample has a weight above 0/,
    ],
    [
      'at the peak without ridge',
      { realSamples: 200, syntheticSamples: 0, ridge: 0 },
      /must outnumber the dimension 200/,
    ],
    [
      'past the peak without ridge',
      { fit: null, realSamples: 50, syntheticSamples: 100, ridge: 0 },
      /outnumber/,
    ],
    [
      'a generator of low rank without ridge',
      { realSamples: 0, syntheticSamples: 1e6, fit: { ...fit, samples: 150 }, ridge: 0 },
      /span only 150 directions/,
    ],
    [
      'a direction without variance, without ridge',
      { atoms: [atom, { ...atom, eigenvalue: 0, syntheticEigenvalue: 0 }], ridge: 0 },
      /every direction must have a variance/,
    ],
    ['negative real samples', { realSamples: -1 }, /number of real samples.*-1/],
    ['infinite synthetic samples', { syntheticSamples: Infinity }, /number of synthetic samples/],
    ['label noise above 1', { labelNoise: 1.1 }, /label noise must lie between 0 and 1, not 1.1/],
    ['keepCorrect not a number', { keepCorrect: NaN }, /keeping a correct label/],
    ['keepIncorrect below 0', { keepIncorrect: -0.1 }, /keeping an incorrect label/],
    ['negative ridge', { ridge: -1 }, /ridge must be a number of at least 0/],
    ['negative real weight', { realWeight: -1 }, /weight of real samples/],
    ['negative synthetic weight', { syntheticWeight: -1 }, /weight of synthetic samples/],
    ['generator fitted on nothing', { fit: { ...fit, samples: 0 } }, /fitted on more than 0 samples/],
    [
      'generator fitted on more training rows than there are',
      { fit: { ...fit, samples: 401, source: 'training', generations: 1 } },
      /401 training rows: there are 400 real samples/,
    ],
    [
      'shifted generator fitted on the training rows',
      {
        atoms: isotropicAtoms({ dimension: 200, meanNorm: 1, alignment: 0.5 }),
        fit: { ...fit, source: 'training', generations: 1 },
      },
      /must have the mean and the covariance of the real data/,
    ],
    ['no atoms', { atoms: [] }, /trace of the covariance/],
    ['no variance', { atoms: [{ ...atom, eigenvalue: 0 }] }, /trace of the covariance/],
    ['negative eigenvalue', { atoms: [{ ...atom, eigenvalue: -1 }] }, /The eigenvalue must/],
    [
      'negative generator eigenvalue',
      { atoms: [{ ...atom, syntheticEigenvalue: -1 }] },
      /eigenvalue of the generator/,
    ],
    ['multiplicity 0', { atoms: [{ ...atom, multiplicity: 0 }] }, /multiplicity/],
    ['negative squared mean', { atoms: [{ ...atom, meanSquared: -1 }] }, /The squared mean must/],
    ['impossible cross mean', { atoms: [{ ...atom, crossMean: 2 }] }, /exceeds that of their norms/],
    ['underflow', { ridge: 1e300 }, /range of double precision/],
  ];
  it.each(cases)('refuses: %s', (_name, change, message) => {
    const attempt = () => solveExact({ ...ordinary, ...change });
    expect(attempt).toThrow(TheoryError);
    expect(attempt).toThrow(message);
  });
});

describe('samples that do not count', () => {
  it('ignores the weightless group but for the normalisation', () => {
    const synthetic = solveExact({ ...exactGenerator, realWeight: 0 });
    const alone = solveExact({ ...exactGenerator, realSamples: 0, ridge: (0.05 * 1400) / 1000 });
    expect(synthetic.accuracy).toBeCloseTo(alone.accuracy, 12);
    const real = solveExact({ ...exactGenerator, syntheticWeight: 0 });
    const realAlone = solveExact({ ...exactGenerator, syntheticSamples: 0, ridge: (0.05 * 1400) / 400 });
    expect(real.accuracy).toBeCloseTo(realAlone.accuracy, 12);
  });

  it('scales the ridge when the loss is normalised by the kept samples', () => {
    const kept = 400 + 1000 * (0.9 * 0.8 + 0.3 * 0.2);
    const byKept = solveExact({ ...ordinary, normalise: 'kept' });
    const byAll = solveExact({ ...ordinary, ridge: (0.05 * kept) / 1400 });
    expect(byKept.risk).toBeCloseTo(byAll.risk, 12);
  });
});

describe('generators fitted on the training rows', () => {
  it('always have the mean error', () => {
    const on = solveExact({
      ...ordinary,
      fit: { samples: 300, meanError: true, source: 'training', generations: 1 },
    });
    const off = solveExact({
      ...ordinary,
      fit: { samples: 300, meanError: false, source: 'training', generations: 1 },
    });
    expect(off).toEqual(on);
  });
});
