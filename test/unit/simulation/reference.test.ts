import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import type { FittedGenerator, Repetition, SimulationProblem } from '../../../src/simulation/problem';
import { builtKernels } from '../numerics/builtKernels';
import { mean, variance } from '../numerics/statistics';
import { problemOf, repeat } from './problems';

/** A case of monte-carlo.json: isotropic data, simulated by another program. */
interface Reference {
  case: {
    p: number;
    meanNorm: number;
    n: number;
    m: number;
    gamma: number;
    epsilon: number;
    rho: number;
    phi: number;
    realWeight: number;
    syntheticWeight: number;
    generator: { kind: 'exact' } | Omit<FittedGenerator, 'generations'>;
  };
  mean: Summary;
  standardError: Summary;
}
type Summary = Record<'M' | 'Q' | 'accuracy' | 'risk', number>;

const folder =
  process.env['RESOLVENT_REFERENCE'] ?? join(import.meta.dirname, '../../../../shared/reference');
const wholeFile = join(folder, 'monte-carlo.json');

function readReferences(path: string): Reference[] {
  return JSON.parse(readFileSync(path, 'utf8')) as Reference[];
}

function problemFrom({ case: reference }: Reference): SimulationProblem {
  const { p, meanNorm, generator } = reference;
  const problem = problemOf(p, {
    meanNorm,
    realSamples: reference.n,
    syntheticSamples: reference.m,
    labelNoise: reference.epsilon,
    keepCorrect: reference.phi,
    keepIncorrect: reference.rho,
    ridge: reference.gamma,
    realWeight: reference.realWeight,
    syntheticWeight: reference.syntheticWeight,
  });
  const { mean: mu, eigenvalues } = problem;
  return {
    ...problem,
    generator:
      generator.kind === 'exact'
        ? { kind: 'fixed', mean: mu, eigenvalues }
        : { ...generator, generations: 1 },
  };
}

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const metrics: Record<keyof Summary, keyof Repetition> = {
  M: 'meanMargin',
  Q: 'marginVariance',
  accuracy: 'accuracy',
  risk: 'risk',
};

/** Every mean within four standard errors, theirs and ours combined. */
function expectAgreement(reference: Reference, repetitions: Repetition[]): void {
  for (const [symbol, metric] of Object.entries(metrics) as [keyof Summary, keyof Repetition][]) {
    const values = repetitions.map((repetition) => repetition[metric]);
    const error = Math.sqrt(variance(values) / values.length);
    const combined = Math.hypot(error, reference.standardError[symbol]);
    expect(Math.abs(mean(values) - reference.mean[symbol]) / combined, symbol).toBeLessThan(4);
  }
}

const title = ({ case: { p, n, m, generator } }: Reference) =>
  `p = ${p}, n = ${n}, m = ${m}, ${JSON.stringify(generator)}`;

describe('against simulations by another program', () => {
  const references = readReferences(join(import.meta.dirname, 'fixtures/monte-carlo.json'));

  it.each(references.map((reference) => [title(reference), reference] as const))('%s', (_, reference) => {
    expectAgreement(reference, repeat(kernels, problemFrom(reference), 'sufficient', 100));
    expectAgreement(reference, repeat(kernels, problemFrom(reference), 'explicit', 40));
  });
});

const there = existsSync(wholeFile);
describe(there ? 'against the whole reference file' : `skipped: there is no ${wholeFile}`, () => {
  it.skipIf(!there)('every case', () => {
    for (const reference of readReferences(wholeFile)) {
      expectAgreement(reference, repeat(kernels, problemFrom(reference), 'sufficient', 60));
      expectAgreement(reference, repeat(kernels, problemFrom(reference), 'explicit', 12));
    }
  });
});
