import { beforeAll, describe, expect, it } from 'vitest';
import { sampleGeneratorSpectrum } from '../../../src/simulation/generatorSpectrum';
import type { Kernels } from '../../../src/numerics/kernels';
import type { Repetition } from '../../../src/simulation/problem';
import { createSimulator, type Simulator } from '../../../src/simulation/simulator';
import { streamLayout } from '../../../src/simulation/streams';
import { builtKernels } from '../numerics/builtKernels';
import { classProblemOf } from './classes/problems';
import known from './fixtures/known-answers.json';
import { powerLaw, problemOf, shifted } from './problems';

let kernels: Kernels;
let simulator: Simulator;
beforeAll(() => {
  kernels = builtKernels();
  simulator = createSimulator(kernels);
}, 60_000);

const address = { seed: 2024, repetition: 42 };
const eigenvalues = powerLaw(30, 1);
const base = problemOf(30, { eigenvalues });
const generations = { ...base, generator: { ...base.generator, generations: 4 } } as typeof base;
const training = {
  ...base,
  generator: { kind: 'fitted', samples: 40, meanError: true, source: 'training', generations: 1 },
} as const;
const few = {
  ...base,
  syntheticSamples: 12,
  generator: { kind: 'fitted', samples: 9, meanError: false, source: 'independent', generations: 1 },
} as const;
const fixed = problemOf(70, { generator: shifted(problemOf(70), 0.6, 0.5, 1.5) });
const large = problemOf(300, { generator: { ...base.generator, samples: 200 } as typeof base.generator });
const classes = classProblemOf(30, 4, { eigenvalues });

/** What each draws at the address. */
const cases: Record<string, () => Repetition> = {
  sufficient: () => simulator.run(base, 'sufficient', address),
  'sufficient, the last repetition of the largest seed': () =>
    simulator.run(base, 'sufficient', { seed: 2 ** 53 - 1, repetition: 2 ** 32 - 1 }),
  'sufficient, training rows': () => simulator.run(training, 'sufficient', address),
  'sufficient, few rows': () => simulator.run(few, 'sufficient', address),
  'sufficient, generations': () => simulator.run(generations, 'sufficient', address),
  'sufficient, fixed generator': () => simulator.run(fixed, 'sufficient', address),
  'sufficient, a larger dimension': () => simulator.run(large, 'sufficient', address),
  'explicit, a larger dimension': () => simulator.run(large, 'explicit', address),
  'sufficient, classes': () => simulator.runClasses(classes, 'sufficient', address),
  'sufficient, one of many ridges': () =>
    simulator.runRidges(base, [0.01, 0.1, 1, 10], 'sufficient', address)[2]!,
  explicit: () => simulator.run(base, 'explicit', address),
  'explicit, white rows': () => simulator.run({ ...base, syntheticSamples: 1300 }, 'explicit', address),
  'explicit, training rows': () => simulator.run(training, 'explicit', address),
  'explicit, generations': () => simulator.run(generations, 'explicit', address),
  'explicit, fixed generator': () => simulator.run(fixed, 'explicit', address),
  'explicit, linear labels and verifier': () =>
    simulator.run(
      {
        ...base,
        labels: { kind: 'linear', alignment: 0.7 },
        verifier: { kind: 'linear', alignment: 0.8, correlation: 0.5 },
      },
      'explicit',
      address,
    ),
  'explicit, logistic loss': () => simulator.run({ ...base, loss: 'logistic' }, 'explicit', address),
  'explicit, classes': () => simulator.runClasses(classes, 'explicit', address),
};

// Frozen: a seed promises the same numbers on every machine and in every version with the same stream layout. Where a
// number changes on purpose, `streamLayout` goes up, and these with it.
describe('known answers', () => {
  it('are of this stream layout', () => {
    expect(streamLayout).toBe(known.streamLayout);
  });

  it.each(Object.keys(cases))('%s', (name) => {
    const { accuracy, ...exact } = known.repetitions[name as keyof typeof known.repetitions];
    const { meanMargin, marginVariance, accuracy: measured } = cases[name]!();
    expect({ meanMargin, marginVariance }).toEqual(exact);
    // The normal law goes through the host's own exponential.
    expect(measured).toBeCloseTo(accuracy, 13);
  });

  it("a generator's spectrum", () => {
    const problem = { eigenvalues, samples: 60, meanError: true, generations: 3 };
    expect(Array.from(sampleGeneratorSpectrum(kernels, problem, address)).slice(-3)).toEqual(known.spectrum);
  });
});
