import { LuDecomposition, Matrix } from 'ml-matrix';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { memoryNeeded, operationsNeeded } from '../../../src/simulation/cost';
import { descentLengths } from '../../../src/simulation/descent';
import { SimulationError } from '../../../src/simulation/errors';
import {
  drawExplicit,
  drawTrainingRows,
  explicitLengths,
  trainingRowsLengths,
} from '../../../src/simulation/explicit';
import { losses } from '../../../src/simulation/losses';
import { solveMarginLoss } from '../../../src/simulation/newton';
import type { Loss, SimulationProblem } from '../../../src/simulation/problem';
import { solveRidge } from '../../../src/simulation/ridge';
import { createSimulator } from '../../../src/simulation/simulator';
import { RandomStreams } from '../../../src/simulation/streams';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { mean, variance } from '../numerics/statistics';
import { powerLaw, problemOf, repeat, shifted } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const at = (stream: number) => ({ seed: 1, repetition: stream });
const convex = ['logistic', 'squaredHinge'] as const;

// ---- written down once more, as plainly as can be ----

const value: Record<Loss, (t: number) => number> = {
  square: (t) => (1 - t) ** 2 / 2,
  logistic: (t) => Math.log(1 + Math.exp(-t)),
  squaredHinge: (t) => (t < 1 ? (1 - t) ** 2 / 2 : 0),
};
const derivative: Record<Loss, (t: number) => number> = {
  square: (t) => t - 1,
  logistic: (t) => -1 / (1 + Math.exp(t)),
  squaredHinge: (t) => (t < 1 ? t - 1 : 0),
};

interface Trained {
  readonly w: number[];
  /** v = label·x */
  readonly rows: number[][];
  readonly weights: number[];
  /** N γ */
  readonly penalty: number;
}

/** Draws a training set and trains on it as the simulator does; everything is copied out. */
function train(problem: SimulationProblem, repetition = 1): Trained {
  const { arena } = kernels;
  const mark = arena.mark();
  const blocks = allocate(arena, { ...trainingRowsLengths(problem), ...descentLengths(problem) });
  const streams = new RandomStreams(kernels, { seed: 1, repetition });
  const training = drawTrainingRows(kernels, streams, problem, blocks);
  const { rows: count, columns: p } = training.rows;
  const flat = Array.from(arena.view({ ...blocks.training, length: count * p }));
  const rows = Array.from({ length: count }, (_, row) => flat.slice(row * p, (row + 1) * p));
  const w = Array.from(solveMarginLoss(kernels, problem, training, blocks));
  arena.release(mark);
  const { realSamples: n, syntheticSamples: m, ridge, normalise } = problem;
  return {
    w,
    rows,
    weights: rows.map((_, row) => (row < n ? problem.realWeight : problem.syntheticWeight)),
    penalty: ridge * (normalise === 'all' ? n + m : count),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** The gradient of Σ κ ℓ(w·v) + (N γ/2) ‖w‖². */
function gradientAt(w: readonly number[], loss: Loss, { rows, weights, penalty }: Trained): number[] {
  const slopes = rows.map((v, row) => weights[row]! * derivative[loss](dot(v, w)));
  return w.map((wi, i) => penalty * wi + rows.reduce((sum, v, row) => sum + slopes[row]! * v[i]!, 0));
}

/** Iteratively reweighted least squares from w = 0, in full steps. */
function reweighted(loss: Loss, trained: Trained): number[] {
  const { rows, weights, penalty } = trained;
  const p = trained.w.length;
  let w = new Array<number>(p).fill(0);
  for (let round = 0; round < 100; round++) {
    const hessian = Matrix.eye(p, p).mul(penalty);
    rows.forEach((v, row) => {
      const t = dot(v, w);
      const curvature =
        loss === 'logistic' ? 1 / (2 + Math.exp(t) + Math.exp(-t)) : loss === 'square' || t < 1 ? 1 : 0;
      const outer = Matrix.columnVector(v).mmul(Matrix.rowVector(v));
      hessian.add(outer.mul(weights[row]! * curvature));
    });
    const gradient = Matrix.columnVector(gradientAt(w, loss, trained));
    const step = new LuDecomposition(hessian).solve(gradient).to1DArray();
    w = w.map((wi, i) => wi - step[i]!);
    if (Math.hypot(...step) <= 1e-13 * Math.hypot(...w)) return w;
  }
  throw new Error('The plain implementation did not converge.');
}

/** Gradient descent with steps of 1 over a bound of the Hessian, from w = 0. */
function descended(loss: Loss, trained: Trained, rounds: number): number[] {
  const { rows, weights, penalty } = trained;
  const bound = penalty + rows.reduce((sum, v, row) => sum + weights[row]! * dot(v, v), 0);
  let w = trained.w.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const gradient = gradientAt(w, loss, trained);
    w = w.map((wi, i) => wi - gradient[i]! / bound);
  }
  return w;
}

const relativeDistance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((x, i) => x - b[i]!)) / Math.hypot(...b);

const fittedOn = (samples: number, source: 'independent' | 'training' = 'independent') =>
  ({ kind: 'fitted', samples, meanError: true, source, generations: 1 }) as const;

describe('the losses', () => {
  it.each(Object.keys(value) as Loss[])('%s: slope and curvature are its derivatives', (loss) => {
    const { slope, curvature } = losses[loss];
    for (const t of [-30, -3, -0.4, 0, 0.3, 0.999, 1.001, 2, 7, 30]) {
      const h = 1e-4;
      expect(slope(t)).toBeCloseTo((value[loss](t + h) - value[loss](t - h)) / (2 * h), 6);
      expect(curvature(t)).toBeCloseTo((derivative[loss](t + h) - derivative[loss](t - h)) / (2 * h), 6);
    }
  });

  it('stay finite however large the margin', () => {
    expect(losses.logistic.slope(-800)).toBe(-1);
    expect(losses.logistic.slope(800)).toBe(-0);
    expect(losses.logistic.slope(600)).toBeCloseTo(-Math.exp(-600), 300);
    expect(losses.logistic.curvature(-800)).toBe(0);
    expect(losses.logistic.curvature(800)).toBe(0);
  });
});

describe.each(convex)('%s: the classifier found', (loss) => {
  const cases: Record<string, SimulationProblem> = {
    'as it comes': problemOf(20, { loss }),
    'a single direction': problemOf(1, { loss }),
    'few rows for the dimension': problemOf(40, { loss, realSamples: 9, syntheticSamples: 11 }),
    'real rows only': problemOf(20, { loss, syntheticSamples: 0 }),
    'synthetic rows only': problemOf(20, { loss, realSamples: 0 }),
    'fitted on training rows': problemOf(20, { loss, generator: fittedOn(30, 'training') }),
    shifted: problemOf(20, { loss, generator: shifted(problemOf(20), 0.7, 0.8, 1.5) }),
    'a decaying spectrum': problemOf(20, { loss, eigenvalues: powerLaw(20, 2), ridge: 1e-3 }),
    'weights, normalised by the kept rows': problemOf(20, {
      loss,
      realWeight: 3,
      syntheticWeight: 0.4,
      normalise: 'kept',
    }),
    'real rows of no weight': problemOf(20, { loss, realWeight: 0 }),
    'a large ridge': problemOf(20, { loss, ridge: 1e4 }),
    'a small ridge': problemOf(20, { loss, ridge: 1e-6, realSamples: 60, syntheticSamples: 90 }),
    'a small ridge and separated classes': problemOf(20, { loss, ridge: 1e-7, meanNorm: 4, labelNoise: 0 }),
    'without ridge': problemOf(10, { loss, ridge: 0, realSamples: 200, syntheticSamples: 200 }),
    'more rows than one block holds': problemOf(8, { loss, realSamples: 700, syntheticSamples: 900 }),
  };

  it.each(Object.keys(cases))('%s: has no gradient left', (name) => {
    for (let stream = 0; stream < 3; stream++) {
      const trained = train(cases[name]!, stream);
      const start = gradientAt(
        trained.w.map(() => 0),
        loss,
        trained,
      );
      const left = gradientAt(trained.w, loss, trained);
      expect(Math.hypot(...left)).toBeLessThan(1.1e-10 * Math.hypot(...start));
      expect(trained.rows.length).toBeGreaterThan(0);
      expect(Math.hypot(...trained.w)).toBeGreaterThan(0);
    }
  });

  it.each([
    'as it comes',
    'few rows for the dimension',
    'weights, normalised by the kept rows',
    'without ridge',
  ])('%s: is that of reweighted least squares', (name) => {
    const trained = train(cases[name]!);
    expect(relativeDistance(trained.w, reweighted(loss, trained))).toBeLessThan(1e-9);
  });

  it('is where gradient descent leads', () => {
    const trained = train(problemOf(4, { loss, realSamples: 10, syntheticSamples: 10, ridge: 0.5 }));
    expect(relativeDistance(trained.w, descended(loss, trained, 2000))).toBeLessThan(1e-8);
  });

  it('is found for ridges so small that they alone keep it from growing', () => {
    // Twice the margin halves the hinge's and squares the logistic loss's slope: w must not stop on the way there.
    const separated = problemOf(6, {
      loss,
      meanNorm: 6,
      labelNoise: 0,
      realSamples: 20,
      syntheticSamples: 20,
    });
    for (const ridge of [1e-5, 1e-8, 1e-11]) {
      const trained = train({ ...separated, ridge });
      expect(trained.rows.every((v) => dot(v, trained.w) > 0)).toBe(true);
      const left = Math.hypot(...gradientAt(trained.w, loss, trained));
      // No less than the rounding of forty rows' gradients.
      expect(left).toBeLessThan(Math.max(1e-14, 1e-5 * trained.penalty * Math.hypot(...trained.w)));
    }
  });

  it('weights and ridge scaled alike leave it as it is', () => {
    const problem = problemOf(12, { loss, realWeight: 0.75, syntheticWeight: 1.25, ridge: 0.3 });
    const scaled = { ...problem, realWeight: 3, syntheticWeight: 5, ridge: 1.2 };
    expect(relativeDistance(train(scaled).w, train(problem).w)).toBeLessThan(1e-9);
  });
});

describe('the square loss by the same method', () => {
  it('gives the classifier that the moments give', () => {
    const problem = problemOf(30, { eigenvalues: powerLaw(30, 1), realWeight: 2, normalise: 'kept' });
    const { w } = train(problem, 7);
    const { arena } = kernels;
    const mark = arena.mark();
    const blocks = allocate(arena, explicitLengths(problem));
    const streams = new RandomStreams(kernels, { seed: 1, repetition: 7 });
    const moments = drawExplicit(kernels, streams, problem, blocks);
    const ridge = Array.from(solveRidge(kernels, problem, moments));
    arena.release(mark);
    expect(relativeDistance(w, ridge)).toBeLessThan(1e-11);
  });

  it('differs from the other losses', () => {
    const of = (loss: Loss) => train(problemOf(20, { loss }), 3).w;
    expect(relativeDistance(of('logistic'), of('square'))).toBeGreaterThan(0.1);
    expect(relativeDistance(of('squaredHinge'), of('square'))).toBeGreaterThan(0.1);
  });
});

describe.each(convex)('%s: running', (loss) => {
  const run = (problem: SimulationProblem) => createSimulator(kernels).run(problem, 'explicit', at(1));

  it('gives the same bits at the same address, whatever ran before', () => {
    const problem = problemOf(33, { loss, eigenvalues: powerLaw(33, 0.5) });
    const first = run(problem);
    run(problemOf(50, { loss, generator: fittedOn(60, 'training') }));
    run(problemOf(50));
    expect(() => run(problemOf(9, { loss, ridge: 0, syntheticSamples: 0, realSamples: 8 }))).toThrow();
    expect(run(problem)).toEqual(first);
    expect(createSimulator(builtKernels()).run(problem, 'explicit', at(1))).toEqual(first);
  });

  it('without any row kept w = 0: accuracy ½, risk 1', () => {
    const nothing = problemOf(10, { loss, realSamples: 0, keepCorrect: 0, keepIncorrect: 0 });
    const expected = { accuracy: 0.5, risk: 1, meanMargin: 0, marginVariance: 0 };
    expect(run(nothing)).toEqual(expected);
    expect(() => run({ ...nothing, ridge: 0 })).toThrow('0 real and 0 kept synthetic rows');
  });

  it('refuses what is not determined without ridge', () => {
    const few = problemOf(20, { loss, ridge: 0, realSamples: 15, syntheticSamples: 0 });
    expect(() => run(few)).toThrow(SimulationError);
    expect(() => run(few)).toThrow('not determined: with ridge 0, 15 real');
    const separated = problemOf(5, { loss, ridge: 0, realSamples: 60, syntheticSamples: 0, meanNorm: 9 });
    expect(() => run(separated)).toThrow(SimulationError);
    expect(() => run(separated)).toThrow(
      `The classifier is not determined: without ridge, the ${loss} loss has no single minimum where a classifier ` +
        'separates the classes, as here with 60 real and 0 kept synthetic rows in dimension 5. Raise the ridge, ' +
        'or the number of rows.',
    );
    expect(run({ ...separated, ridge: 1e-9 }).accuracy).toBeGreaterThan(0.99);
  });

  it('is not for the sufficient sampler', () => {
    const sufficient = () => createSimulator(kernels).run(problemOf(5, { loss }), 'sufficient', at(1));
    expect(sufficient).toThrow(SimulationError);
    expect(sufficient).toThrow('uniform label noise, a random verifier and a generator with one covariance');
  });

  it('takes the memory it says, which grows with the rows', () => {
    const problems = [
      problemOf(40, { loss }),
      problemOf(40, { loss, realSamples: 0, generator: fittedOn(11) }),
      problemOf(10, { loss, syntheticSamples: 2000 }),
    ];
    for (const problem of problems) {
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
      expect(fresh.arena.mark()).toBe(before);
    }
    const many = problemOf(100, { loss, realSamples: 1_000_000, syntheticSamples: 1_000_000 });
    expect(memoryNeeded(many, 'explicit')).toBeGreaterThan(8 * 2e6 * 100);
  });

  it('takes several times the work of the square loss', () => {
    const problem = problemOf(300, { realSamples: 600, syntheticSamples: 2000 });
    const ratio = operationsNeeded({ ...problem, loss }, 'explicit') / operationsNeeded(problem, 'explicit');
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(10);
  });
});

it('the logistic loss agrees with its theory (theory.md §5)', () => {
  const problem = problemOf(300, {
    loss: 'logistic',
    realSamples: 600,
    syntheticSamples: 2000,
    generator: fittedOn(300),
    labelNoise: 0.2,
    keepCorrect: 0.9,
    keepIncorrect: 0.2,
    ridge: 0.01,
  });
  const accuracies = repeat(kernels, problem, 'explicit', 6).map(({ accuracy }) => accuracy);
  const error = Math.sqrt(variance(accuracies) / accuracies.length);
  expect(Math.abs(mean(accuracies) - 0.7545)).toBeLessThan(4 * error);
  // The square loss comes to .7391 there.
  expect(error).toBeLessThan(0.005);
});
