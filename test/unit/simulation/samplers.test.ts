import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import type { SimulationProblem } from '../../../src/simulation/problem';
import { builtKernels } from '../numerics/builtKernels';
import { twoSampleKolmogorov } from '../numerics/statistics';
import { powerLaw, problemOf, repeat, shifted } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const p = 24;
const spectrum = powerLaw(p, 1);
const training = (samples: number) =>
  ({ kind: 'fitted', samples, meanError: true, source: 'training', generations: 1 }) as const;
const independent = (samples: number, meanError: boolean) =>
  ({ kind: 'fitted', samples, meanError, source: 'independent', generations: 1 }) as const;
const noVerifier = { keepCorrect: 1, keepIncorrect: 1 };

/** So small that one degree of freedom more or less changes every law visibly. */
const tiny = (generator: SimulationProblem['generator'], eigenvalues = powerLaw(4, 1)) =>
  problemOf(4, { realSamples: 6, syntheticSamples: 7, eigenvalues, generator, ridge: 0.02, ...noVerifier });

const cases: Record<string, SimulationProblem> = {
  'real rows only': problemOf(p, { syntheticSamples: 0 }),
  'fewer real rows than dimensions': problemOf(p, { realSamples: 7, syntheticSamples: 0 }),
  'one real row': problemOf(p, { realSamples: 1, syntheticSamples: 0 }),
  'synthetic rows only': problemOf(p, { realSamples: 0 }),
  'one synthetic row': problemOf(p, { realSamples: 0, syntheticSamples: 1, ...noVerifier }),
  'two synthetic rows': problemOf(p, { realSamples: 3, syntheticSamples: 2, labelNoise: 0.5, ...noVerifier }),
  'fitted, error of the mean': problemOf(p),
  'fitted, true mean': problemOf(p, { generator: independent(2 * p, false) }),
  'fitted on fewer rows than dimensions': problemOf(p, { generator: independent(9, true) }),
  'fitted on fewer rows, true mean': problemOf(p, { generator: independent(9, false) }),
  'fitted on exactly p rows': problemOf(p, { generator: independent(p, true) }),
  'fitted on p + 1 rows': problemOf(p, { generator: independent(p + 1, true) }),
  'fitted on one row': problemOf(p, { generator: independent(1, true) }),
  'fitted on one row, true mean': problemOf(p, { generator: independent(1, false) }),
  'fewer synthetic rows than dimensions': problemOf(p, { syntheticSamples: 10 }),
  'fewer of every kind': problemOf(p, {
    realSamples: 6,
    syntheticSamples: 8,
    generator: independent(5, true),
  }),
  'fitted on all training rows': problemOf(p, { generator: training(2 * p) }),
  'fitted on some training rows': problemOf(p, { generator: training(30) }),
  'fitted on few training rows': problemOf(p, { realSamples: 30, generator: training(10) }),
  'training rows, none kept': problemOf(p, {
    generator: training(2 * p),
    keepCorrect: 0,
    keepIncorrect: 0,
  }),
  'a decaying spectrum, fitted': problemOf(p, { eigenvalues: spectrum }),
  'a decaying spectrum, training rows': problemOf(p, { eigenvalues: spectrum, generator: training(20) }),
  'directions without variance': problemOf(p, {
    eigenvalues: spectrum.map((value, i) => (i % 5 === 0 ? 0 : value)),
  }),
  exact: problemOf(p, { generator: shifted(problemOf(p), 1, 0, 1) }),
  shifted: problemOf(p, { generator: shifted(problemOf(p), 0.7, 0.8, 1.5) }),
  'shifted, decaying spectrum': problemOf(p, {
    eigenvalues: spectrum,
    generator: shifted(problemOf(p, { eigenvalues: spectrum }), 0.7, 0.8, 0.5),
  }),
  'everything pruned': problemOf(p, { keepCorrect: 0, keepIncorrect: 0 }),
  'every label wrong': problemOf(p, { labelNoise: 1 }),
  'almost everything pruned': problemOf(p, { keepCorrect: 0.02, keepIncorrect: 0.02 }),
  weights: problemOf(p, { realWeight: 2, syntheticWeight: 0.3 }),
  'normalised by the kept rows': problemOf(p, { normalise: 'kept', ridge: 0.5 }),
  'nearly no ridge': problemOf(p, { ridge: 1e-6 }),
  'tiny, error of the mean': tiny(independent(5, true)),
  'tiny, true mean': tiny(independent(5, false)),
  'tiny, few rows': tiny(independent(3, true)),
  'tiny, training rows': tiny(training(5)),
  'tiny, few training rows': tiny(training(3)),
  'tiny, exact': tiny(shifted(problemOf(4), 1, 0, 1)),
  'more rows than one block holds': problemOf(p, { realSamples: 700, syntheticSamples: 1300 }),
};

describe('the two samplers agree in law', () => {
  // 39 cases × 3 statistics ≈ 120 two-sample Kolmogorov tests. Each exceeds 2.4 with probability at most 2e-5 when
  // the laws are the same, so the family does with probability below 2.4e-3; the seed is fixed.
  const repetitions = 800;

  it.each(Object.keys(cases))('%s', (name) => {
    const problem = cases[name]!;
    const a = repeat(kernels, problem, 'sufficient', repetitions);
    const b = repeat(kernels, problem, 'explicit', repetitions, 1_000_000);
    for (const metric of ['meanMargin', 'marginVariance', 'accuracy'] as const) {
      const distance = twoSampleKolmogorov(
        a.map((repetition) => repetition[metric]),
        b.map((repetition) => repetition[metric]),
      );
      expect(distance, metric).toBeLessThan(2.4);
    }
  });

  // The test's own power: what must not pass as the same law.
  const base = cases['fitted, error of the mean']!;
  it.each<[string, SimulationProblem]>([
    ['true instead of estimated mean', { ...base, generator: independent(2 * p, false) }],
    ['a generator fitted on the training rows', { ...base, generator: training(2 * p) }],
    ['a generator fitted on 30 rows instead of 48', { ...base, generator: independent(30, true) }],
    ['55 real rows instead of 48', { ...base, realSamples: 55 }],
    ['label noise 0.3 instead of 0.2', { ...base, labels: { kind: 'uniform', rate: 0.3 } }],
  ])('and the comparison notices %s', (_, other) => {
    const a = repeat(kernels, base, 'sufficient', 1500);
    const b = repeat(kernels, other, 'explicit', 1500, 2_000_000);
    const distances = (['meanMargin', 'marginVariance', 'accuracy'] as const).map((metric) =>
      twoSampleKolmogorov(
        a.map((repetition) => repetition[metric]),
        b.map((repetition) => repetition[metric]),
      ),
    );
    expect(Math.max(...distances)).toBeGreaterThan(2.4);
  });
});
