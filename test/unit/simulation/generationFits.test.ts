import { Matrix as Dense } from 'ml-matrix';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { matrixOf } from '../../../src/numerics/matrix';
import type { FittedGenerator, Repetition, SimulationProblem } from '../../../src/simulation/problem';
import { drawRealRows, realRows } from '../../../src/simulation/realRows';
import { RunningFit } from '../../../src/simulation/runningFit';
import { semidefiniteRoot } from '../../../src/simulation/semidefinite';
import { createSimulator } from '../../../src/simulation/simulator';
import { RandomStreams } from '../../../src/simulation/streams';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { mean, twoSampleKolmogorov, variance } from '../numerics/statistics';
import { problemOf, repeat } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const fitted = (changes: Partial<FittedGenerator> = {}): FittedGenerator => ({
  kind: 'fitted',
  samples: 60,
  meanError: true,
  source: 'independent',
  generations: 1,
  ...changes,
});
const metrics = ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const;
const address = { seed: 4, repetition: 2 };

/** The same law: two-sample Kolmogorov–Smirnov below 2.2 (1.3e-4), by metric. */
function expectSameLaw(a: readonly Repetition[], b: readonly Repetition[]): void {
  for (const metric of metrics) {
    const [x, y] = [a, b].map((all) => all.map((one) => one[metric]));
    expect(twoSampleKolmogorov(x!, y!), metric).toBeLessThan(2.2);
  }
}

describe('the root of a covariance that may be singular', () => {
  it.each([
    [6, 6],
    [6, 3],
    [40, 17],
    [5, 1],
  ])('gives a matrix of size %i and rank %i back', (p, rank) => {
    const rows = Dense.rand(rank, p, { random: lcg(p + rank) });
    const a = rows.transpose().mmul(rows);
    const root = semidefiniteRoot(Float64Array.from(a.to1DArray()), p);
    expect(root.length).toBe(rank * p);
    const r = new Dense([...Array(rank).keys()].map((k) => [...root.slice(k * p, (k + 1) * p)]));
    expect(r.transpose().mmul(r).sub(a).norm()).toBeLessThan(1e-12 * a.norm());
  });

  it('is empty for no covariance at all', () => {
    expect(semidefiniteRoot(new Float64Array(9), 3).length).toBe(0);
  });
});

/** A small reproducible generator of test matrices. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

describe('a fit that goes on', () => {
  it.each([true, false])('is the mean and covariance of the rows so far (mean error %s)', (meanError) => {
    const p = 5;
    const { arena } = kernels;
    const mark = arena.mark();
    const [scatter, root, noise, block] = [p * p, p * p, 40 * p, 40 * p].map((length) =>
      arena.allocate(length),
    );
    const centre = new Float64Array(p).fill(0.3);
    const fit = new RunningFit(
      kernels,
      { centre, meanError },
      { scatter: scatter!, root: root!, noise: noise! },
    );
    const random = lcg(11);
    const seen: number[][] = [];
    for (const count of [3, 40]) {
      const rows = Array.from({ length: count }, () => Array.from({ length: p }, random));
      const view = arena.view(block!);
      rows.flat().forEach((value, i) => (view[i] = value));
      // Every third row is turned round, every fifth left out.
      const signOf = (row: number) => (row % 5 === 4 ? 0 : row % 3 === 0 ? -1 : 1);
      fit.add(matrixOf(block!, count, p), signOf);
      rows.forEach((row, i) => {
        if (signOf(i) !== 0) seen.push(row.map((value) => value * signOf(i)));
      });
      expect(fit.rows).toBe(seen.length);
      const law = fit.law();
      const own = new Dense(seen).mean('column');
      const expected = meanError ? own : [...centre];
      const centred = new Dense(seen).subRowVector(expected);
      const covariance = centred.transpose().mmul(centred).div(seen.length);
      law.mean.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
      const values = arena.view(root!);
      const { rows: rank, rowStride, columnStride } = law.root;
      const r = new Dense(rank, p);
      for (let i = 0; i < rank; i++)
        for (let j = 0; j < p; j++) r.set(i, j, values[i * rowStride + j * columnStride]!);
      expect(r.transpose().mmul(r).sub(covariance).norm()).toBeLessThan(1e-12);
      // Of three rows: as many directions as they leave around their mean.
      if (count === 3) expect(rank).toBe(meanError ? 2 : 3);
    }
    arena.release(mark);
  });
});

describe('a Gaussian per class', () => {
  it('is the true distribution after very many rows', () => {
    const p = 20;
    const problem = problemOf(p, {
      generator: fitted({ covariance: 'perClass', samples: 20_000 }),
      syntheticSamples: 100,
    });
    const { mean: truth, eigenvalues } = problem;
    const exact = { ...problem, generator: { kind: 'fixed', mean: truth, eigenvalues } } as const;
    expectSameLaw(repeat(kernels, problem, 'explicit', 150), repeat(kernels, exact, 'explicit', 150, 1000));
  });

  it('has the limit of the pooled one where classes are equally frequent', () => {
    const problem = problemOf(100, { generator: fitted({ samples: 150 }) });
    const perClass = { ...problem, generator: fitted({ samples: 150, covariance: 'perClass' }) };
    const [a, b] = [problem, perClass].map((one, i) => repeat(kernels, one, 'explicit', 60, 1000 * i));
    for (const metric of metrics) {
      const [x, y] = [a!, b!].map((all) => all.map((one) => one[metric]));
      const error = Math.sqrt((variance(x!) + variance(y!)) / 60);
      // At p = 100 a little of 1/p is left beside chance.
      expect(Math.abs(mean(x!) - mean(y!)), metric).toBeLessThan(4 * error + 0.02);
    }
  });

  it('takes the classes’ shares from the data, which a pooled one does not see', () => {
    const count = 512;
    const share = (covariance: 'pooled' | 'perClass') => {
      const problem = { ...problemOf(3, { generator: fitted({ covariance }) }), positiveShare: 0.2 };
      const mark = kernels.arena.mark();
      const blocks = allocate(kernels.arena, {
        rows: 3 * count,
        noise: 3 * count,
        labels: count,
        uniforms: count,
      });
      const streams = new RandomStreams(kernels, address);
      drawRealRows(kernels, streams, realRows, problem, { start: 0, count }, blocks);
      const positive = kernels.arena.view(blocks.labels).filter((label) => label === 1).length / count;
      kernels.arena.release(mark);
      return positive;
    };
    // 4.5 standard errors
    expect(Math.abs(share('perClass') - 0.2)).toBeLessThan(0.08);
    expect(Math.abs(share('pooled') - 0.5)).toBeLessThan(0.1);
  });

  it('needs rows of both classes', () => {
    const problem = {
      ...problemOf(6, { generator: fitted({ covariance: 'perClass', samples: 8 }) }),
      positiveShare: 0.001,
    };
    const run = () => createSimulator(kernels).run(problem, 'explicit', address);
    expect(run).toThrow('of 8 rows 0 are of class +1, and 2 are needed');
  });
});

describe('generations that accumulate, or see verified labels', () => {
  const run = (problem: SimulationProblem) => createSimulator(kernels).run(problem, 'explicit', address);

  it('are what others are where there is only one', () => {
    const plain = run(problemOf(30, { generator: fitted() }));
    expect(run(problemOf(30, { generator: fitted({ retraining: 'accumulate' }) }))).toEqual(plain);
    expect(run(problemOf(30, { generator: fitted({ retrainingLabels: 'verified' }) }))).toEqual(plain);
  });

  it.each([20, 90])('are clean with no wrong label and all right ones kept (n̂ = %i)', (samples) => {
    const generator = fitted({ generations: 3, samples });
    const problem = problemOf(30, { generator, labelNoise: 0, keepCorrect: 1 });
    const verified = { ...problem, generator: { ...generator, retrainingLabels: 'verified' as const } };
    expectSameLaw(
      repeat(kernels, problem, 'explicit', 150),
      repeat(kernels, verified, 'explicit', 150, 1000),
    );
  });

  it('replace one another in law as the fits one by one do, also with one Gaussian per class and many rows', () => {
    const generator = fitted({ generations: 2, samples: 4000 });
    const problem = problemOf(15, { generator, syntheticSamples: 60 });
    const perClass = { ...problem, generator: { ...generator, covariance: 'perClass' as const } };
    expectSameLaw(
      repeat(kernels, problem, 'explicit', 150),
      repeat(kernels, perClass, 'explicit', 150, 1000),
    );
  });

  it('lose less when they accumulate', () => {
    const generator = fitted({ generations: 6, samples: 100 });
    const problem = problemOf(50, { generator, labelNoise: 0.1, realSamples: 60, syntheticSamples: 400 });
    const accuracy = (retraining: 'replace' | 'accumulate') =>
      repeat(kernels, { ...problem, generator: { ...generator, retraining } }, 'explicit', 30).map(
        ({ accuracy }) => accuracy,
      );
    const [replaced, accumulated] = [accuracy('replace'), accuracy('accumulate')];
    // The same real rows: differences repetition by repetition.
    const gains = accumulated.map((value, i) => value - replaced[i]!);
    expect(mean(gains)).toBeGreaterThan(4 * Math.sqrt(variance(gains) / gains.length));
  });

  it('forget half of the mean when a third of their labels are wrong each time', () => {
    // μ_s shrinks by 1 − 2ε per generation, and so w·μ with synthetic rows alone.
    const generator = fitted({ generations: 2, samples: 20_000, retrainingLabels: 'verified' });
    const problem = problemOf(10, {
      generator,
      labelNoise: 0.25,
      keepCorrect: 1,
      keepIncorrect: 1,
      realSamples: 0,
      syntheticSamples: 20_000,
      ridge: 1,
    });
    const [clean, verified] = [{ ...generator, retrainingLabels: 'clean' as const }, generator].map((one) =>
      mean(
        repeat(kernels, { ...problem, generator: one }, 'explicit', 4).map(({ meanMargin }) => meanMargin),
      ),
    );
    // w ∝ H⁻¹ (1 − 2ε) μ_s: the ratio is that of μ_s/(γ + l + ‖μ_s‖²) along μ, whose variance ‖μ‖² (1 − (1−2ε)²) l gains.
    const along = (s: number, l: number) => (0.5 * s) / (1 + l + s * s);
    expect(verified! / clean!).toBeCloseTo(along(0.5, 1.75) / along(1, 1), 1);
  });

  it('give the same bits twice', () => {
    const generator = fitted({
      generations: 3,
      retraining: 'accumulate',
      retrainingLabels: 'verified',
      covariance: 'perClass',
    });
    const problem = problemOf(12, { generator });
    const once = run(problem);
    run(problemOf(5, { generator: fitted({ generations: 2 }) }));
    expect(run(problem)).toEqual(once);
    expect(createSimulator(builtKernels()).run(problem, 'explicit', address)).toEqual(once);
  });

  it('stop with a sentence where the verifier keeps nothing', () => {
    const generator = fitted({ generations: 2, retrainingLabels: 'verified', samples: 2 });
    const problem = problemOf(4, { generator, keepCorrect: 0, keepIncorrect: 0 });
    expect(() => run(problem)).toThrow('keeps too few rows to fit a generation on');
  });

  it('are not for the sufficient sampler', () => {
    for (const change of [
      { generations: 2, retraining: 'accumulate' },
      { generations: 2, retrainingLabels: 'verified' },
      { covariance: 'perClass' },
    ] as const) {
      const problem = problemOf(4, { generator: fitted(change) });
      expect(() => createSimulator(kernels).run(problem, 'sufficient', address)).toThrow('explicit sampler');
    }
  });
});

describe('a singular covariance that is not of few rows', () => {
  it('is that of generations within the span of their first rows', () => {
    // n̂ = 5 rows span 4 directions around their mean for ever, however many rows accumulate.
    const generator = fitted({ generations: 8, samples: 5, retraining: 'accumulate' });
    const problem = problemOf(20, { generator, realSamples: 0, syntheticSamples: 200, ridge: 0.01 });
    const { accuracy, marginVariance } = createSimulator(kernels).run(problem, 'explicit', address);
    expect(accuracy).toBeGreaterThan(0.3);
    expect(Number.isFinite(marginVariance)).toBe(true);
  });
});
