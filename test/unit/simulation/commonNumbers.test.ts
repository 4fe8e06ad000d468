import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import type { Sampler, SimulationProblem } from '../../../src/simulation/problem';
import { drawTrainingRows, trainingRowsLengths } from '../../../src/simulation/explicit';
import { createSimulator, type Simulator } from '../../../src/simulation/simulator';
import { RandomStreams } from '../../../src/simulation/streams';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { variance } from '../numerics/statistics';
import { problemOf } from './problems';

let kernels: Kernels;
let simulator: Simulator;
beforeAll(() => {
  kernels = builtKernels();
  simulator = createSimulator(kernels);
}, 60_000);

const p = 40;
const base = { syntheticSamples: 4 * p, keepCorrect: 0.8 };
const fit = (samples: number) =>
  ({ kind: 'fitted', samples, meanError: true, source: 'independent', generations: 1 }) as const;

/** Neighbours on the axes that people sweep. */
const neighbours: Record<string, [SimulationProblem, SimulationProblem]> = {
  m: [problemOf(p, base), problemOf(p, { ...base, syntheticSamples: 4.4 * p })],
  ε: [problemOf(p, base), problemOf(p, { ...base, labelNoise: 0.22 })],
  φ: [problemOf(p, base), problemOf(p, { ...base, keepCorrect: 0.85 })],
  ρ: [problemOf(p, base), problemOf(p, { ...base, keepIncorrect: 0.35 })],
  γ: [problemOf(p, base), problemOf(p, { ...base, ridge: 0.13 })],
  n: [problemOf(p, base), problemOf(p, { ...base, realSamples: 2.2 * p })],
  n̂: [problemOf(p, base), problemOf(p, { ...base, generator: fit(2.2 * p) })],
  'n̂ < p': [problemOf(p, { ...base, generator: fit(20) }), problemOf(p, { ...base, generator: fit(22) })],
};

// Measured with 300 repetitions: 600 to 1500 with the sufficient sampler (43 for n̂ < p), 23 to 85 with the explicit
// one, whose additional rows are new (1200 for γ).
describe.each<[Sampler, number]>([
  ['sufficient', 20],
  ['explicit', 8],
])('%s sampler: neighbouring points share their numbers', (sampler, least) => {
  it.each(Object.keys(neighbours))('along %s a difference has far less variance than by itself', (axis) => {
    const [one, other] = neighbours[axis]!;
    const paired: number[] = [];
    const independent: number[] = [];
    for (let repetition = 0; repetition < 80; repetition++) {
      const here = simulator.run(one, sampler, { seed: 1, repetition }).accuracy;
      paired.push(simulator.run(other, sampler, { seed: 1, repetition }).accuracy - here);
      independent.push(simulator.run(other, sampler, { seed: 2, repetition }).accuracy - here);
    }
    expect(variance(independent) / variance(paired)).toBeGreaterThan(least);
  });
});

describe("the explicit sampler's rows", () => {
  /** v of every training row, as text. */
  function rowsOf(problem: SimulationProblem): string[] {
    const { arena } = kernels;
    const mark = arena.mark();
    const blocks = allocate(arena, trainingRowsLengths(problem));
    const streams = new RandomStreams(kernels, { seed: 9, repetition: 4 });
    const { rows } = drawTrainingRows(kernels, streams, problem, blocks);
    const values = arena.view({ address: rows.address, length: rows.rows * rows.columns });
    const all = Array.from({ length: rows.rows }, (_, row) =>
      values.slice(row * rows.columns, (row + 1) * rows.columns).join(),
    );
    arena.release(mark);
    return all;
  }
  const of = (overrides: Parameters<typeof problemOf>[1]) =>
    problemOf(6, { generator: fit(12), realSamples: 700, syntheticSamples: 1100, ...overrides });
  const every = { labelNoise: 0, keepCorrect: 1, keepIncorrect: 1 };

  it('are the same when there are more', () => {
    const [few, more] = [of({ realSamples: 30, syntheticSamples: 40 }), of({})].map(rowsOf);
    const kept = few!.length - 30;
    expect(few!.slice(0, 30)).toEqual(more!.slice(0, 30));
    expect(few!.slice(30)).toEqual(more!.slice(700, 700 + kept));
  });

  it('are the same when fewer are kept', () => {
    const all = new Set(rowsOf(of(every)));
    const few = rowsOf(of({ ...every, keepCorrect: 0.3 }));
    expect(few.length).toBeLessThan(1200);
    expect(few.every((row) => all.has(row))).toBe(true);
  });

  it('only turn round when labels become wrong', () => {
    const right = rowsOf(of(every));
    const wrong = rowsOf(of({ ...every, labelNoise: 1 }));
    const turned = (row: string) =>
      row
        .split(',')
        .map((value) => String(-Number(value)))
        .join();
    expect(wrong.slice(700)).toEqual(right.slice(700).map(turned));
  });
});
