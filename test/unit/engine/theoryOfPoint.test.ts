import { describe, expect, it } from 'vitest';
import { isPredicted } from '../../../src/engine/results';
import { theoryOfPoint, theoryReader } from '../../../src/engine/theoryOfPoint';
import { orthogonalMeans, simplexMeans } from '../../../src/experiment/classMeans';
import { spectrumOf } from '../../../src/experiment/population';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { normalCdf } from '../../../src/numerics/normal';
import { solveClasses } from '../../../src/theory/classes';
import { classAtoms } from '../../../src/theory/classes/atoms';
import { bayesAccuracyOfClasses } from '../../../src/theory/classes/limits';
import { solveExact } from '../../../src/theory/exact';
import { solveInputDependent } from '../../../src/theory/inputDependent';
import { solveMarginLoss } from '../../../src/theory/marginLoss';
import type { Atom, ExactProblem } from '../../../src/theory/problem';
import { solvePublished } from '../../../src/theory/published';
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

describe('the kinds of points', () => {
  const good = (outcome: ReturnType<typeof theoryOfPoint>['exact'] | undefined) => {
    if (!isPredicted(outcome)) throw new Error(outcome?.error ?? 'There is no prediction.');
    return outcome;
  };
  const derivedOf = (changes: Partial<ExperimentFile>) => {
    const { derived } = theoryOfPoint(pointOf(changes));
    if ('error' in derived) throw new Error(derived.error);
    return derived;
  };

  it('asks the theory of the loss', () => {
    const atoms = [direction(1, 24, squared)];
    for (const loss of ['logistic', 'squaredHinge'] as const) {
      const { exact, derived } = theoryOfPoint(pointOf({ classifier: { loss, ridge: 0.1 } }));
      const expected = solveMarginLoss({ ...plain, atoms }, loss);
      expect(good(exact).accuracy).toBeCloseTo(expected.accuracy, 12);
      const realOnly = solveMarginLoss({ ...plain, atoms, syntheticSamples: 0, labelNoise: 0 }, loss);
      expect((derived as { realOnly: number }).realOnly).toBeCloseTo(realOnly.accuracy, 12);
    }
    const training = theoryOfPoint(
      pointOf({ generator: { kind: 'fitted' }, classifier: { loss: 'logistic' } }),
    );
    expect(training.exact).toEqual({ error: expect.stringMatching(/square loss only\.$/) as string });
    expect(training.derived).toMatchObject({ labelNoise: 0.2, realOnly: expect.any(Number) as number });
  });

  it('asks the theory of several classes, and keeps what only they have', () => {
    const changes = gaussian({ classes: 3, covariance: { kind: 'powerLaw', exponent: 1 } });
    const p = pointOf({ ...changes, generator: { kind: 'shifted', alignment: 0.7, orthogonalShift: 0.4 } });
    const { exact, derived } = theoryOfPoint(p);
    const means = simplexMeans(3, 1.2, 'even', 24);
    const shifts = orthogonalMeans(3, 0.4, 'even', 24);
    const groups = spectrumOf({ kind: 'powerLaw', exponent: 1 }, 24);
    const atoms = classAtoms(
      groups,
      means,
      means.map((mean, c) => mean.map((value, i) => 0.7 * value + shifts[c]![i]!)),
    );
    const expected = solveClasses({ ...plain, classes: 3, atoms });
    expect(good(exact)).toEqual({
      accuracy: expected.accuracy,
      risk: expected.risk,
      meanMargin: expected.meanMargin,
      marginVariance: expected.marginVariance,
      ownScore: expected.ownScore,
      otherScore: expected.otherScore,
      scoreVariance: expected.scoreVariance,
      scoreCovariance: expected.scoreCovariance,
    });
    expect(derived).toMatchObject({
      bayesAccuracy: bayesAccuracyOfClasses(3, atoms),
      keptFraction: 1,
      keptSignal: 0.8 - 0.1,
    });
  });

  it('asks the theory of labels and verifiers that look at the sample, and says what they amount to', () => {
    const changes: Partial<ExperimentFile> = {
      labelNoise: { kind: 'linear', alignment: 0.6 },
      verifier: { kind: 'linear', alignment: 0.7, correlation: 0.5 },
    };
    const { exact, derived, independentNoise } = theoryOfPoint(pointOf(changes), ['independentNoise']);
    const atoms = [direction(1, 24, squared)];
    const expected = solveInputDependent({
      ...plain,
      atoms,
      labels: { kind: 'linear', alignment: 0.6 },
      verifier: { kind: 'linear', alignment: 0.7, correlation: 0.5 },
    });
    expect(good(exact).accuracy).toBeCloseTo(expected.accuracy, 12);
    const { labelNoise, keepCorrect, keepIncorrect } = expected.implied;
    expect(derived).toMatchObject({
      ...expected.implied,
      keptFraction: keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise,
    });
    // The labeller is wrong where its score has the other sign: Φ(−c_u ‖μ‖).
    expect(labelNoise).toBeCloseTo(normalCdf(-0.6 * 1.2), 12);
    const independent = solveExact({ ...plain, atoms, ...expected.implied });
    expect(good(independentNoise).accuracy).toBeCloseTo(independent.accuracy, 12);
    expect(independent.accuracy).not.toBeCloseTo(expected.accuracy, 3);
  });

  it('says what linear labels amount to where the training itself is not covered', () => {
    const linear: Partial<ExperimentFile> = { labelNoise: { kind: 'linear', alignment: 0.6 } };
    for (const changes of [
      { ...linear, classifier: { loss: 'logistic' as const } },
      { ...linear, generator: { kind: 'fitted' as const } },
    ]) {
      const { exact, derived } = theoryOfPoint(pointOf(changes));
      expect(exact).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) as string });
      const { labelNoise } = derived as { labelNoise: number };
      expect(labelNoise).toBeCloseTo(normalCdf(-0.6 * 1.2), 12);
    }
    const correlated = gaussian({ covariance: { kind: 'ar1', correlation: 0.5 } });
    const { exact, derived, independentNoise } = theoryOfPoint(pointOf({ ...linear, ...correlated }), [
      'independentNoise',
    ]);
    expect(exact).toEqual({ error: expect.stringContaining('same variance in every direction') as string });
    expect(independentNoise).toEqual(exact);
    expect(derived).toMatchObject({
      labelNoise: null,
      keepCorrect: null,
      keptFraction: null,
      keptSignal: null,
    });
    expect(derived).toMatchObject({ realOnly: expect.any(Number) as number });
  });

  it('does not mind how labels would be made where there are no synthetic rows', () => {
    const linear = theoryOfPoint(
      pointOf({ syntheticSamples: 0, labelNoise: { kind: 'linear', alignment: 0.6 } }),
      ['independentNoise', 'published'],
    );
    const uniform = theoryOfPoint(pointOf({ syntheticSamples: 0 }));
    expect(linear.exact).toEqual(uniform.exact);
    expect(linear.independentNoise).toEqual(uniform.exact);
    expect(linear.derived).toMatchObject({ labelNoise: null, realOnly: good(uniform.exact).accuracy });
  });

  it('gives the published formulas where they are asked for', () => {
    const toy: Partial<ExperimentFile> = {
      generator: { kind: 'fitted', samples: 50, meanError: false, source: 'independent' },
    };
    const expected = solvePublished({
      ...plain,
      atoms: [direction(1, 24, squared)],
      fit: { samples: 50, meanError: false, source: 'independent', generations: 1 },
    });
    expect(theoryOfPoint(pointOf(toy))).not.toHaveProperty('published');
    const { published, exact } = theoryOfPoint(pointOf(toy), ['exact', 'published']);
    expect(good(published).accuracy).toBeCloseTo(expected.accuracy, 12);
    expect(good(exact).accuracy).not.toBeCloseTo(expected.accuracy, 3);
    const notCovered = (changes: Partial<ExperimentFile>) =>
      theoryOfPoint(pointOf({ ...toy, ...changes }), ['published']).published;
    expect(
      notCovered({ classifier: { loss: 'logistic' }, verifier: { kind: 'linear', alignment: 1 } }),
    ).toEqual({
      error:
        'Not covered by the published formulas: a loss other than the square loss; a verifier that looks at the sample.',
    });
    expect(notCovered(gaussian({ classes: 3 }))).toEqual({
      error: 'Not covered by the published formulas: 3 classes (they need 2).',
    });
    expect(notCovered({ classifier: { realWeight: 2 } })).toEqual({
      error: expect.stringMatching(/^Not covered by the published formulas: sample weights/) as string,
    });
  });

  it('resolves a verifier with a threshold to what it keeps', () => {
    const { keepCorrect, keepIncorrect } = derivedOf({
      verifier: { kind: 'threshold', separation: 2, threshold: 0.5 },
    });
    expect(keepCorrect).toBeCloseTo(normalCdf(0.5), 15);
    expect(keepIncorrect).toBeCloseTo(normalCdf(-1.5), 15);
  });

  it('compares with the real data alone and with as many real rows', () => {
    const accuracy = (changes: Partial<ExperimentFile>) =>
      good(theoryOfPoint(pointOf(changes)).exact).accuracy;
    const derived = derivedOf({ classifier: { ridge: 0.05, realWeight: 2, normalise: 'kept' } });
    const classifier = { ridge: 0.05, realWeight: 2 };
    expect(derived.realOnly).toBeCloseTo(accuracy({ syntheticSamples: 0, classifier }), 12);
    expect(derived.allReal).toBeCloseTo(accuracy({ realSamples: 150, syntheticSamples: 0, classifier }), 12);
    expect(derivedOf({ realSamples: 0 })).toMatchObject({
      realOnly: { error: 'There are no real rows to train on alone.' },
      allReal: expect.any(Number) as number,
    });
    const tooFew = derivedOf({ realSamples: 10, classifier: { ridge: 0 } });
    expect(tooFew.realOnly).toEqual({ error: expect.stringMatching(/ridge/) as string });
  });

  it('says the fixed point', () => {
    const expected = solveExact({ ...plain, atoms: [direction(1, 24, squared)] }).fixedPoint;
    const { fixedPoint } = derivedOf({});
    expect(fixedPoint).toEqual({
      tauReal: expected.tauReal,
      tauSynthetic: expected.tauSynthetic,
      d: expected.d,
    });
  });

  it('gives the same for many points in a row as for each of them', () => {
    const points = [
      {},
      { realSamples: 70 },
      { syntheticSamples: 10 },
      gaussian({ meanNorm: 1 }),
      gaussian({ dimension: 30 }),
      gaussian({ meanNorm: 1, covariance: { kind: 'ar1' as const, correlation: 0.5 } }),
      gaussian({ classes: 3 }),
      { generator: { kind: 'shifted' as const, alignment: 0.5 } },
      { generator: { kind: 'shifted' as const, alignment: 0.5, orthogonalShift: 1 } },
      { classifier: { ridge: 1 } },
      { classifier: { ridge: 1, loss: 'logistic' as const } },
      { classifier: { ridge: 1, realWeight: 3 } },
      { realSamples: 0 },
    ].map(pointOf);
    const readInRow = theoryReader(['exact', 'published', 'independentNoise']);
    for (const p of [...points, ...points.toReversed()]) {
      expect(readInRow(p)).toEqual(theoryOfPoint(p, ['exact', 'published', 'independentNoise']));
    }
  });
});
