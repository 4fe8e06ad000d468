import { describe, expect, it } from 'vitest';
import { pointKey } from '../../../src/engine/pointKey';
import { ridgeGroupsOf } from '../../../src/engine/ridgeGroups';
import { unitsOf } from '../../../src/engine/units';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { expansionOf, pointOf, small } from './experiments';

const context = {
  labelNoise: 0,
  sampler: 'sufficient',
  seed: 1,
  inRidgeGroup: false,
  draws: 'trainings',
} as const;
const unitsIn = (file: ExperimentFile) => unitsOf(expansionOf(file), () => 0.125);

/** Ridges along the sweep, in two series. */
const ridges = (values: readonly number[]): ExperimentFile => ({
  ...small,
  syntheticProportion: 0.4,
  sweep: { parameter: 'classifier.ridge', values: [...values] },
});

describe('pointKey', () => {
  it('is the same for the same point, and changes with everything that its numbers depend on', () => {
    const p = pointOf();
    const key = pointKey(p, context);
    expect(key).toMatch(/^[0-9a-f]{24}$/);
    expect(pointKey(structuredClone(p), context)).toBe(key);
    const others = [
      pointKey({ ...p, ridge: 0.2 }, context),
      pointKey({ ...p, realSamples: p.realSamples + 1 }, context),
      pointKey({ ...p, features: { kind: 'laplace' }, testSamples: 100 }, context),
      pointKey(p, { ...context, labelNoise: 0.25 }),
      pointKey(p, { ...context, sampler: 'explicit' }),
      pointKey(p, { ...context, seed: 2 }),
      pointKey(p, { ...context, inRidgeGroup: true }),
      pointKey(p, { ...context, draws: 'eigenvalues' }),
    ];
    expect(new Set([key, ...others]).size).toBe(1 + others.length);
  });
});

describe('ridgeGroupsOf', () => {
  it('gathers four ridges and more of otherwise equal points', () => {
    expect(ridgeGroupsOf(expansionOf(ridges([0.01, 0.1, 1])))).toEqual([]);
    const groups = ridgeGroupsOf(expansionOf(ridges([0, 0.01, 0.1, 1, 10])));
    // Ridge 0 is left to itself.
    expect(groups).toEqual([0, 1].map((series) => [1, 2, 3, 4].map((point) => ({ series, point }))));
  });

  it('leaves out what cannot be solved together', () => {
    const values = [0.01, 0.1, 1, 10];
    const hinge = { ...ridges(values), classifier: { ridge: 1, loss: 'squaredHinge' as const } };
    expect(ridgeGroupsOf(expansionOf(hinge))).toEqual([]);
    const classes = { ...ridges(values), data: { ...small.data, classes: 3 } };
    expect(ridgeGroupsOf(expansionOf({ ...classes, series: [] }))).toEqual([]);
  });
});

describe('unitsOf', () => {
  it('simulates a point once however often it occurs, and ridges together', async () => {
    const twice = await unitsIn({ ...small, series: [...small.series!, { label: 'again', set: {} }] });
    expect(twice).toHaveLength(6);
    expect(twice[0]!.members[0]!.places).toEqual([
      { series: 0, point: 0 },
      { series: 2, point: 0 },
    ]);
    const [first, ...rest] = await unitsIn({ ...ridges([1, 0.01, 0.1, 10]), series: [] });
    expect(rest).toEqual([]);
    expect(first!.task.ridges).toEqual([1, 0.01, 0.1, 10]);
    expect(first!.members.map(({ places }) => places)).toEqual(
      [0, 1, 2, 3].map((point) => [{ series: 0, point }]),
    );
  });

  it('puts those with a generator in common side by side', async () => {
    const units = await unitsIn({
      ...small,
      sweep: { parameter: 'generator.samples', values: [30, 50] },
    });
    expect(units.map(({ sharing }) => sharing)).toEqual([0, 0, 1, 1]);
    expect(units.map(({ members }) => members[0]!.places[0])).toEqual([
      { series: 0, point: 0 },
      { series: 1, point: 0 },
      { series: 0, point: 1 },
      { series: 1, point: 1 },
    ]);
  });

  it('asks for the label noise of self-trained labellers alone', async () => {
    const [unit] = await unitsIn({ ...small, labelNoise: { kind: 'selfTrained' }, series: [] });
    expect(unit!.task.labelNoise).toBe(0.125);
    expect((await unitsIn(small))[0]!.task.labelNoise).toBe(0);
  });
});
