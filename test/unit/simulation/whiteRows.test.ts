import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import {
  drawExplicit,
  drawTrainingRows,
  explicitLengths,
  trainingRowsLengths,
} from '../../../src/simulation/explicit';
import type { SimulationProblem } from '../../../src/simulation/problem';
import { RandomStreams } from '../../../src/simulation/streams';
import { addsWhiteRows } from '../../../src/simulation/whiteRows';
import { allocate } from '../../../src/simulation/workspace';
import { builtKernels } from '../numerics/builtKernels';
import { powerLaw, problemOf } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
}, 60_000);

const p = 20;
const fit = (
  samples: number,
  meanError = true,
  generations = 1,
  source: 'independent' | 'training' = 'independent',
) => ({ kind: 'fitted', samples, meanError, source, generations }) as const;
const common = { eigenvalues: powerLaw(p, 1), realWeight: 2, syntheticWeight: 0.7, syntheticSamples: 600 };

const cases: Record<string, SimulationProblem> = {
  'as many rows as directions and more': problemOf(p, { ...common, generator: fit(50) }),
  'fewer rows': problemOf(p, { ...common, generator: fit(7) }),
  'fewer rows, true mean': problemOf(p, { ...common, generator: fit(7, false) }),
  'three generations': problemOf(p, { ...common, generator: fit(50, true, 3) }),
  'training rows': problemOf(p, { ...common, generator: fit(30, true, 1, 'training') }),
  'directions without variance': problemOf(p, {
    ...common,
    eigenvalues: common.eigenvalues.map((value, i) => (i % 4 ? value : 0)),
  }),
  'nearly all pruned': problemOf(p, { ...common, keepCorrect: 0.01, keepIncorrect: 0.01 }),
  'all pruned': problemOf(p, { ...common, keepCorrect: 0, keepIncorrect: 0 }),
};

describe('moments added up before the factor is applied', () => {
  it.each(Object.keys(cases))('%s: those of the rows that the same numbers give', (name) => {
    const problem = cases[name]!;
    expect(addsWhiteRows(problem)).toBe(true);
    const { arena } = kernels;
    const mark = arena.mark();
    const streams = () => new RandomStreams(kernels, { seed: 3, repetition: 8 });
    const rowBlocks = allocate(arena, trainingRowsLengths(problem));
    const blocks = allocate(arena, explicitLengths(problem));
    const training = drawTrainingRows(kernels, streams(), problem, rowBlocks);
    const moments = drawExplicit(kernels, streams(), problem, blocks);
    expect(moments.kept).toBe(training.kept);
    const v = arena.view({ address: training.rows.address, length: training.rows.rows * p });
    const gram = arena.view({ address: moments.gram.address, length: p * p });
    const target = arena.view(moments.target);
    const scale = gram.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    for (let i = 0; i < p; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let row = 0; row < training.rows.rows; row++) {
          const weight = row < problem.realSamples ? 2 : 0.7;
          product += weight * v[row * p + i]! * v[row * p + j]!;
          if (j === 0) sum += weight * v[row * p + i]!;
        }
        expect(Math.abs(gram[i * p + j]! - product)).toBeLessThan(1e-13 * scale);
      }
      expect(Math.abs(target[i]! - sum)).toBeLessThan(1e-13 * scale);
    }
    arena.release(mark);
  });
});
