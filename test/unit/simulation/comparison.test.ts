import { Matrix as Dense, inverse } from 'ml-matrix';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { matrixOf } from '../../../src/numerics/matrix';
import { largest } from '../../../src/simulation/comparison';
import { Discriminator, discriminatorLengths } from '../../../src/simulation/discriminator';
import { MahalanobisDistance, mahalanobisLengths, shrinkageOf } from '../../../src/simulation/mahalanobis';
import type { SimulationProblem, Verifier } from '../../../src/simulation/problem';
import { createSimulator } from '../../../src/simulation/simulator';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels, drawn } from '../numerics/builtKernels';
import { mean, variance } from '../numerics/statistics';
import { problemOf, repeat, shifted } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

/** Normal rows, scaled direction by direction. */
function normals(count: number, scales: readonly number[], seed: number): number[][] {
  const p = scales.length;
  kernels.seek(BigInt(seed), 0n);
  const values = drawn(kernels, count * p, (block) => kernels.fillNormal(block));
  return Array.from({ length: count }, (_, row) => scales.map((scale, i) => scale * values[row * p + i]!));
}

const signsOf = (count: number) => Float64Array.from({ length: count }, (_, i) => (i % 3 === 0 ? -1 : 1));

/** Runs with rows in the kernels' memory, in blocks of which the last is shorter. */
function inBlocks<T>(
  p: number,
  lengths: Record<string, number>,
  run: (use: {
    blocks: never;
    each: (rows: number[][], take: (matrix: ReturnType<typeof matrixOf>, start: number) => void) => void;
  }) => T,
): T {
  const mark = kernels.arena.mark();
  const blocks = allocate(kernels.arena, { ...lengths, rows: 16 * p });
  const each = (rows: number[][], take: (matrix: ReturnType<typeof matrixOf>, start: number) => void) => {
    for (let start = 0; start < rows.length; start += 16) {
      const part = rows.slice(start, start + 16);
      part.flat().forEach((value, i) => (kernels.arena.view(blocks.rows)[i] = value));
      take(matrixOf(blocks.rows, part.length, p), start);
    }
  };
  const result = run({ blocks: blocks as never, each });
  kernels.arena.release(mark);
  return result;
}

describe('the distance from the real rows', () => {
  const p = 6;
  const scales = [3, 2, 1, 1, 0.5, 0.2];

  it.each([200, 4])('is Mahalanobis’ in the covariance that Ledoit and Wolf shrink (%i rows)', (count) => {
    const real = normals(count, scales, 1).map((row) => row.map((value) => value + 0.7));
    const asked = normals(20, scales, 2);
    const signs = signsOf(Math.max(count, 20));
    const distances = inBlocks(p, mahalanobisLengths(p, 16), ({ blocks, each }) => {
      const distance = new MahalanobisDistance(kernels, new Float64Array(p).fill(0.5), blocks);
      each(real, (rows, start) => distance.add(rows, signs.subarray(start)));
      const found: number[] = [];
      each(asked, (rows, start) => found.push(...distance.of(rows, signs.subarray(start))));
      return found;
    });

    // Ledoit and Wolf as their paper has it.
    const v = new Dense(real.map((row, i) => row.map((value) => signs[i]! * value)));
    const m = v.mean('column');
    const u = v.clone().subRowVector(m);
    const s = u.transpose().mmul(u).div(count);
    const level = s.trace() / p;
    const identity = Dense.eye(p);
    const d2 = Dense.sub(s, Dense.mul(identity, level)).norm() ** 2;
    const outer = u.to2DArray().map((row) => Dense.columnVector(row).mmul(Dense.rowVector(row)));
    const b2 = outer.reduce((sum, one) => sum + Dense.sub(one, s).norm() ** 2, 0) / count ** 2;
    const share = Math.min(1, b2 / d2);
    if (count === 4) expect(share).toBeGreaterThan(0.1);
    const shrunk = Dense.add(Dense.mul(identity, share * level), Dense.mul(s, 1 - share));
    const precision = inverse(shrunk);
    asked.forEach((row, i) => {
      const off = Dense.rowVector(row.map((value, j) => signs[i]! * value - m[j]!));
      const expected = off.mmul(precision).mmul(off.transpose()).get(0, 0);
      expect(distances[i]! / expected).toBeCloseTo(1, 8);
    });
  });

  it('is Euclid’s where the sample says nothing against equal variances', () => {
    const moments = { n: 10, p: 4, trace: 4, square: 4, fourth: 200 };
    expect(shrinkageOf(moments)).toBe(1);
    expect(shrinkageOf({ ...moments, square: 8, fourth: 80 })).toBe(0);
    expect(shrinkageOf({ ...moments, square: 8, fourth: 100 })).toBeCloseTo(0.05, 12);
  });
});

describe('the discriminator', () => {
  const p = 4;
  const realness = (real: number[][], synthetic: number[][], asked: number[][]) =>
    inBlocks(p, discriminatorLengths(p, 16), ({ blocks, each }) => {
      const one = (rows: number[][]) => new Float64Array(rows.length).fill(1);
      const discriminator = new Discriminator(kernels, p, blocks);
      each(real, (rows, start) => discriminator.addReal(rows, one(real).subarray(start)));
      discriminator.restart();
      each(synthetic, (rows, start) => discriminator.addSynthetic(rows, one(synthetic).subarray(start)));
      const found: number[] = [];
      each(asked, (rows, start) => found.push(...discriminator.realness(rows, one(asked).subarray(start))));
      return found;
    });
  const one = [1, 1, 1, 1];

  it('is ridge regression on rows and their squares, standardised', () => {
    const [real, synthetic, asked] = [
      normals(50, one, 3),
      normals(50, [1, 2, 1, 0.5], 4),
      normals(9, one, 5),
    ];
    const found = realness(real, synthetic, asked);
    const featuresOf = (rows: number[][]) => new Dense(rows.map((row) => [...row, ...row.map((x) => x * x)]));
    const f = featuresOf([...real, ...synthetic]);
    const centre = f.mean('column');
    const scale = f.variance('column', { unbiased: false }).map(Math.sqrt);
    const standardised = (g: Dense) => g.clone().subRowVector(centre).divRowVector(scale);
    const z = standardised(f);
    const t = Dense.columnVector([...real.map(() => 1), ...synthetic.map(() => -1)]);
    const rows = 100;
    const a = z
      .transpose()
      .mmul(z)
      .div(rows)
      .add(Dense.eye(2 * p).mul((2 * p) / rows));
    const w = inverse(a).mmul(z.transpose().mmul(t).div(rows));
    const expected = standardised(featuresOf(asked)).mmul(w).to1DArray();
    // Up to a constant, which does not matter for what is kept.
    found.forEach((score, i) => expect(score - found[0]!).toBeCloseTo(expected[i]! - expected[0]!, 10));
  });

  it('sees a variance that is off', () => {
    const [real, synthetic] = [normals(500, one, 6), normals(500, [1, 1, 2, 1], 7)];
    const scores = realness(real, synthetic, [
      [0, 0, 0.2, 0],
      [0, 0, 4, 0],
      [0, 0, -4, 0],
    ]);
    expect(scores[0]!).toBeGreaterThan(scores[1]!);
    expect(scores[0]!).toBeGreaterThan(scores[2]!);
  });
});

describe('what a comparing verifier keeps', () => {
  it('are the largest values, of equal ones the first', () => {
    expect(largest(Float64Array.of(3, 1, 2, 3, 2), 3)).toEqual([0, 2, 3]);
    expect(largest(Float64Array.of(1, 1, 1), 2)).toEqual([0, 1]);
    expect(largest(Float64Array.of(1, 2), 0)).toEqual([]);
    expect(largest(Float64Array.of(-1, -2), 2)).toEqual([0, 1]);
  });

  const address = { seed: 2, repetition: 7 };
  const run = (problem: SimulationProblem) => createSimulator(kernels).run(problem, 'explicit', address);
  const keeping = (kind: 'mahalanobis' | 'discriminator', keep: number): Verifier => ({ kind, keep });

  it.each(['mahalanobis', 'discriminator'] as const)('are all rows if the %s keeps all', (kind) => {
    const none: Verifier = { kind: 'random', keepCorrect: 1, keepIncorrect: 1 };
    const logistic = problemOf(20, { loss: 'logistic', syntheticSamples: 700 });
    expect(run({ ...logistic, verifier: keeping(kind, 1) })).toEqual(run({ ...logistic, verifier: none }));
    // The rows of a verifier that does not look at them are added up in another order (addWhiteRows).
    const square = problemOf(20, { syntheticSamples: 700 });
    const [kept, all] = [keeping(kind, 1), none].map((verifier) => run({ ...square, verifier }));
    expect(kept!.meanMargin).toBeCloseTo(all!.meanMargin, 12);
    expect(kept!.marginVariance).toBeCloseTo(all!.marginVariance, 12);
    expect(kept!.accuracy).toBeCloseTo(all!.accuracy, 12);
  });

  it.each(['mahalanobis', 'discriminator'] as const)(
    'is the same twice with the %s, and of any loss',
    (kind) => {
      const problem = { ...problemOf(15, { syntheticSamples: 600 }), verifier: keeping(kind, 0.4) };
      const once = run(problem);
      expect(createSimulator(builtKernels()).run(problem, 'explicit', address)).toEqual(once);
      expect(run({ ...problem, loss: 'logistic' })).not.toEqual(once);
      expect(run({ ...problem, labels: { kind: 'linear', alignment: 0.7 } })).not.toEqual(once);
    },
  );

  it('are right labels rather than wrong ones, by Mahalanobis distance', () => {
    const problem = problemOf(30, { meanNorm: 2, labelNoise: 0.3, realSamples: 90, syntheticSamples: 600 });
    const accuracy = (verifier: Verifier) =>
      repeat(kernels, { ...problem, verifier }, 'explicit', 30).map((one) => one.accuracy);
    const [compared, random] = [
      accuracy(keeping('mahalanobis', 0.5)),
      accuracy({ kind: 'random', keepCorrect: 0.5, keepIncorrect: 0.5 }),
    ];
    const gains = compared.map((value, i) => value - random[i]!);
    expect(mean(gains)).toBeGreaterThan(4 * Math.sqrt(variance(gains) / gains.length));
  });

  it('are rows of a generator’s true part, by the discriminator', () => {
    // A generator of twice the variance: what looks real has less.
    const plain = problemOf(10, { labelNoise: 0, realSamples: 2000, syntheticSamples: 2000 });
    const problem = { ...plain, generator: shifted(plain, 1, 0, 2) };
    const q = (verifier: Verifier) =>
      mean(repeat(kernels, { ...problem, verifier }, 'explicit', 5).map((one) => one.meanMargin));
    // Less variance in the training rows, a larger margin by them.
    expect(q(keeping('discriminator', 0.5))).toBeGreaterThan(
      q({ kind: 'random', keepCorrect: 0.5, keepIncorrect: 0.5 }) + 0.01,
    );
  });

  it('is nothing without real rows to compare with', () => {
    const problem = { ...problemOf(5, { realSamples: 1 }), verifier: keeping('mahalanobis', 0.5) };
    expect(() => run(problem)).toThrow('compares rows with real ones, of which there are 1');
    expect(() => run({ ...problem, verifier: keeping('discriminator', 0) })).toThrow('above 0 and at most 1');
    expect(() =>
      createSimulator(kernels).run({ ...problem, realSamples: 50 }, 'sufficient', address),
    ).toThrow('a random verifier');
  });

  it('works generation after generation', () => {
    const problem = problemOf(12, {
      realSamples: 100,
      generator: {
        kind: 'fitted',
        samples: 50,
        meanError: true,
        source: 'independent',
        generations: 3,
        retrainingLabels: 'verified',
      },
    });
    for (const kind of ['mahalanobis', 'discriminator'] as const) {
      const once = run({ ...problem, verifier: keeping(kind, 0.4) });
      expect(once.accuracy).toBeGreaterThan(0.5);
      expect(run({ ...problem, verifier: keeping(kind, 0.4) })).toEqual(once);
    }
  });
});
