import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../../src/numerics/kernels';
import type { ClassRepetition, ClassSimulationProblem } from '../../../../src/simulation/classes/problem';
import { createSimulator } from '../../../../src/simulation/simulator';
import { builtKernels } from '../../numerics/builtKernels';
import { mean, variance } from '../../numerics/statistics';
import { classProblemOf, fitted } from './problems';

/** A case of multi-class.json: isotropic data, the limit computed by another program (theory.md §10). */
interface Reference {
  case: {
    p: number;
    classes: number;
    meanNorm: number;
    n: number;
    m: number;
    gamma: number;
    epsilon: number;
    rho: number;
    phi: number;
    generator: Extract<ClassSimulationProblem['generator'], { kind: 'fitted' }>;
  };
  expected: Partial<Record<keyof ClassRepetition, number>>;
}

const folder =
  process.env['RESOLVENT_REFERENCE'] ?? join(import.meta.dirname, '../../../../../shared/reference');
const wholeFile = join(folder, 'multi-class.json');

function readReferences(path: string): Reference[] {
  return JSON.parse(readFileSync(path, 'utf8')) as Reference[];
}

function problemFrom({ case: { p, classes, ...reference } }: Reference): ClassSimulationProblem {
  return classProblemOf(p, classes, {
    meanNorm: reference.meanNorm,
    realSamples: reference.n,
    syntheticSamples: reference.m,
    labelNoise: reference.epsilon,
    keepCorrect: reference.phi,
    keepIncorrect: reference.rho,
    ridge: reference.gamma,
    generator: reference.generator,
  });
}

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

/** Every mean within four standard errors of the limit, beside what a finite dimension may change: some 1/p. */
function expectLimit(reference: Reference, repetitions: ClassRepetition[]): void {
  for (const [metric, expected] of Object.entries(reference.expected)) {
    const values = repetitions.map((repetition) => repetition[metric as keyof ClassRepetition]);
    const error = Math.sqrt(variance(values) / values.length);
    const finite = (1.2 * Math.max(Math.abs(expected), 0.05)) / reference.case.p;
    expect(Math.abs(mean(values) - expected), metric).toBeLessThan(4 * error + finite);
  }
}

function repeat(problem: ClassSimulationProblem, count: number): ClassRepetition[] {
  const simulator = createSimulator(kernels);
  return Array.from({ length: count }, (_, i) =>
    simulator.runClasses(problem, 'sufficient', { seed: 1, repetition: i }),
  );
}

const title = ({ case: { p, classes, n, m, generator } }: Reference) =>
  `p = ${p}, K = ${classes}, n = ${n}, m = ${m}, ${JSON.stringify(generator)}`;

describe('several classes: the means are the limits of the theory', () => {
  const references = readReferences(join(import.meta.dirname, 'fixtures/multi-class.json'));

  it.each(references.map((reference) => [title(reference), reference] as const))('%s', (_, reference) => {
    expectLimit(reference, repeat(problemFrom(reference), 100));
  });

  it('four classes, p = 200', () => {
    const problem = classProblemOf(200, 4, {
      meanNorm: 1.5,
      realSamples: 400,
      syntheticSamples: 1000,
      generator: fitted(400),
      labelNoise: 0.3,
      keepCorrect: 0.9,
      keepIncorrect: 0.2,
      ridge: 0.05,
    });
    // theory.md §10, by a program that also gives multi-class.json.
    const expected = {
      accuracy: 0.6211854,
      ownScore: 0.2849525,
      otherScore: -0.0949842,
      scoreVariance: 0.0942885,
      scoreCovariance: -0.002312,
    };
    const reference = { case: { p: 200 }, expected } as Reference;
    expectLimit(reference, repeat(problem, 100));
  });
});

const there = existsSync(wholeFile);
describe(there ? 'against the whole reference file' : `skipped: there is no ${wholeFile}`, () => {
  it.skipIf(!there)('every case', () => {
    for (const reference of readReferences(wholeFile)) {
      expectLimit(reference, repeat(problemFrom(reference), 16));
    }
  });
});
