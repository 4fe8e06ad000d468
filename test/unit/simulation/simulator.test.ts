import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { normalCdf } from '../../../src/numerics/normal';
import { memoryNeeded, operationsNeeded } from '../../../src/simulation/cost';
import { SimulationError } from '../../../src/simulation/errors';
import { measure } from '../../../src/simulation/measure';
import type { Repetition, Sampler, SimulationProblem } from '../../../src/simulation/problem';
import { createSimulator, type Simulator } from '../../../src/simulation/simulator';
import { builtKernels } from '../numerics/builtKernels';
import { mean, twoSampleKolmogorov, variance } from '../numerics/statistics';
import { powerLaw, problemOf, repeat, shifted } from './problems';

let kernels: Kernels;
let simulator: Simulator;
beforeAll(() => {
  kernels = builtKernels();
  simulator = createSimulator(kernels);
});

const samplers: Sampler[] = ['sufficient', 'explicit'];
const at = (stream: number, seed = 1) => ({ seed, repetition: stream });
const fittedOn = (samples: number, source: 'independent' | 'training' = 'independent') =>
  ({ kind: 'fitted', samples, meanError: true, source, generations: 1 }) as const;

describe.each(samplers)('%s sampler: determinism', (sampler) => {
  const problem = problemOf(33, { eigenvalues: powerLaw(33, 0.5) });

  it('gives the same bits at the same address, whatever ran before', () => {
    const first = simulator.run(problem, sampler, at(7));
    for (const other of samplers) {
      simulator.run(problemOf(50, { generator: fittedOn(60, 'training') }), other, at(1));
      simulator.run(problemOf(5, { realSamples: 0, generator: fittedOn(3) }), other, at(2));
      expect(() =>
        simulator.run(problemOf(9, { ridge: 0, syntheticSamples: 0, realSamples: 8 }), other, at(3)),
      ).toThrow();
    }
    expect(simulator.run(problem, sampler, at(7))).toEqual(first);
    expect(createSimulator(builtKernels()).run(problem, sampler, at(7))).toEqual(first);
  });

  it('gives different numbers at another seed or stream', () => {
    const runs = [
      at(0),
      at(1),
      at(0, 2),
      { seed: 1, repetition: 2 ** 31 },
      { seed: 2 ** 53 - 1, repetition: 0 },
    ];
    const margins = runs.map((address) => simulator.run(problem, sampler, address).meanMargin);
    expect(new Set(margins).size).toBe(runs.length);
  });
});

describe.each(samplers)('%s sampler: exact symmetries', (sampler) => {
  const problem = problemOf(20, { realWeight: 0.75, syntheticWeight: 1.25, ridge: 0.3 });

  it('weights and ridge scaled by 4 leave the classifier as it is, bit for bit', () => {
    const scaled = { ...problem, realWeight: 3, syntheticWeight: 5, ridge: 1.2 };
    expect(simulator.run(scaled, sampler, at(1))).toEqual(simulator.run(problem, sampler, at(1)));
  });

  it('a rotation that turns μ over turns nothing else over', () => {
    // x → −x with μ → −μ is the same problem: accuracy cannot depend on the sign of μ, in law.
    const mirrored = { ...problem, mean: problem.mean.map((value) => -value) };
    const accuracies = (one: SimulationProblem, stream: number) =>
      repeat(kernels, one, sampler, 600, stream).map((repetition) => repetition.accuracy);
    expect(twoSampleKolmogorov(accuracies(problem, 0), accuracies(mirrored, 5000))).toBeLessThan(2.2);
  });

  it('ε → 1 − ε with φ and ρ exchanged turns synthetic training over', () => {
    const oneWay = problemOf(20, { realSamples: 0, labelNoise: 0.2, keepCorrect: 0.9, keepIncorrect: 0.3 });
    const other = problemOf(20, { realSamples: 0, labelNoise: 0.8, keepCorrect: 0.3, keepIncorrect: 0.9 });
    const a = repeat(kernels, oneWay, sampler, 600);
    const b = repeat(kernels, other, sampler, 600, 5000);
    const values = (runs: Repetition[], f: (repetition: Repetition) => number) => runs.map(f);
    expect(
      twoSampleKolmogorov(
        values(a, (r) => r.meanMargin),
        values(b, (r) => -r.meanMargin),
      ),
    ).toBeLessThan(2.2);
    expect(
      twoSampleKolmogorov(
        values(a, (r) => r.accuracy),
        values(b, (r) => 1 - r.accuracy),
      ),
    ).toBeLessThan(2.2);
  });

  it('synthetic data of weight 0 change nothing but N', () => {
    const mixed = problemOf(20, { syntheticWeight: 0, ridge: 0.1, realSamples: 30, syntheticSamples: 70 });
    const real = problemOf(20, { syntheticSamples: 0, realSamples: 30, ridge: (0.1 * 100) / 30 });
    const margins = (one: SimulationProblem, stream: number) =>
      repeat(kernels, one, sampler, 600, stream).map((repetition) => repetition.meanMargin);
    expect(twoSampleKolmogorov(margins(mixed, 0), margins(real, 5000))).toBeLessThan(2.2);
  });

  it('normalising by the kept rows is the ridge times kept/N', () => {
    const sizes = { labelNoise: 0, syntheticSamples: 80, realSamples: 20 };
    const pruned = problemOf(20, { ...sizes, keepCorrect: 1 });
    const kept = { ...pruned, normalise: 'kept' as const };
    expect(simulator.run(kept, sampler, at(3))).toEqual(simulator.run(pruned, sampler, at(3)));
    const half = problemOf(20, { ...sizes, keepCorrect: 0, ridge: 0.1 });
    const all = simulator.run({ ...half, ridge: (0.1 * 20) / 100 }, sampler, at(3));
    const own = simulator.run({ ...half, normalise: 'kept' }, sampler, at(3));
    expect(own.meanMargin).toBeCloseTo(all.meanMargin, 12);
    expect(own.marginVariance).toBeCloseTo(all.marginVariance, 12);
  });
});

describe.each(samplers)('%s sampler: limits', (sampler) => {
  it('with many rows w is the population solution μ/(1 + γ + ‖μ‖²)', () => {
    const ridge = 0.5;
    const problem = problemOf(10, { realSamples: 400_000, syntheticSamples: 0, ridge, meanNorm: 1.5 });
    const { meanMargin, marginVariance } = simulator.run(problem, sampler, at(1));
    const square = 1.5 ** 2;
    expect(meanMargin).toBeCloseTo(square / (1 + ridge + square), 2);
    expect(marginVariance).toBeCloseTo(square / (1 + ridge + square) ** 2, 2);
  });

  it('a large ridge makes the margin vanish and the risk 1', () => {
    const { meanMargin, marginVariance, risk } = simulator.run(problemOf(20, { ridge: 1e9 }), sampler, at(1));
    expect(Math.abs(meanMargin)).toBeLessThan(1e-8);
    expect(marginVariance).toBeLessThan(1e-16);
    expect(risk).toBeCloseTo(1, 7);
  });

  it('balanced right and wrong labels teach nothing', () => {
    // φ(1 − ε) = ρ ε: the critical noise (theory.md §4).
    const critical = problemOf(10, {
      realSamples: 0,
      labelNoise: 0.75,
      keepCorrect: 0.9,
      keepIncorrect: 0.3,
      syntheticSamples: 200,
    });
    const margins = repeat(kernels, critical, sampler, 500).map((repetition) => repetition.meanMargin);
    expect(Math.abs(mean(margins)) / Math.sqrt(variance(margins) / margins.length)).toBeLessThan(4.5);
  });

  it('without any row kept w = 0: accuracy ½, risk 1', () => {
    const nothing = problemOf(10, { realSamples: 0, keepCorrect: 0, keepIncorrect: 0 });
    const expected = { accuracy: 0.5, risk: 1, meanMargin: 0, marginVariance: 0 };
    expect(simulator.run(nothing, sampler, at(1))).toEqual(expected);
    expect(simulator.run({ ...nothing, normalise: 'kept' }, sampler, at(1))).toEqual(expected);
  });

  it('without ridge it trains where the kept rows outnumber the dimension', () => {
    const { accuracy } = simulator.run(problemOf(30, { ridge: 0, realSamples: 200 }), sampler, at(1));
    expect(accuracy).toBeGreaterThan(0.6);
    const wide = problemOf(30, { ridge: 0, realSamples: 200, eigenvalues: powerLaw(30, 5) });
    expect(simulator.run(wide, sampler, at(1)).accuracy).toBeGreaterThan(0.5);
  });
});

describe.each(samplers)('%s sampler: refusals', (sampler) => {
  const run = (problem: SimulationProblem) => () => simulator.run(problem, sampler, at(1));

  it('a matrix that is singular for lack of rows, whatever the counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (p, share) => {
        const realSamples = Math.floor(share * (p - 1));
        const rest = { syntheticSamples: p - 1 - realSamples, keepCorrect: 1, keepIncorrect: 1, ridge: 0 };
        const few = problemOf(p, { realSamples, ...rest });
        expect(run(few)).toThrow(SimulationError);
        // Many synthetic rows of a generator that was fitted on few rows do not span the space either.
        const flat = { realSamples: 0, syntheticSamples: 4 * p, generator: fittedOn(p - 1), ridge: 0 };
        expect(run(problemOf(p, flat))).toThrow(SimulationError);
        // Nor do those of a generator fitted on the training rows, beyond these.
        const same = { realSamples: p - 1, generator: fittedOn(p - 1, 'training'), ridge: 0 };
        expect(run(problemOf(p, same))).toThrow(SimulationError);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('a matrix that is singular for lack of variance', () => {
    const eigenvalues = powerLaw(30, 1).map((value, i) => (i < 4 ? 0 : value));
    expect(run(problemOf(30, { eigenvalues, ridge: 0, realSamples: 300 }))).toThrow(SimulationError);
  });

  it('names the ridge and the counts', () => {
    expect(run(problemOf(20, { ridge: 0, realSamples: 5, syntheticSamples: 0 }))).toThrow(
      'The classifier is not determined: with ridge 0, 5 real and 0 kept synthetic rows in dimension 20, ' +
        'the training matrix is not positive definite. Raise the ridge, or the number of rows.',
    );
    const nothing = { realSamples: 0, keepCorrect: 0, keepIncorrect: 0, ridge: 0 };
    expect(run(problemOf(20, nothing))).toThrow('0 real and 0 kept synthetic rows');
  });

  it.each<[string, SimulationProblem]>([
    ['The dimension must be a positive integer, not 0.', problemOf(0)],
    ["The data's mean has 5 entries for dimension 4.", { ...problemOf(5), dimension: 4 }],
    [
      "The data's covariance has a negative eigenvalue.",
      problemOf(2, { eigenvalues: Float64Array.of(1, -1) }),
    ],
    ["The data's mean has an entry that is not a finite number.", problemOf(2, { meanNorm: NaN })],
    ['realSamples must be an integer from 0', problemOf(4, { realSamples: 1.5 })],
    ['syntheticSamples must be an integer from 0', problemOf(4, { syntheticSamples: -1 })],
    ['There are no samples', problemOf(4, { realSamples: 0, syntheticSamples: 0 })],
    ['labelNoise must be a probability from 0 to 1, not 1.2.', problemOf(4, { labelNoise: 1.2 })],
    ['keepCorrect must be a probability', problemOf(4, { keepCorrect: -0.1 })],
    ['keepIncorrect must be a probability', problemOf(4, { keepIncorrect: NaN })],
    ['ridge must be a number ≥ 0, not -1.', problemOf(4, { ridge: -1 })],
    ['realWeight must be a number ≥ 0', problemOf(4, { realWeight: Infinity })],
    ['syntheticWeight must be a number ≥ 0', problemOf(4, { syntheticWeight: -2 })],
    ['A generator cannot be fitted on 0 rows.', problemOf(4, { generator: fittedOn(0) })],
    [
      'fitted on 9 training rows: there are 8 real rows.',
      problemOf(4, { generator: fittedOn(9, 'training') }),
    ],
    [
      'always has the error of their mean',
      problemOf(4, { generator: { ...fittedOn(3, 'training'), meanError: false } }),
    ],
    ["The generator's mean has 4 entries", problemOf(5, { generator: shifted(problemOf(4), 1, 0, 1) })],
    [
      "The generator's covariance has a negative",
      problemOf(4, { generator: shifted(problemOf(4), 1, 0, -1) }),
    ],
  ])('%s', (sentence, problem) => {
    expect(run(problem)).toThrow(SimulationError);
    expect(run(problem)).toThrow(sentence);
  });

  it('addresses out of range', () => {
    const problem = problemOf(4);
    expect(() => simulator.run(problem, sampler, { seed: -1, repetition: 0 })).toThrow('The seed must be');
    expect(() => simulator.run(problem, sampler, { seed: 2 ** 53, repetition: 0 })).toThrow(
      'The seed must be',
    );
    expect(() => simulator.run(problem, sampler, { seed: 1, repetition: 2 ** 32 })).toThrow(
      'The repetition must be',
    );
  });

  it('more memory than there is, with the kernels usable afterwards', () => {
    const huge = problemOf(30_000);
    expect(memoryNeeded(huge, sampler)).toBeGreaterThan(2 ** 32);
    expect(run(huge)).toThrow('at most 4 GiB');
    expect(run(problemOf(4))).not.toThrow();
  });
});

describe('measuring', () => {
  it('gives M, Q, accuracy and risk of a classifier', () => {
    const data = { mean: Float64Array.of(1, 2), eigenvalues: Float64Array.of(3, 0.5) };
    expect(measure(Float64Array.of(0.5, -1), data)).toEqual({
      meanMargin: -1.5,
      marginVariance: 1.25,
      accuracy: normalCdf(-1.5 / Math.sqrt(1.25)),
      risk: 7.5,
    });
  });

  it('is certain where the score has no variance, and undecided for w = 0', () => {
    const data = { mean: Float64Array.of(2), eigenvalues: Float64Array.of(0) };
    expect(measure(Float64Array.of(1), data).accuracy).toBe(1);
    expect(measure(Float64Array.of(-1), data).accuracy).toBe(0);
    expect(measure(Float64Array.of(0), data).accuracy).toBe(0.5);
  });
});

describe('cost', () => {
  const problems = [
    problemOf(40),
    problemOf(40, { realSamples: 0 }),
    problemOf(40, { syntheticSamples: 0 }),
    problemOf(40, { generator: fittedOn(11), realSamples: 1, syntheticSamples: 1 }),
    problemOf(40, { generator: fittedOn(50, 'training'), syntheticSamples: 5000 }),
    problemOf(40, { generator: shifted(problemOf(40), 1, 0, 1) }),
  ];

  it.each(samplers)('memoryNeeded is what the %s sampler takes of the arena', (sampler) => {
    for (const problem of problems) {
      const fresh = builtKernels();
      const before = fresh.arena.mark();
      let peak = before;
      const allocate = fresh.arena.allocate.bind(fresh.arena);
      fresh.arena.allocate = (length) => {
        const block = allocate(length);
        peak = Math.max(peak, fresh.arena.mark());
        return block;
      };
      createSimulator(fresh).run(problem, sampler, at(1));
      expect(peak - before).toBe(memoryNeeded(problem, sampler));
      expect(fresh.arena.mark()).toBe(before);
    }
  });

  it('does not grow with n and m for the sufficient sampler, nor memory for the explicit one', () => {
    const small = problemOf(40, { realSamples: 1000, syntheticSamples: 1000 });
    const large = { ...small, realSamples: 100_000, syntheticSamples: 1_000_000 };
    expect(operationsNeeded(large, 'sufficient')).toBe(operationsNeeded(small, 'sufficient'));
    expect(memoryNeeded(large, 'sufficient')).toBe(memoryNeeded(small, 'sufficient'));
    expect(memoryNeeded(large, 'explicit')).toBe(memoryNeeded(small, 'explicit'));
    expect(operationsNeeded(large, 'explicit')).toBeGreaterThan(100 * operationsNeeded(small, 'explicit'));
  });

  it('is positive and finite for every problem', () => {
    for (const problem of problems) {
      for (const sampler of samplers) {
        expect(operationsNeeded(problem, sampler)).toBeGreaterThan(0);
        expect(operationsNeeded(problem, sampler)).toBeLessThan(1e12);
      }
    }
  });
});
