import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { drawExplicit, explicitLengths } from '../../../src/simulation/explicit';
import type { Sampler, SimulationProblem } from '../../../src/simulation/problem';
import { RandomStreams } from '../../../src/simulation/streams';
import { drawSufficient, sufficientLengths } from '../../../src/simulation/sufficient';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { mean, variance } from '../numerics/statistics';
import { powerLaw, problemOf, shifted } from './problems';

// One degree of freedom too many or too few hardly shows in an accuracy; it does in the moments of Σ κ v vᵀ.
let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const p = 3;
const draws = 20_000;
const eigenvalues = powerLaw(p, 1);
const selection = { labelNoise: 0.3, keepCorrect: 0.9, keepIncorrect: 0.8 };
const base = problemOf(p, {
  realSamples: 5,
  syntheticSamples: 4,
  eigenvalues,
  ...selection,
  realWeight: 0.7,
  syntheticWeight: 1.4,
});
const fitted = (samples: number, meanError: boolean, source: 'independent' | 'training' = 'independent') => ({
  ...base,
  generator: { kind: 'fitted', samples, meanError, source, generations: 1 } as const,
});
const cases: Record<string, SimulationProblem> = {
  'fitted on 2 rows': fitted(2, true),
  'fitted on 2 rows, true mean': fitted(2, false),
  'fitted on 6 rows': fitted(6, true),
  'fitted on 6 rows, true mean': fitted(6, false),
  'fitted on 3 training rows': fitted(3, true, 'training'),
  'fitted on 4 training rows': fitted(4, true, 'training'),
  'fitted on all training rows': fitted(5, true, 'training'),
  shifted: { ...base, generator: shifted(base, 0.5, 0.4, 2) },
};

/** Per draw: the lower triangle of Σ κ v vᵀ, its squares, Σ κ v, the kept rows. */
function sampleMoments(problem: SimulationProblem, sampler: Sampler): number[][] {
  const { arena } = kernels;
  const mark = arena.mark();
  const draw =
    sampler === 'sufficient'
      ? (
          (blocks) => (streams: RandomStreams) =>
            drawSufficient(kernels, streams, problem, blocks)
        )(allocate(arena, sufficientLengths(problem)))
      : (
          (blocks) => (streams: RandomStreams) =>
            drawExplicit(kernels, streams, problem, blocks)
        )(allocate(arena, explicitLengths(problem)));
  const samples = Array.from({ length: draws }, (_, repetition) => {
    const { gram, target, kept } = draw(new RandomStreams(kernels, { seed: 3, repetition }));
    const values = arena.view({ address: gram.address, length: p * p });
    const lower: number[] = [];
    for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) lower.push(values[i * p + j]!);
    return [...lower, ...lower.map((value) => value * value), ...arena.view(target), kept];
  });
  arena.release(mark);
  return samples;
}

/** E of `sampleMoments`, except the squares: exact for every generator. */
function expectedMoments(problem: SimulationProblem): number[] {
  const { realSamples: n, syntheticSamples: m, generator, mean: mu, eigenvalues: lambda } = problem;
  const { labelNoise, keepCorrect, keepIncorrect } = selection;
  const correct = m * keepCorrect * (1 - labelNoise);
  const incorrect = m * keepIncorrect * labelNoise;
  const fixed = generator.kind === 'fixed';
  const syntheticMean = fixed ? generator.mean : mu;
  const syntheticVariance = fixed
    ? generator.eigenvalues
    : // E Ĉ = C (n̂ − 1)/n̂ around μ̂, whose own variance C/n̂ makes up for it; E Ĉ = C around μ.
      lambda;
  const lower: number[] = [];
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const real = mu[i]! * mu[j]! + (i === j ? lambda[i]! : 0);
      const synthetic = syntheticMean[i]! * syntheticMean[j]! + (i === j ? syntheticVariance[i]! : 0);
      lower.push(problem.realWeight * n * real + problem.syntheticWeight * (correct + incorrect) * synthetic);
    }
  }
  const target = Array.from(
    mu,
    (value, i) =>
      problem.realWeight * n * value + problem.syntheticWeight * (correct - incorrect) * syntheticMean[i]!,
  );
  return [...lower, ...target, correct + incorrect];
}

describe('the moments of a drawn training set', () => {
  it.each(Object.keys(cases))('%s: both samplers have the exact means and the same squares', (name) => {
    const problem = cases[name]!;
    const column = (samples: number[][], i: number) => samples.map((sample) => sample[i]!);
    const [a, b] = [sampleMoments(problem, 'sufficient'), sampleMoments(problem, 'explicit')];
    const triangle = (p * (p + 1)) / 2;
    const expected = expectedMoments(problem);
    // 8 cases × 26 comparisons: |z| < 4.5 all together holds with probability above 0.998; the seed is fixed.
    for (let i = 0; i < a[0]!.length; i++) {
      const [x, y] = [column(a, i), column(b, i)];
      const errorX = Math.sqrt(variance(x) / draws);
      const errorY = Math.sqrt(variance(y) / draws);
      expect(Math.abs(mean(x) - mean(y)) / Math.hypot(errorX, errorY), `entry ${i}`).toBeLessThan(4.5);
      if (i >= triangle && i < 2 * triangle) continue;
      const exact = expected[i < triangle ? i : i - triangle]!;
      expect(Math.abs(mean(x) - exact) / errorX, `sufficient, entry ${i}`).toBeLessThan(4.5);
      expect(Math.abs(mean(y) - exact) / errorY, `explicit, entry ${i}`).toBeLessThan(4.5);
    }
  });
});
