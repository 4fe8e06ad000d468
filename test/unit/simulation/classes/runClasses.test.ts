import { beforeAll, describe, expect, it } from 'vitest';
import { argmaxProbability } from '../../../../src/numerics/argmaxProbability';
import type { Kernels } from '../../../../src/numerics/kernels';
import { classMemoryNeeded, classOperationsNeeded } from '../../../../src/simulation/classes/cost';
import { rowsPerClass } from '../../../../src/simulation/classes/counts';
import { measureClasses, scoreLawOf } from '../../../../src/simulation/classes/measure';
import type { ClassRepetition, ClassSimulationProblem } from '../../../../src/simulation/classes/problem';
import { SimulationError } from '../../../../src/simulation/errors';
import type { Repetition, Sampler, SimulationProblem } from '../../../../src/simulation/problem';
import { createSimulator, type Simulator } from '../../../../src/simulation/simulator';
import { builtKernels } from '../../numerics/builtKernels';
import { mean, twoSampleKolmogorov, variance } from '../../numerics/statistics';
import { powerLaw, problemOf, repeat, shifted } from '../problems';
import { classProblemOf, fitted, shiftedClasses } from './problems';

let kernels: Kernels;
let simulator: Simulator;
beforeAll(() => {
  kernels = builtKernels();
  simulator = createSimulator(kernels);
});

const samplers: Sampler[] = ['sufficient', 'explicit'];
const at = (stream: number, seed = 1) => ({ seed, repetition: stream });

function repeatClasses(problem: ClassSimulationProblem, sampler: Sampler, count: number): ClassRepetition[] {
  return Array.from({ length: count }, (_, i) => simulator.runClasses(problem, sampler, at(5000 + i)));
}

/** The two-class problem with classes ±μ, as one of K = 2. */
function asTwoClasses(
  { mean: mu, labels, verifier, loss, generator, ...rest }: SimulationProblem,
  fixedMean: Float64Array = mu,
): ClassSimulationProblem {
  if (loss !== 'square' || labels.kind !== 'uniform' || verifier.kind !== 'random')
    throw new Error('not alike');
  const both = (vector: Float64Array) => [vector, vector.map((value) => -value)];
  return {
    ...rest,
    classes: 2,
    classMeans: both(mu),
    generator:
      generator.kind === 'fixed'
        ? { kind: 'fixed', means: both(fixedMean), eigenvalues: generator.eigenvalues }
        : fitted(generator.samples, generator.source, generator.meanError),
    labelNoise: labels.rate,
    keepCorrect: verifier.keepCorrect,
    keepIncorrect: verifier.keepIncorrect,
  };
}

describe.each(samplers)('%s sampler: two classes are the two-class problem', (sampler) => {
  const p = 12;
  const metrics = ['meanMargin', 'marginVariance', 'accuracy'] as const;
  const generator = (samples: number, meanError: boolean) =>
    ({ kind: 'fitted', samples, meanError, source: 'independent', generations: 1 }) as const;

  // 5 cases × 3 statistics × 2 samplers: each beyond 2.4 with probability at most 2e-5; the seed is fixed.
  it.each<[string, SimulationProblem]>([
    ['real rows only', problemOf(p, { syntheticSamples: 0, realSamples: 31 })],
    ['true means', problemOf(p, { generator: generator(2 * p, false), eigenvalues: powerLaw(p, 1) })],
    ['true means, few rows', problemOf(p, { generator: generator(5, false), realSamples: 7 })],
    ['exact', problemOf(p, { generator: shifted(problemOf(p), 1, 0, 1), syntheticSamples: 9 })],
    ['shifted', problemOf(p, { generator: shifted(problemOf(p), 0.7, 0.8, 1.5) })],
  ])('%s: the same law', (_, problem) => {
    const fixedMean = problem.generator.kind === 'fixed' ? problem.generator.mean : undefined;
    const a: Repetition[] = repeat(kernels, problem, 'sufficient', 400);
    const b: Repetition[] = repeatClasses(asTwoClasses(problem, fixedMean), sampler, 400);
    for (const metric of metrics) {
      const distance = twoSampleKolmogorov(
        a.map((repetition) => repetition[metric]),
        b.map((repetition) => repetition[metric]),
      );
      expect(distance, metric).toBeLessThan(2.4);
    }
  });
});

it('two classes with estimated means: the same limit as one pooled fit (theory.md §9)', () => {
  const p = 100;
  const problem = problemOf(p, { meanNorm: 1.2 });
  const a: Repetition[] = repeat(kernels, problem, 'sufficient', 150);
  const b: Repetition[] = repeatClasses(asTwoClasses(problem), 'sufficient', 150);
  for (const metric of ['meanMargin', 'marginVariance', 'accuracy'] as const) {
    const [x, y] = [a.map((one) => one[metric]), b.map((one) => one[metric])];
    const error = Math.sqrt((variance(x) + variance(y)) / x.length);
    expect(Math.abs(mean(x) - mean(y)), metric).toBeLessThan(4 * error + mean(x) / p);
  }
});

describe.each(samplers)('%s sampler of several classes', (sampler) => {
  const run = (problem: ClassSimulationProblem, stream = 1) =>
    simulator.runClasses(problem, sampler, at(stream));

  it('gives the same bits at the same address, whatever ran before', () => {
    const problem = classProblemOf(33, 3, { eigenvalues: powerLaw(33, 0.5) });
    const first = run(problem, 7);
    for (const other of samplers) {
      simulator.runClasses(classProblemOf(50, 6, { generator: fitted(60, 'training') }), other, at(1));
      simulator.run(problemOf(20), other, at(2));
      const few = classProblemOf(9, 3, { ridge: 0, syntheticSamples: 0, realSamples: 8 });
      expect(() => simulator.runClasses(few, other, at(3))).toThrow();
    }
    expect(run(problem, 7)).toEqual(first);
    expect(createSimulator(builtKernels()).runClasses(problem, sampler, at(7))).toEqual(first);
    expect(run(problem, 8)).not.toEqual(first);
    expect(simulator.runClasses(problem, sampler, at(7, 2))).not.toEqual(first);
  });

  it('with many rows W is the population solution', () => {
    // C = I and a simplex: (1 + γ + s) on the span of the means, where Σ m mᵀ/K has the eigenvalue s = ‖m‖²/(K − 1).
    const [classes, ridge] = [4, 0.5];
    const problem = classProblemOf(8, classes, { realSamples: 100_000, syntheticSamples: 0, ridge });
    const gain = 1 / (classes * (1 + ridge + 1.5 ** 2 / (classes - 1)));
    const { ownScore, otherScore, scoreVariance, scoreCovariance } = run(problem);
    expect(ownScore).toBeCloseTo(gain * 1.5 ** 2, 2);
    expect(otherScore).toBeCloseTo((-gain * 1.5 ** 2) / (classes - 1), 2);
    expect(scoreVariance).toBeCloseTo(gain ** 2 * 1.5 ** 2, 2);
    expect(scoreCovariance).toBeCloseTo((-(gain ** 2) * 1.5 ** 2) / (classes - 1), 2);
  });

  it('label noise moves what is learnt to the other classes, all alike', () => {
    // ε = (K − 1)/K makes every label as likely as any other: there is nothing to learn.
    const base = { realSamples: 0, keepCorrect: 1, keepIncorrect: 1, syntheticSamples: 40_000, ridge: 0.5 };
    const exact = shiftedClasses(classProblemOf(8, 4), 1, 0, 1);
    const margin = (labelNoise: number) =>
      run(classProblemOf(8, 4, { ...base, generator: exact, labelNoise })).meanMargin;
    const clean = margin(0);
    expect(clean).toBeGreaterThan(0.3);
    expect(Math.abs(margin(0.3) - clean * (1 - (0.3 * 4) / 3))).toBeLessThan(0.02);
    expect(Math.abs(margin(0.75))).toBeLessThan(0.02);
    expect(Math.abs(margin(1) + clean / 3)).toBeLessThan(0.02);
  });

  it('without any row kept W = 0: every class alike', () => {
    const nothing = classProblemOf(10, 4, { realSamples: 0, keepCorrect: 0, keepIncorrect: 0 });
    const expected = {
      accuracy: 0.25,
      risk: 1,
      meanMargin: 0,
      marginVariance: 0,
      ownScore: 0,
      otherScore: 0,
      scoreVariance: 0,
      scoreCovariance: 0,
    };
    expect(run(nothing)).toEqual(expected);
    expect(run({ ...nothing, normalise: 'kept' })).toEqual(expected);
  });

  it('weights and ridge scaled by 4 leave the classifier as it is, bit for bit', () => {
    const problem = classProblemOf(20, 3, { realWeight: 0.75, syntheticWeight: 1.25, ridge: 0.3 });
    expect(run({ ...problem, realWeight: 3, syntheticWeight: 5, ridge: 1.2 })).toEqual(run(problem));
  });

  it('memoryNeeded is what it takes of the arena, and leaves it free', () => {
    for (const problem of [
      classProblemOf(30, 3),
      classProblemOf(30, 5, { realSamples: 0 }),
      classProblemOf(30, 5, { syntheticSamples: 0 }),
      classProblemOf(30, 4, { generator: fitted(4), realSamples: 1, syntheticSamples: 2 }),
      classProblemOf(30, 4, { generator: fitted(32, 'training'), syntheticSamples: 5000 }),
      classProblemOf(30, 4, { generator: shiftedClasses(classProblemOf(30, 4), 1, 0, 1) }),
    ]) {
      const fresh = builtKernels();
      const before = fresh.arena.mark();
      let peak = before;
      const allocate = fresh.arena.allocate.bind(fresh.arena);
      fresh.arena.allocate = (length) => {
        const block = allocate(length);
        peak = Math.max(peak, fresh.arena.mark());
        return block;
      };
      createSimulator(fresh).runClasses(problem, sampler, at(1));
      expect(peak - before).toBe(classMemoryNeeded(problem, sampler));
      expect(fresh.arena.mark()).toBe(before);
      expect(classOperationsNeeded(problem, sampler)).toBeGreaterThan(0);
      expect(classOperationsNeeded(problem, sampler)).toBeLessThan(1e12);
    }
  });

  it('refuses a classifier that is not determined', () => {
    const few = classProblemOf(20, 3, { ridge: 0, realSamples: 5, syntheticSamples: 0 });
    expect(() => run(few)).toThrow('5 real and 0 kept synthetic rows in dimension 20');
    const flat = { realSamples: 0, syntheticSamples: 400, ridge: 0, generator: fitted(19) };
    expect(() => run(classProblemOf(20, 3, flat))).toThrow(SimulationError);
    expect(() => run({ ...few, realSamples: 40 })).not.toThrow();
  });

  it.each<[string, Partial<ClassSimulationProblem>]>([
    ['The dimension must be a positive integer, not 0.', { dimension: 0 }],
    ['The number of classes must be an integer from 2 to 50, not 1.', { classes: 1 }],
    ['The number of classes must be an integer from 2 to 50, not 2.5.', { classes: 2.5 }],
    ['The data has 3 means for 4 classes.', { classes: 4 }],
    [
      "The data's mean of class 2 has 1 entries for dimension 5.",
      { classMeans: [5, 1, 5].map((length) => new Float64Array(length)) },
    ],
    ["The data's covariance has a negative eigenvalue.", { eigenvalues: new Float64Array(5).fill(-1) }],
    ['labelNoise must be a probability', { labelNoise: 1.1 }],
    ['ridge must be a number ≥ 0', { ridge: -1 }],
    ['There are no samples', { realSamples: 0, syntheticSamples: 0 }],
    ['The generator cannot estimate the means of 3 classes from 2 rows.', { generator: fitted(2) }],
    ['fitted on 12 training rows: there are 11 real rows.', { generator: fitted(12, 'training') }],
    ['has the error of their mean', { generator: fitted(8, 'training', false) }],
    [
      'The generator has 2 means for 3 classes.',
      {
        generator: {
          kind: 'fixed',
          means: [new Float64Array(5), new Float64Array(5)],
          eigenvalues: powerLaw(5, 1),
        },
      },
    ],
  ])('refuses: %s', (sentence, overrides) => {
    const problem = { ...classProblemOf(5, 3), ...overrides };
    expect(() => run(problem)).toThrow(SimulationError);
    expect(() => run(problem)).toThrow(sentence);
  });
});

describe('measuring several classes', () => {
  const w = [Float64Array.of(0.5, -1), Float64Array.of(0, 0.25), Float64Array.of(-0.5, 0.5)];
  const classMeans = [Float64Array.of(1, -1), Float64Array.of(-1, 0), Float64Array.of(0, 1)];
  const law = scoreLawOf(w, { classMeans, eigenvalues: Float64Array.of(2, 1) });

  it('gives the law of the scores', () => {
    expect([...law.means]).toEqual([1.5, -0.25, -1, -0.5, 0, 0.5, -1, 0.25, 0.5]);
    expect([...law.covariance]).toEqual([1.5, -0.25, -1, -0.25, 0.0625, 0.125, -1, 0.125, 0.75]);
  });

  it('gives what the law of the scores says', () => {
    const measured = measureClasses(3, law);
    expect(measured.ownScore).toBeCloseTo(2 / 3, 15);
    expect(measured.otherScore).toBeCloseTo(-2 / 6, 15);
    expect(measured.scoreVariance).toBeCloseTo(2.3125 / 3, 15);
    expect(measured.scoreCovariance).toBeCloseTo(-1.125 / 3, 15);
    expect(measured.meanMargin).toBeCloseTo(1, 15);
    expect(measured.marginVariance).toBeCloseTo((2 * (2.3125 + 1.125)) / 3, 15);
    // Σ_c [(1 − A_cc)² + Σ_{k≠c} A_ck²]/3 + tr Q, class by class.
    const misses = (0.25 + 0.0625 + 1 + (0.25 + 1 + 0.25) + (1 + 0.0625 + 0.25)) / 3;
    expect(measured.risk).toBeCloseTo(misses + 2.3125, 14);
    expect(measured.accuracy).toBe(argmaxProbability(law.means, law.covariance, 3));
  });

  it('agrees with a test set', () => {
    const rows = 40_000;
    const block = kernels.arena.allocate(2 * rows);
    kernels.seek(9n, 0n);
    kernels.fillNormal(block);
    const z = kernels.arena.view(block);
    let right = 0;
    let risk = 0;
    for (let row = 0; row < rows; row++) {
      const truth = row % 3;
      const x = [Math.SQRT2 * z[2 * row]!, z[2 * row + 1]!].map((value, i) => value + classMeans[truth]![i]!);
      const scores = w.map((column) => column[0]! * x[0]! + column[1]! * x[1]!);
      if (scores.indexOf(Math.max(...scores)) === truth) right++;
      scores.forEach((score, k) => (risk += ((k === truth ? 1 : 0) - score) ** 2));
    }
    const measured = measureClasses(3, law);
    expect(Math.abs(right / rows - measured.accuracy)).toBeLessThan(4 * Math.sqrt(0.25 / rows));
    expect(Math.abs(risk / rows / measured.risk - 1)).toBeLessThan(0.04);
  });
});

it('rows are shared out evenly, the first classes taking one more', () => {
  expect(rowsPerClass(11, 4)).toEqual([3, 3, 3, 2]);
  expect(rowsPerClass(2, 4)).toEqual([1, 1, 0, 0]);
  expect(rowsPerClass(0, 2)).toEqual([0, 0]);
});

it('the sufficient sampler does not slow down with n and m', () => {
  const small = classProblemOf(40, 3, { realSamples: 1000, syntheticSamples: 1000 });
  const large = { ...small, realSamples: 100_000, syntheticSamples: 1_000_000 };
  expect(classOperationsNeeded(large, 'sufficient')).toBe(classOperationsNeeded(small, 'sufficient'));
  expect(classMemoryNeeded(large, 'sufficient')).toBe(classMemoryNeeded(small, 'sufficient'));
  expect(classMemoryNeeded(large, 'explicit')).toBe(classMemoryNeeded(small, 'explicit'));
  expect(classOperationsNeeded(large, 'explicit')).toBeGreaterThan(
    100 * classOperationsNeeded(small, 'explicit'),
  );
});
