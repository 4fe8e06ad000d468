import { describe, expect, it } from 'vitest';
import { isPredicted } from '../../../src/engine/results';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { normalCdf } from '../../../src/numerics/normal';
import { solveExact } from '../../../src/theory/exact';
import type { Atom, ExactProblem } from '../../../src/theory/problem';
import { pointOf } from './experiments';

/** `pointOf()` as the theory's problem, written out by hand; ‖μ‖² = 1.44 and p = 24. */
const plain: Omit<ExactProblem, 'atoms'> = {
  realSamples: 60,
  syntheticSamples: 90,
  fit: null,
  labelNoise: 0.2,
  keepCorrect: 1,
  keepIncorrect: 1,
  ridge: 0.1,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};

const direction = (eigenvalue: number, multiplicity: number, meanSquared: number): Atom => ({
  eigenvalue,
  multiplicity,
  meanSquared,
  crossMean: meanSquared,
  syntheticMeanSquared: meanSquared,
  syntheticEigenvalue: eigenvalue,
});

const gaussian = (changes: Partial<ExperimentFile['data']>): Partial<ExperimentFile> => ({
  data: { kind: 'gaussian', dimension: 24, meanNorm: 1.2, ...changes },
});

const squared = 1.2 ** 2;
const powers = Array.from({ length: 24 }, (_, i) => (i + 1) ** -1.5);
const powerScale = 24 / powers.reduce((sum, value) => sum + value, 0);

/** An experiment and the problem that it is. */
const cases: Record<string, [Partial<ExperimentFile>, ExactProblem]> = {
  'identity covariance': [{}, { ...plain, atoms: [direction(1, 24, squared)] }],
  'power law': [
    gaussian({ covariance: { kind: 'powerLaw', exponent: 1.5 } }),
    { ...plain, atoms: powers.map((value) => direction(value * powerScale, 1, squared / 24)) },
  ],
  'spikes above and below 1': [
    gaussian({ covariance: { kind: 'spiked', spikes: [0.5, 9] } }),
    {
      ...plain,
      atoms: [
        direction(9, 1, squared / 24),
        direction(1, 22, (squared * 22) / 24),
        direction(0.5, 1, squared / 24),
      ],
    },
  ],
  'a spectrum that is repeated': [
    gaussian({ covariance: { kind: 'spectrum', eigenvalues: [3, 1] } }),
    { ...plain, atoms: [direction(3, 12, squared / 2), direction(1, 12, squared / 2)] },
  ],
  'a mean on the top eigenvector': [
    gaussian({ covariance: { kind: 'spectrum', eigenvalues: [3, 1] }, meanDirection: 'top' }),
    { ...plain, atoms: [direction(3, 1, squared), direction(3, 11, 0), direction(1, 12, 0)] },
  ],
  'a mean on the bottom eigenvector': [
    gaussian({ covariance: { kind: 'spectrum', eigenvalues: [3, 1] }, meanDirection: 'bottom' }),
    { ...plain, atoms: [direction(3, 12, 0), direction(1, 11, 0), direction(1, 1, squared)] },
  ],
  'a shifted generator': [
    { generator: { kind: 'shifted', alignment: 0.8, orthogonalShift: 0.5, covarianceScale: 2 } },
    {
      ...plain,
      // μ on one direction, μ⊥ on another.
      atoms: [
        {
          ...direction(1, 1, squared),
          crossMean: 0.8 * squared,
          syntheticMeanSquared: 0.64 * squared,
          syntheticEigenvalue: 2,
        },
        { ...direction(1, 1, 0), syntheticMeanSquared: 0.25, syntheticEigenvalue: 2 },
        { ...direction(1, 22, 0), syntheticEigenvalue: 2 },
      ],
    },
  ],
  'a fitted generator, verifier, weights and normalisation': [
    {
      generator: { kind: 'fitted', samples: 50, meanError: true, source: 'independent' },
      verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.3 },
      classifier: { ridge: 0.02, realWeight: 2, syntheticWeight: 0.5, normalise: 'kept' },
    },
    {
      ...plain,
      atoms: [direction(1, 24, squared)],
      fit: { samples: 50, meanError: true, source: 'independent', generations: 1 },
      keepCorrect: 0.9,
      keepIncorrect: 0.3,
      ridge: 0.02,
      realWeight: 2,
      syntheticWeight: 0.5,
      normalise: 'kept',
    },
  ],
  'a generator fitted on the training rows, by default all of them': [
    { generator: { kind: 'fitted' } },
    {
      ...plain,
      atoms: [direction(1, 24, squared)],
      fit: { samples: 60, meanError: true, source: 'training', generations: 1 },
    },
  ],
};

describe('theoryOfPoint', () => {
  for (const [name, [changes, problem]] of Object.entries(cases)) {
    it(`agrees with the exact theory asked directly: ${name}`, () => {
      const { exact } = theoryOfPoint(pointOf(changes));
      const expected = solveExact(problem);
      if (!isPredicted(exact)) throw new Error(exact.error);
      expect(exact.accuracy).toBeCloseTo(expected.accuracy, 11);
      expect(exact.risk).toBeCloseTo(expected.risk, 11);
      expect(exact.meanMargin).toBeCloseTo(expected.meanMargin, 11);
      expect(exact.marginVariance).toBeCloseTo(expected.marginVariance, 11);
    });
  }

  it('agrees with a matrix with correlated neighbours, diagonalised elsewhere', () => {
    // Eigenvalues of [[1, r], [r, 1]] are 1 ± r, and of [[1,r,r²],[r,1,r],[r²,r,1]] with r = 1/2: 1 − r² and the
    // roots of x² − (2 + r²) x + (1 − r²).
    const p = pointOf({
      data: { kind: 'gaussian', dimension: 3, meanNorm: 1, covariance: { kind: 'ar1', correlation: 0.5 } },
    });
    const root = Math.sqrt(2.25 ** 2 - 4 * 0.75);
    const eigenvalues = [(2.25 + root) / 2, 0.75, (2.25 - root) / 2];
    const { exact } = theoryOfPoint(p);
    const expected = solveExact({ ...plain, atoms: eigenvalues.map((value) => direction(value, 1, 1 / 3)) });
    if (!isPredicted(exact)) throw new Error(exact.error);
    expect(exact.accuracy).toBeCloseTo(expected.accuracy, 12);
  });

  it('has a value where the generator’s mean vanishes in half of the directions', () => {
    // βμ and μ⊥ are of equal size in every direction, and of opposite sign in every other one.
    for (const alignment of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const { exact } = theoryOfPoint(
        pointOf({
          data: {
            kind: 'gaussian',
            dimension: 24,
            meanNorm: 1,
            covariance: { kind: 'powerLaw', exponent: 1 },
          },
          generator: { kind: 'shifted', alignment, orthogonalShift: alignment },
        }),
      );
      expect(exact).not.toHaveProperty('error');
    }
  });

  it('derives what helps to read a point', () => {
    const { derived } = theoryOfPoint(
      pointOf({
        labelNoise: { kind: 'uniform', rate: 0.25 },
        verifier: { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.4 },
      }),
    );
    if ('error' in derived) throw new Error(derived.error);
    expect(derived.realSamples).toBe(60);
    expect(derived.syntheticSamples).toBe(90);
    expect(derived.labelNoise).toBe(0.25);
    expect(derived.keptFraction).toBeCloseTo(0.8 * 0.75 + 0.4 * 0.25, 15);
    expect(derived.keptSignal).toBeCloseTo(0.8 * 0.75 - 0.4 * 0.25, 15);
    // C = I: the best accuracy is Φ(‖μ‖).
    expect(derived.bayesAccuracy).toBeCloseTo(normalCdf(1.2), 15);
  });

  it('takes a self-trained labeller’s ε from a classifier trained on clean synthetic rows alone', () => {
    const { derived, exact } = theoryOfPoint(
      pointOf({
        generator: { kind: 'fitted', samples: 50, meanError: false, source: 'independent' },
        labelNoise: { kind: 'selfTrained' },
        verifier: { kind: 'random', keepCorrect: 0.5, keepIncorrect: 1 },
      }),
    );
    const fit = { samples: 50, meanError: false, source: 'independent', generations: 1 } as const;
    const atoms = [direction(1, 24, squared)];
    const labeller = solveExact({ ...plain, atoms, fit, realSamples: 0, labelNoise: 0, keepIncorrect: 0 });
    if ('error' in derived || !isPredicted(exact)) throw new Error('There is a value here.');
    expect(derived.labelNoise).toBeCloseTo(1 - labeller.accuracy, 12);
    const expected = solveExact({
      ...plain,
      atoms,
      fit,
      labelNoise: 1 - labeller.accuracy,
      keepCorrect: 0.5,
    });
    expect(exact.accuracy).toBeCloseTo(expected.accuracy, 11);
  });

  it('gives a labeller that has seen nothing an ε of one half', () => {
    const { derived } = theoryOfPoint(pointOf({ syntheticSamples: 0, labelNoise: { kind: 'selfTrained' } }));
    expect(derived).toMatchObject({ labelNoise: 0.5 });
  });

  it('puts a sentence where the theory has no value', () => {
    const selfTrained = theoryOfPoint(
      // 90 rows determine a classifier in 24 dimensions without a ridge, 20 do not.
      pointOf({ syntheticSamples: 20, labelNoise: { kind: 'selfTrained' }, classifier: { ridge: 0 } }),
    );
    expect(selfTrained.derived).toEqual({ error: expect.stringMatching(/^[A-Z].*ridge.*\.$/) as string });
    expect(selfTrained.exact).toEqual(selfTrained.derived);
    const uniform = theoryOfPoint({ ...pointOf(), realSamples: 0, syntheticSamples: 0 });
    expect(uniform.exact).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) as string });
    expect(uniform.derived).toMatchObject({ labelNoise: 0.2 });
  });
});
