import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import type { Sampler, SimulationProblem } from '../../../src/simulation/problem';
import { createSimulator, type Simulator } from '../../../src/simulation/simulator';
import { builtKernels } from '../numerics/builtKernels';
import { powerLaw, problemOf, shifted } from './problems';

let kernels: Kernels;
let simulator: Simulator;
beforeAll(() => {
  kernels = builtKernels();
  simulator = createSimulator(kernels);
}, 60_000);

const address = { seed: 5, repetition: 3 };
const ridges = [1e-9, 1e-6, 1e-4, 0.01, 0.1, 0.1, 1, 10, 1e4];

const cases: Record<string, SimulationProblem> = {
  'C = I': problemOf(40),
  'a decaying spectrum': problemOf(67, { eigenvalues: powerLaw(67, 1) }),
  'a spectrum over nine decades': problemOf(30, { eigenvalues: powerLaw(30, 6) }),
  'directions without variance': problemOf(20, {
    eigenvalues: Float64Array.from({ length: 20 }, (_, i) => (i < 5 ? 0 : 1)),
    meanNorm: 2,
  }),
  'fewer rows than dimensions': problemOf(50, { realSamples: 10, syntheticSamples: 12 }),
  'a fixed generator': problemOf(33, { generator: shifted(problemOf(33), 0.5, 1, 2), normalise: 'kept' }),
  'one dimension': problemOf(1, { realSamples: 5 }),
  'two dimensions': problemOf(2, { realSamples: 5 }),
  'no rows at all': problemOf(8, { realSamples: 0, syntheticSamples: 5, keepCorrect: 0, keepIncorrect: 0 }),
};

describe.each<Sampler>(['sufficient', 'explicit'])('many ridges at once, %s sampler', (sampler) => {
  it.each(Object.keys(cases))('%s: as one by one', (name) => {
    const problem = cases[name]!;
    const together = simulator.runRidges(problem, ridges, sampler, address);
    expect(together).toHaveLength(ridges.length);
    ridges.forEach((ridge, i) => {
      const alone = simulator.run({ ...problem, ridge }, sampler, address);
      for (const metric of ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const) {
        const distance = Math.abs(together[i]![metric] - alone[metric]);
        expect(distance, `${metric} at ${ridge}`).toBeLessThanOrEqual(1e-10 * Math.abs(alone[metric]));
      }
    });
  });

  it('no ridge, where the rows determine the classifier', () => {
    const [without] = simulator.runRidges(problemOf(30), [0], sampler, address);
    const alone = simulator.run(problemOf(30, { ridge: 0 }), sampler, address);
    expect(Math.abs(without!.meanMargin / alone.meanMargin - 1)).toBeLessThan(1e-11);
  });

  it('refuses a ridge that leaves the classifier undetermined, in the same words', () => {
    const few = problemOf(50, { realSamples: 10, syntheticSamples: 12 });
    for (const ridge of [0, 1e-20]) {
      const alone = () => simulator.run({ ...few, ridge }, sampler, address);
      expect(alone).toThrow('The classifier is not determined');
      expect(() => simulator.runRidges(few, [1, ridge], sampler, address)).toThrow(`with ridge ${ridge},`);
    }
  });

  it('leaves the memory as it was', () => {
    const before = kernels.arena.mark();
    simulator.runRidges(problemOf(20), ridges, sampler, address);
    expect(() => simulator.runRidges(problemOf(20), [-1], sampler, address)).toThrow('ridge must be');
    expect(kernels.arena.mark()).toBe(before);
  });
});

it('many ridges are for the square loss', () => {
  const logistic = problemOf(10, { loss: 'logistic' });
  expect(() => simulator.runRidges(logistic, ridges, 'explicit', address)).toThrow('square loss');
});
