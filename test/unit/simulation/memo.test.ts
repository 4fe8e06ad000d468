import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { Memo } from '../../../src/simulation/memo';
import type { SimulationProblem } from '../../../src/simulation/problem';
import { createSimulator } from '../../../src/simulation/simulator';
import { builtKernels } from '../numerics/builtKernels';
import { classProblemOf } from './classes/problems';
import { powerLaw, problemOf, shifted } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
}, 60_000);

const p = 20;
const fit = (samples: number, meanError: boolean, source: 'independent' | 'training', generations: number) =>
  ({ kind: 'fitted', samples, meanError, source, generations }) as const;
const generator: fc.Arbitrary<SimulationProblem['generator']> = fc.oneof(
  fc
    .record({
      samples: fc.constantFrom(1, 2, 9, 30),
      meanError: fc.boolean(),
      generations: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ samples, meanError, generations }) => fit(samples, meanError, 'independent', generations)),
  fc.constantFrom(2, 9, 30).map((samples) => fit(samples, true, 'training', 1)),
  fc.constantFrom(0.5, 1).map((beta) => shifted(problemOf(p), beta, 0.3, 2)),
);
const problem = fc
  .record({
    eigenvalues: fc.constantFrom(new Float64Array(p).fill(1), powerLaw(p, 1)),
    realSamples: fc.constantFrom(30, 41),
    syntheticSamples: fc.constantFrom(0, 1, 7, 300),
    labelNoise: fc.constantFrom(0, 0.2),
    keepCorrect: fc.constantFrom(1, 0.5),
    ridge: fc.constantFrom(0.1, 1),
    realWeight: fc.constantFrom(0, 1, 3),
    meanNorm: fc.constantFrom(1, 2),
    generator,
  })
  .map((overrides) => problemOf(p, overrides));

describe('the memo', () => {
  it('never changes a bit, whatever ran before at the same address or another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(problem, fc.integer({ min: 0, max: 1 })), { maxLength: 12 }),
        (points) => {
          const simulator = createSimulator(kernels);
          for (const [one, repetition] of points) {
            const address = { seed: 4, repetition };
            const fresh = createSimulator(kernels).run(one, 'sufficient', address);
            expect(simulator.run(one, 'sufficient', address)).toEqual(fresh);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('nor with several classes', () => {
    const base = classProblemOf(p, 3);
    const generators = [
      base.generator,
      { ...base.generator, source: 'training', meanError: true, samples: 9 },
    ];
    const one = fc
      .record({
        syntheticSamples: fc.constantFrom(0, 5, 200),
        generator: fc.constantFrom(...(generators as (typeof base.generator)[])),
        labelNoise: fc.constantFrom(0, 0.3),
        ridge: fc.constantFrom(0.1, 1),
        realWeight: fc.constantFrom(1, 2),
      })
      .map((overrides) => ({ ...base, ...overrides }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (points) => {
        const simulator = createSimulator(kernels);
        for (const point of points) {
          const address = { seed: 4, repetition: 1 };
          const fresh = createSimulator(kernels).runClasses(point, 'sufficient', address);
          expect(simulator.runClasses(point, 'sufficient', address)).toEqual(fresh);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('draws a value once for each key, and again at another address', () => {
    const memo = new Memo();
    let drawn = 0;
    const get = (...key: (string | number | Float64Array)[]) =>
      memo.get(key, () => Float64Array.of(++drawn))[0];
    memo.begin({ seed: 1, repetition: 0 }, 1000);
    const eigenvalues = Float64Array.of(1, 2);
    expect(get('a', eigenvalues)).toBe(1);
    expect(get('a', Float64Array.of(1, 2))).toBe(1);
    expect(get('a', Float64Array.of(1, 3))).toBe(2);
    expect(get('a', 0)).toBe(3);
    expect(get('a', -0)).toBe(4);
    // What the caller does with its own array later is no part of the key.
    eigenvalues[1] = 5;
    expect(get('a', Float64Array.of(1, 2))).toBe(1);
    memo.begin({ seed: 1, repetition: 0 }, 1000);
    expect(get('a', 0)).toBe(3);
    memo.begin({ seed: 1, repetition: 1 }, 1000);
    expect(get('a', 0)).toBe(5);
    memo.begin({ seed: 2, repetition: 1 }, 1000);
    expect(get('a', 0)).toBe(6);
  });

  it('keeps what was used last within its budget', () => {
    const memo = new Memo();
    memo.begin({ seed: 1, repetition: 0 }, 100);
    const array = (length: number) => () => new Float64Array(length);
    memo.get(['a'], array(5));
    memo.get(['b'], array(5));
    memo.get(['a'], array(5));
    memo.get(['c'], array(5));
    expect(['a', 'b', 'c'].map((name) => memo.has([name]))).toEqual([true, false, true]);
    memo.get(['too large'], array(13));
    expect(['a', 'c', 'too large'].map((name) => memo.has([name]))).toEqual([true, true, false]);
    memo.begin({ seed: 1, repetition: 0 }, 50);
    expect(['a', 'c'].map((name) => memo.has([name]))).toEqual([false, true]);
  });
});
