import { describe, expect, it } from 'vitest';
import { isPredicted, metricsOf } from '../../../src/engine/results';
import { operationsOf, repetitionsOf, samplerOf } from '../../../src/engine/simulationOfPoint';
import { estimateOf } from '../../../src/engine/tally';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import type { ExperimentFile } from '../../../src/experiment/schema';
import type { Sampler } from '../../../src/simulation/problem';
import { createSimulator } from '../../../src/simulation/simulator';
import { builtKernels } from '../numerics/builtKernels';
import { pointOf } from './experiments';

const dimension = 160;
const repetitions = 40;

const data = (changes: Partial<ExperimentFile['data']> = {}): ExperimentFile['data'] => ({
  kind: 'gaussian',
  dimension,
  meanNorm: 1.2,
  ...changes,
});

const base: Partial<ExperimentFile> = { data: data(), realSamples: 300, syntheticSamples: 500 };

/** One or two of each kind of everything that a point can be. */
const cases: Record<string, Partial<ExperimentFile>> = {
  'identity covariance, exact generator': {},
  'power law, generator fitted on the training rows': {
    data: data({ covariance: { kind: 'powerLaw', exponent: 1 } }),
    generator: { kind: 'fitted' },
  },
  'spikes, mean on the top one, generator fitted on other rows': {
    data: data({ covariance: { kind: 'spiked', spikes: [8, 4] }, meanDirection: 'top', meanNorm: 2 }),
    generator: { kind: 'fitted', samples: 250, source: 'independent' },
  },
  'correlated neighbours, mean on the bottom direction': {
    data: data({ covariance: { kind: 'ar1', correlation: 0.5 }, meanDirection: 'bottom' }),
  },
  'given spectrum, generator shifted in its mean and covariance': {
    data: data({ covariance: { kind: 'spectrum', eigenvalues: [2, 1, 0.5, 0.5] } }),
    generator: { kind: 'shifted', alignment: 0.7, orthogonalShift: 0.8, covarianceScale: 1.5 },
  },
  'self-trained labels and a weak verifier': {
    generator: { kind: 'fitted', samples: 300, source: 'independent', meanError: false },
    labelNoise: { kind: 'selfTrained' },
    verifier: { kind: 'random', keepCorrect: 0.5, keepIncorrect: 1 },
  },
  'weights, normalised by the kept rows': {
    labelNoise: { kind: 'uniform', rate: 0.3 },
    verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.2 },
    classifier: { ridge: 0.02, realWeight: 2, syntheticWeight: 0.5, normalise: 'kept' },
  },
  'several generations of the generator': {
    generator: { kind: 'fitted', samples: 300, source: 'independent', generations: 3 },
    verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.2 },
  },
  'the logistic loss': {
    generator: { kind: 'fitted', samples: 300, source: 'independent' },
    classifier: { loss: 'logistic', ridge: 0.05 },
  },
  'the squared hinge': { classifier: { loss: 'squaredHinge', ridge: 0.05, syntheticWeight: 0.5 } },
  'linear labels and a linear verifier': {
    labelNoise: { kind: 'linear', alignment: 0.6 },
    verifier: { kind: 'linear', alignment: 0.7, correlation: 0.5 },
  },
  'a linear verifier of labels with uniform noise': {
    generator: { kind: 'fitted', samples: 300, source: 'independent' },
    verifier: { kind: 'linear', alignment: 0.7 },
  },
  'a verifier with a threshold': { verifier: { kind: 'threshold', separation: 2, threshold: 0.5 } },
  'four classes': {
    data: data({ classes: 4, meanNorm: 2 }),
    generator: { kind: 'fitted', samples: 280, source: 'independent' },
    labelNoise: { kind: 'uniform', rate: 0.3 },
    verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.2 },
  },
  'three classes, generator shifted': {
    data: data({ classes: 3, meanNorm: 2, covariance: { kind: 'powerLaw', exponent: 0.5 } }),
    generator: { kind: 'shifted', alignment: 0.8, orthogonalShift: 0.7, covarianceScale: 1.3 },
  },
  'synthetic rows alone': { realSamples: 0, labelNoise: { kind: 'uniform', rate: 0.1 } },
  'real rows alone': { syntheticSamples: 0 },
};

describe('theory and simulation of the same point', () => {
  const simulator = createSimulator(builtKernels());

  for (const [i, [name, changes]] of Object.entries(cases).entries()) {
    const p = pointOf({ ...base, ...changes });
    // The explicit sampler, which draws every row, on every third.
    const sampler: Sampler = i % 3 === 0 ? 'explicit' : samplerOf('auto', p);
    it(`agree: ${name} (${sampler})`, () => {
      const { derived, exact } = theoryOfPoint(p);
      if ('error' in derived || !isPredicted(exact)) throw new Error('There is a value here.');
      const repeat = repetitionsOf(simulator, p, derived.labelNoise ?? 0, sampler);
      const drawn = Array.from({ length: repetitions }, (_, k) => repeat({ seed: 11, repetition: k }));
      for (const metric of metricsOf(p.classes)) {
        const { mean, standardError } = estimateOf(drawn.map((repetition) => repetition[metric]!));
        const predicted = exact[metric]!;
        // The limit's own error is of order 1/p.
        const allowed = 4 * standardError! + Math.abs(predicted) / dimension;
        expect(Math.abs(mean - predicted), metric).toBeLessThan(allowed);
        // A wrong formula must not hide behind noise.
        expect(standardError!, metric).toBeLessThan(0.03 * Math.max(Math.abs(predicted), 0.1));
      }
    });
  }
});

describe('operationsOf', () => {
  it('grows with the dimension, and for the explicit sampler with the rows', () => {
    const of = (changes: Partial<ExperimentFile>, sampler: Sampler) =>
      operationsOf(pointOf(changes), 0.2, sampler);
    expect(of({ data: data({ dimension: 320 }) }, 'sufficient')).toBeGreaterThan(4 * of(base, 'sufficient'));
    const rows = { ...base, realSamples: 3000, syntheticSamples: 5000 };
    expect(of(rows, 'sufficient')).toBe(of({ ...rows, realSamples: 30_000 }, 'sufficient'));
    expect(of(rows, 'explicit')).toBeGreaterThan(5 * of(base, 'explicit'));
  });
});

describe('samplerOf', () => {
  it('takes the sufficient statistics unless told otherwise', () => {
    expect(samplerOf('auto', pointOf())).toBe('sufficient');
    expect(samplerOf('sufficient', pointOf())).toBe('sufficient');
    expect(samplerOf('explicit', pointOf())).toBe('explicit');
  });

  it('draws every row where the sufficient statistics have no known law', () => {
    expect(samplerOf('auto', { ...pointOf(), loss: 'logistic' })).toBe('explicit');
    expect(samplerOf('auto', { ...pointOf(), labelNoise: { kind: 'linear', alignment: 0.5 } })).toBe(
      'explicit',
    );
    expect(samplerOf('auto', { ...pointOf(), labelNoise: { kind: 'selfTrained' } })).toBe('sufficient');
    expect(
      samplerOf('auto', { ...pointOf(), verifier: { kind: 'linear', alignment: 0.5, correlation: 0 } }),
    ).toBe('explicit');
  });
});
