import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { normalCdf, normalPdf } from '../../../src/numerics/normal';
import { memoryNeeded, operationsNeeded } from '../../../src/simulation/cost';
import { drawDirections } from '../../../src/simulation/directions';
import { SimulationError } from '../../../src/simulation/errors';
import { drawTrainingRows, trainingRowsLengths } from '../../../src/simulation/explicit';
import type { Labels, SimulationProblem, Verifier } from '../../../src/simulation/problem';
import { components, RandomStreams } from '../../../src/simulation/streams';
import { diagonalLaw } from '../../../src/simulation/rows';
import { createSimulator } from '../../../src/simulation/simulator';
import { drawSyntheticRows, syntheticRows } from '../../../src/simulation/syntheticRows';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { mean, twoSampleKolmogorov, variance } from '../numerics/statistics';
import { powerLaw, problemOf, repeat, shifted } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const linearLabels = (alignment: number): Labels => ({ kind: 'linear', alignment });
const linearVerifier = (alignment: number, correlation = 0): Verifier => ({
  kind: 'linear',
  alignment,
  correlation,
});
const keepAll: Verifier = { kind: 'random', keepCorrect: 1, keepIncorrect: 1 };

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** u and v of one draw, copied out. */
function directionsOf(problem: SimulationProblem, repetition: number): [u: Float64Array, v: Float64Array] {
  const { arena } = kernels;
  const mark = arena.mark();
  const p = problem.dimension;
  const blocks = { directions: arena.allocate(2 * p) };
  drawDirections(kernels, new RandomStreams(kernels, { seed: 5, repetition }), problem, blocks);
  const values = arena.view(blocks.directions).slice();
  arena.release(mark);
  return [values.slice(0, p), values.slice(p)];
}

describe('the directions of labeller and verifier', () => {
  it.each([
    [0.5, 0.6, 0.3],
    [0.5, 0.6, -0.35],
    [-0.8, 0.2, 0],
    [0, 0, 1],
    [0, 0, -1],
    [1, 0.4, 0.4],
    [0.4, -1, -0.4],
    [1, 1, 1],
    [1, -1, -1],
    [0.6, 0.8, 0.96],
    [0.6, 0.8, 0],
  ])('have the cosines %f and %f to μ and %f to each other', (cu, cv, cuv) => {
    const base = problemOf(7, { meanNorm: 2.5, labels: linearLabels(cu), verifier: linearVerifier(cv, cuv) });
    const problem = { ...base, mean: base.mean.map((value, i) => value * (1 + i)) };
    const norm = Math.sqrt(dot(problem.mean, problem.mean));
    for (let stream = 0; stream < 20; stream++) {
      const [u, v] = directionsOf(problem, stream);
      expect(dot(u, u)).toBeCloseTo(1, 12);
      expect(dot(v, v)).toBeCloseTo(1, 12);
      expect(dot(u, problem.mean) / norm).toBeCloseTo(cu, 12);
      expect(dot(v, problem.mean) / norm).toBeCloseTo(cv, 12);
      expect(dot(u, v)).toBeCloseTo(cuv, 7);
    }
  });

  it('are uniformly random otherwise', () => {
    const problem = problemOf(6, { labels: linearLabels(0.5), verifier: linearVerifier(-0.3, 0.2) });
    // A unit vector orthogonal to μ: u's part along it has mean 0 and variance (1 − c_u²)/(p − 1).
    const across = Float64Array.of(1, -1, 0, 0, 0, 0).map((value) => value / Math.SQRT2);
    const draws = Array.from({ length: 4000 }, (_, stream) => directionsOf(problem, stream));
    for (const [which, cosine] of [
      [0, 0.5],
      [1, -0.3],
    ] as const) {
      const parts = draws.map((pair) => dot(pair[which], across));
      const expected = (1 - cosine ** 2) / 5;
      expect(Math.abs(mean(parts)) / Math.sqrt(expected / parts.length)).toBeLessThan(4);
      // The square of such a part has a variance of less than twice its mean squared.
      const error = expected * Math.sqrt(2 / parts.length);
      expect(Math.abs(variance(parts) - expected) / error).toBeLessThan(4);
    }
  });

  it('exist for μ = 0 too', () => {
    const problem = problemOf(5, {
      meanNorm: 0,
      labels: linearLabels(0.9),
      verifier: linearVerifier(0.5, 0.45),
    });
    const [u, v] = directionsOf(problem, 1);
    expect(dot(u, u)).toBeCloseTo(1, 12);
    expect(dot(u, v)).toBeCloseTo(0.45, 12);
  });

  it('u is the same whatever the verifier, and v whatever the labels’ rate', () => {
    const labels = linearLabels(0.5);
    const [one] = directionsOf(problemOf(9, { labels, verifier: keepAll }), 3);
    const [other] = directionsOf(problemOf(9, { labels, verifier: linearVerifier(0.7, 0.1) }), 3);
    expect(other).toEqual(one);
  });
});

/** Features, labels and truths of all of many synthetic rows, and those that a verifier keeps. */
function sample(labels: Labels, verifier: Verifier, meanNorm: number, count: number) {
  const p = 4;
  const problem = problemOf(p, { meanNorm, labels, verifier });
  const { arena } = kernels;
  const mark = arena.mark();
  const blocks = {
    rows: arena.allocate(count * p),
    noise: arena.allocate(count * p),
    labels: arena.allocate(count),
    uniforms: arena.allocate(count),
    scores: arena.allocate(2 * count),
    sorted: arena.allocate(0),
    directions: arena.allocate(2 * p),
  };
  const address = { seed: 8, repetition: 0 };
  const directions = drawDirections(kernels, new RandomStreams(kernels, address), problem, blocks);
  const draw = (decides: Verifier) => {
    const one = { ...problem, verifier: decides };
    const streams = new RandomStreams(kernels, address);
    const block = { start: 0, count };
    const law = diagonalLaw(problem);
    const { rows } = drawSyntheticRows(kernels, streams, one, syntheticRows, law, directions, block, blocks);
    const x = arena.view(blocks.rows);
    const y = arena.view(blocks.labels);
    return Array.from({ length: rows.rows }, (_, row) => ({
      x: x.slice(row * p, (row + 1) * p),
      label: y[row]!,
    }));
  };
  const kept = draw(verifier);
  const all = draw(keepAll);
  new RandomStreams(kernels, address).use(components.syntheticLabels);
  kernels.fillUniform(blocks.uniforms);
  const truths = Array.from(arena.view(blocks.uniforms), (coin) => (coin < 0.5 ? -1 : 1));
  const [u, v] = [0, 1].map((row) => arena.view(blocks.directions).slice(row * p, (row + 1) * p));
  arena.release(mark);
  return { all, kept, truths, u: u!, v: v! };
}

/** P(a > 0, b > 0) for a ~ N(α, 1), b ~ N(β, 1) with correlation r, by the trapezoidal rule over a. */
function orthant(alpha: number, beta: number, r: number): number {
  const h = 0.001;
  let sum = 0;
  for (let a = h / 2; a < alpha + 9; a += h) {
    sum += normalPdf(a - alpha) * normalCdf((beta + r * (a - alpha)) / Math.sqrt(1 - r * r));
  }
  return sum * h;
}

describe('linear labels and a linear verifier', () => {
  const count = 20_000;
  /** A frequency among `of` draws is within 4.5 standard errors of its probability. */
  const expectFrequency = (frequency: number, probability: number, of: number) => {
    const error = Math.sqrt((probability * (1 - probability)) / of);
    expect(Math.abs(frequency - probability) / error).toBeLessThan(4.5);
  };
  const share = <T>(values: readonly T[], test: (value: T, i: number) => boolean) =>
    values.filter(test).length / values.length;

  it('labels are sign(u·x̃), wrong with probability Φ(−c_u ‖μ‖)', () => {
    const { all, truths, u } = sample(linearLabels(0.5), keepAll, 1.4, count);
    expect(all.length).toBe(count);
    expect(all.every(({ x, label }) => label === Math.sign(dot(u, x)))).toBe(true);
    expectFrequency(
      share(all, ({ label }, row) => label !== truths[row]),
      normalCdf(-0.5 * 1.4),
      count,
    );
  });

  it.each<[string, Labels, Verifier]>([
    ['linear labels, linear verifier', linearLabels(0.5), linearVerifier(0.6, 0.3)],
    ['linear labels, opposed verifier', linearLabels(0.5), linearVerifier(0.6, -0.3)],
    ['uniform labels, linear verifier', { kind: 'uniform', rate: 0.3 }, linearVerifier(0.6)],
    [
      'linear labels, random verifier',
      linearLabels(0.5),
      { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.4 },
    ],
  ])('%s: what is kept, and how much of right and wrong', (_, labels, verifier) => {
    const norm = 1.4;
    const { all, kept, truths, v } = sample(labels, verifier, norm, count);
    const right = all.filter(({ label }, row) => label === truths[row]);
    const wrong = all.filter(({ label }, row) => label !== truths[row]);
    const noise = labels.kind === 'linear' ? normalCdf(-labels.alignment * norm) : labels.rate;
    expectFrequency(wrong.length / count, noise, count);
    if (verifier.kind === 'linear') {
      const keeps = ({ x, label }: (typeof all)[number]) => Math.sign(dot(v, x)) === label;
      const expected = all.filter(keeps);
      expect(kept.length).toBe(expected.length);
      expect(
        kept.every(
          ({ x, label }, i) =>
            label === expected[i]!.label && dot(x, x) === dot(expected[i]!.x, expected[i]!.x),
        ),
      ).toBe(true);
      const beta = verifier.alignment * norm;
      const agrees = (sign: 1 | -1) => {
        if (labels.kind === 'uniform') return normalCdf(sign * beta);
        return (
          orthant(sign * labels.alignment * norm, sign * beta, verifier.correlation) /
          (sign > 0 ? 1 - noise : noise)
        );
      };
      expectFrequency(share(right, keeps), agrees(1), right.length);
      expectFrequency(share(wrong, keeps), agrees(-1), wrong.length);
    } else if (verifier.kind === 'random') {
      const { keepCorrect, keepIncorrect } = verifier;
      expectFrequency(kept.length / count, keepCorrect * (1 - noise) + keepIncorrect * noise, count);
      // Every row kept is one of all, in order, with its label.
      let at = 0;
      let keptRight = 0;
      for (const { x, label } of kept) {
        while (dot(all[at]!.x, all[at]!.x) !== dot(x, x)) at++;
        expect(all[at]!.label).toBe(label);
        if (label === truths[at]) keptRight++;
      }
      expectFrequency(keptRight / right.length, keepCorrect, right.length);
      expectFrequency((kept.length - keptRight) / wrong.length, keepIncorrect, wrong.length);
    }
  });
});

describe('simulating linear labels and verifiers', () => {
  const simulator = () => createSimulator(kernels);
  const at = (stream: number) => ({ seed: 1, repetition: stream });
  const fittedOn = (samples: number, meanError: boolean) =>
    ({ kind: 'fitted', samples, meanError, source: 'independent', generations: 1 }) as const;

  it('a labeller and a verifier along μ of well separated classes are an oracle', () => {
    const oracle = problemOf(12, { meanNorm: 9, labelNoise: 0, keepCorrect: 1, keepIncorrect: 0 });
    const linear = { ...oracle, labels: linearLabels(1), verifier: linearVerifier(1, 1) };
    const margins = (problem: SimulationProblem, stream: number) =>
      repeat(kernels, problem, 'explicit', 500, stream).map(({ meanMargin }) => meanMargin);
    expect(twoSampleKolmogorov(margins(linear, 0), margins(oracle, 1000))).toBeLessThan(2.2);
  });

  it('a labeller that knows nothing of μ teaches nothing of it', () => {
    const problem = problemOf(10, {
      realSamples: 0,
      syntheticSamples: 400,
      labels: linearLabels(0),
      verifier: keepAll,
    });
    const margins = repeat(kernels, problem, 'explicit', 300).map(({ meanMargin }) => meanMargin);
    expect(Math.abs(mean(margins)) / Math.sqrt(variance(margins) / margins.length)).toBeLessThan(4.5);
  });

  it('agrees with the theory (theory.md §6)', () => {
    const problem = problemOf(300, {
      realSamples: 500,
      syntheticSamples: 2000,
      generator: fittedOn(500, false),
      ridge: 0.05,
      labels: linearLabels(0.5),
      verifier: linearVerifier(0.6, 0.3),
    });
    const accuracies = repeat(kernels, problem, 'explicit', 16).map(({ accuracy }) => accuracy);
    const error = Math.sqrt(variance(accuracies) / accuracies.length);
    expect(Math.abs(mean(accuracies) - 0.7758)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.003);
  });

  it('serves every loss, generator and covariance, with the same bits at the same address', () => {
    const eigenvalues = powerLaw(16, 1);
    for (const loss of ['square', 'logistic', 'squaredHinge'] as const) {
      for (const labels of [linearLabels(0.7), { kind: 'uniform', rate: 0.2 } as const]) {
        const base = problemOf(16, { loss, eigenvalues, labels, verifier: linearVerifier(0.6, 0.42) });
        for (const problem of [base, { ...base, generator: shifted(base, 0.7, 0.5, 1.5) }]) {
          const first = simulator().run(problem, 'explicit', at(4));
          simulator().run(problemOf(20), 'sufficient', at(1));
          expect(simulator().run(problem, 'explicit', at(4))).toEqual(first);
          expect(first.accuracy).toBeGreaterThan(0.5);
        }
      }
    }
  });

  it('keeps only rows on which the verifier agrees', () => {
    const problem = problemOf(8, {
      realSamples: 0,
      labels: linearLabels(0.5),
      verifier: linearVerifier(0.5, 1),
    });
    // A verifier that is the labeller agrees with everything, and one that is its opposite with nothing.
    const { arena } = kernels;
    const mark = arena.mark();
    const blocks = allocate(arena, trainingRowsLengths(problem));
    const streams = () => new RandomStreams(kernels, { seed: 1, repetition: 0 });
    expect(drawTrainingRows(kernels, streams(), problem, blocks).kept).toBe(problem.syntheticSamples);
    const opposed = { ...problem, verifier: linearVerifier(-0.5, -1) };
    expect(drawTrainingRows(kernels, streams(), opposed, blocks).kept).toBe(0);
    arena.release(mark);
  });

  it.each<[string, Partial<SimulationProblem>]>([
    ["The labeller's alignment must be a cosine from −1 to 1, not 1.2.", { labels: linearLabels(1.2) }],
    ["The verifier's alignment must be a cosine", { verifier: linearVerifier(NaN) }],
    ['The correlation must be a cosine', { labels: linearLabels(0), verifier: linearVerifier(0, -1.5) }],
    [
      'No labeller and verifier have the alignments 0.9 and 0.9 and the correlation 0.',
      { labels: linearLabels(0.9), verifier: linearVerifier(0.9, 0) },
    ],
  ])('refuses: %s', (sentence, changes) => {
    const run = () => simulator().run({ ...problemOf(5), ...changes }, 'explicit', at(1));
    expect(run).toThrow(SimulationError);
    expect(run).toThrow(sentence);
  });

  it('refuses fewer than three dimensions, and the sufficient sampler', () => {
    const flat = problemOf(2, { labels: linearLabels(0.5) });
    expect(() => simulator().run(flat, 'explicit', at(1))).toThrow('a dimension of at least 3, not 2');
    for (const changes of [{ labels: linearLabels(0.5) }, { verifier: linearVerifier(0.5) }]) {
      const run = () => simulator().run({ ...problemOf(5), ...changes }, 'sufficient', at(1));
      expect(run).toThrow(SimulationError);
      expect(run).toThrow('use the explicit sampler');
    }
  });

  it('a correlation is not looked at where only the verifier is linear', () => {
    const problem = problemOf(6, { verifier: linearVerifier(1, 0) });
    expect(simulator().run(problem, 'explicit', at(2))).toEqual(
      simulator().run({ ...problem, verifier: linearVerifier(1, 0.9) }, 'explicit', at(2)),
    );
  });

  it('takes the memory it says, and work for rows that are pruned', () => {
    const problem = problemOf(20, { labels: linearLabels(0.5), verifier: linearVerifier(0.5, 0.25) });
    const fresh = builtKernels();
    const before = fresh.arena.mark();
    let peak = before;
    const allocateBlock = fresh.arena.allocate.bind(fresh.arena);
    fresh.arena.allocate = (length) => {
      const block = allocateBlock(length);
      peak = Math.max(peak, fresh.arena.mark());
      return block;
    };
    createSimulator(fresh).run(problem, 'explicit', at(1));
    expect(peak - before).toBe(memoryNeeded(problem, 'explicit'));
    const pruned = { ...problemOf(20, { keepCorrect: 0, keepIncorrect: 0 }), labels: linearLabels(0.5) };
    const random = problemOf(20, { keepCorrect: 0, keepIncorrect: 0 });
    expect(operationsNeeded(pruned, 'explicit')).toBeGreaterThan(operationsNeeded(random, 'explicit'));
  });
});
