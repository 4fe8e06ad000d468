import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../../src/numerics/kernels';
import type { ClassSimulationProblem } from '../../../../src/simulation/classes/problem';
import { builtKernels } from '../../numerics/builtKernels';
import { mean, twoSampleKolmogorov, variance } from '../../numerics/statistics';
import { powerLaw } from '../problems';
import { classProblemOf, fitted, scoresOf, shiftedClasses } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const p = 12;
const spectrum = powerLaw(p, 1);
const noVerifier = { keepCorrect: 1, keepIncorrect: 1 };

/** So small that one degree of freedom more or less changes every law visibly. */
const tiny = (generator: ClassSimulationProblem['generator']) =>
  classProblemOf(4, 3, {
    realSamples: 7,
    syntheticSamples: 8,
    eigenvalues: powerLaw(4, 1),
    ridge: 0.02,
    generator,
    ...noVerifier,
  });

const cases: Record<string, ClassSimulationProblem> = {
  'real rows only': classProblemOf(p, 4, { syntheticSamples: 0 }),
  'fewer real rows than classes': classProblemOf(p, 5, { realSamples: 3, syntheticSamples: 0 }),
  'error of the means': classProblemOf(p, 4),
  'true means': classProblemOf(p, 4, { generator: fitted(25, 'independent', false) }),
  'fitted on fewer rows than dimensions': classProblemOf(p, 4, { generator: fitted(9) }),
  'fitted on fewer rows, true means': classProblemOf(p, 4, { generator: fitted(3, 'independent', false) }),
  'fitted on p + K rows': classProblemOf(p, 4, { generator: fitted(16) }),
  'fitted on one row per class': classProblemOf(p, 4, { generator: fitted(4) }),
  'fewer of every kind': classProblemOf(p, 3, {
    realSamples: 8,
    syntheticSamples: 9,
    generator: fitted(7),
  }),
  'all training rows': classProblemOf(p, 4, { generator: fitted(25, 'training') }),
  'few training rows': classProblemOf(p, 4, { generator: fitted(7, 'training') }),
  'directions without variance': classProblemOf(p, 4, {
    eigenvalues: spectrum.map((value, i) => (i % 5 === 0 ? 0 : value)),
  }),
  shifted: classProblemOf(p, 4, { generator: shiftedClasses(classProblemOf(p, 4), 0.7, 0.8, 1.5) }),
  'every label wrong': classProblemOf(p, 4, { labelNoise: 1 }),
  'everything pruned': classProblemOf(p, 4, { keepCorrect: 0, keepIncorrect: 0 }),
  'more rows than one block holds': classProblemOf(p, 4, {
    realSamples: 521,
    syntheticSamples: 50,
    generator: fitted(530),
  }),
  'tiny, error of the means': tiny(fitted(8)),
  'tiny, true means': tiny(fitted(5, 'independent', false)),
  'tiny, training rows': tiny(fitted(5, 'training')),
};

describe('the two samplers of several classes agree in law', () => {
  // 19 cases × 6 statistics = 114 two-sample Kolmogorov tests. Each exceeds 2.4 with probability at most 2e-5 when the
  // laws are the same, so the family does with probability below 2.3e-3; the seed is fixed.
  it.each(Object.keys(cases))('%s', (name) => {
    const problem = cases[name]!;
    const a = scoresOf(kernels, problem, 'sufficient', 400, 0);
    const b = scoresOf(kernels, problem, 'explicit', 400, 1);
    for (let i = 0; i < a[0]!.length; i++) {
      const [x, y] = [a.map((row) => row[i]!), b.map((row) => row[i]!)];
      expect(twoSampleKolmogorov(x, y), `statistic ${i}`).toBeLessThan(2.4);
      const error = Math.sqrt((variance(x) + variance(y)) / x.length);
      expect(Math.abs(mean(x) - mean(y)), `mean of statistic ${i}`).toBeLessThan(4.5 * error + 1e-15);
    }
  });

  // The comparison's own power: what must not pass as the same law.
  const base = cases['error of the means']!;
  it.each<[string, ClassSimulationProblem]>([
    ['true instead of estimated means', { ...base, generator: fitted(25, 'independent', false) }],
    ['a generator fitted on the training rows', { ...base, generator: fitted(25, 'training') }],
    ['a generator fitted on 13 rows instead of 25', { ...base, generator: fitted(13) }],
    ['label noise 0.4 instead of 0.3', { ...base, labelNoise: 0.4 }],
  ])('and the comparison notices %s', (_, other) => {
    const a = scoresOf(kernels, base, 'sufficient', 700, 2);
    const b = scoresOf(kernels, other, 'explicit', 700, 3);
    const distances = a[0]!.map((_value, i) =>
      twoSampleKolmogorov(
        a.map((row) => row[i]!),
        b.map((row) => row[i]!),
      ),
    );
    expect(Math.max(...distances)).toBeGreaterThan(2.4);
  });
});
