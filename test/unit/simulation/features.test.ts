import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { normalCdf } from '../../../src/numerics/normal';
import type { Features, Repetition } from '../../../src/simulation/problem';
import { createSimulator } from '../../../src/simulation/simulator';
import { RandomStreams } from '../../../src/simulation/streams';
import { countedAccuracy, testRowsLengths } from '../../../src/simulation/testRows';
import { allocate } from '../../../src/simulation/workspace';
import { solveExact } from '../../../src/theory/exact';
import { builtKernels } from '../numerics/builtKernels';
import { mean, variance } from '../numerics/statistics';
import { powerLaw, problemOf, repeat } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const laws: Features[] = [
  { kind: 'rademacher' },
  { kind: 'laplace' },
  { kind: 'studentT', degreesOfFreedom: 5 },
];
const testSamples = 4000;

/** How far a metric's mean lies from what is expected, in its standard errors. */
function distance(repetitions: readonly Repetition[], metric: keyof Repetition, expected: number): number {
  const values = repetitions.map((one) => one[metric]);
  return (mean(values) - expected) / Math.sqrt(variance(values) / values.length);
}

describe.each(laws)('features of law %o', (features) => {
  it('lead to the Gaussian’s theory where no few of them dominate', () => {
    const p = 200;
    const problem = { ...problemOf(p, { meanNorm: 1.2, features, testSamples }), realSamples: 300 };
    const theory = solveExact({
      atoms: [
        {
          eigenvalue: 1,
          multiplicity: p,
          meanSquared: 1.44,
          crossMean: 1.44,
          syntheticMeanSquared: 1.44,
          syntheticEigenvalue: 1,
        },
      ],
      realSamples: 300,
      syntheticSamples: 600,
      fit: { samples: 400, meanError: true, source: 'independent', generations: 1 },
      labelNoise: 0.2,
      keepCorrect: 0.9,
      keepIncorrect: 0.3,
      ridge: 0.1,
      realWeight: 1,
      syntheticWeight: 1,
      normalise: 'all',
    });
    const repetitions = repeat(kernels, problem, 'explicit', 30);
    for (const metric of ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const) {
      expect(Math.abs(distance(repetitions, metric, theory[metric])), metric).toBeLessThan(4);
    }
  });

  it('are drawn with the same bits twice, whatever ran before', () => {
    const problem = problemOf(20, { features, testSamples: 501, eigenvalues: powerLaw(20, 1) });
    const address = { seed: 3, repetition: 5 };
    const once = createSimulator(kernels).run(problem, 'explicit', address);
    const other = createSimulator(builtKernels());
    other.run(problemOf(7, { features, testSamples: 20 }), 'explicit', { seed: 9, repetition: 1 });
    expect(other.run(problem, 'explicit', address)).toEqual(once);
    expect(other.run(problem, 'explicit', { ...address, repetition: 6 })).not.toEqual(once);
  });

  it('are not for the sufficient sampler', () => {
    const run = () =>
      createSimulator(kernels).run(problemOf(5, { features, testSamples }), 'sufficient', {
        seed: 1,
        repetition: 0,
      });
    expect(run).toThrow('Gaussian features');
  });
});

describe('an accuracy that is counted', () => {
  const counted = (w: number[], features: Features, rows: number, meanNorm = 1) => {
    const p = w.length;
    const problem = problemOf(p, { features, testSamples: rows, meanNorm });
    const mark = kernels.arena.mark();
    const blocks = allocate(kernels.arena, testRowsLengths(problem));
    const streams = new RandomStreams(kernels, { seed: 1, repetition: 0 });
    const accuracy = countedAccuracy(kernels, streams, Float64Array.from(w), problem, blocks);
    kernels.arena.release(mark);
    return accuracy;
  };

  it('is that of a single feature, in closed form', () => {
    const rows = 200_000;
    // y·w·x = μ + z with μ = 1/√2 in the first direction.
    const margin = Math.SQRT1_2;
    const laplace = 1 - Math.exp(-Math.SQRT2 * margin) / 2;
    const error = 4.5 / (2 * Math.sqrt(rows));
    expect(Math.abs(counted([1, 0], { kind: 'laplace' }, rows) - laplace)).toBeLessThan(error);
    const normal = counted([1, 0], { kind: 'studentT', degreesOfFreedom: 1e6 }, rows);
    expect(Math.abs(normal - normalCdf(margin))).toBeLessThan(error);
    // One of the two mirror images of every row is on each side.
    expect(counted([1, 0], { kind: 'rademacher' }, rows)).toBe(0.5);
    expect(counted([1, 0], { kind: 'rademacher' }, rows, 2)).toBe(1);
  });

  it('counts rows on the border half, and a classifier that knows nothing as right half the time', () => {
    expect(counted([0, 0, 0], { kind: 'laplace' }, 100)).toBe(0.5);
    // μ·w = 1 = |z·w| for half of all sign patterns: a quarter of the rows are on the border.
    expect(counted([1, 0], { kind: 'rademacher' }, 10, Math.SQRT2)).toBe(0.75);
  });

  it('is wanted on rows', () => {
    const problem = problemOf(5, { features: { kind: 'laplace' } });
    const run = () => createSimulator(kernels).run(problem, 'explicit', { seed: 1, repetition: 0 });
    expect(run).toThrow('cannot be counted on 0 rows');
    expect(() =>
      createSimulator(kernels).run(
        { ...problem, features: { kind: 'studentT', degreesOfFreedom: 2 }, testSamples: 1 },
        'explicit',
        { seed: 1, repetition: 0 },
      ),
    ).toThrow('more than 2 degrees of freedom');
  });
});
