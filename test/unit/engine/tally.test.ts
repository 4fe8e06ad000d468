import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics, metricsOf } from '../../../src/engine/results';
import { estimateOf, Tally } from '../../../src/engine/tally';

/** The four metrics of a repetition, all different. */
const repetition = (i: number) => [0.5 + i / 100, i, 2 * i, Math.sin(i)];

const add = (tally: Tally, i: number) => tally.add(i, Float64Array.from(repetition(i)));

describe('Tally', () => {
  it('does not depend on the order in which repetitions come in, to the last bit', () => {
    const all = Array.from({ length: 10 }, (_, i) => i);
    const inOrder = new Tally(2);
    for (const i of all) add(inOrder, i);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const tally = new Tally(2);
        for (const i of shuffled) add(tally, i);
        expect(JSON.stringify(tally.measurement())).toBe(JSON.stringify(inOrder.measurement()));
      }),
    );
    const measurement = inOrder.measurement()!;
    expect(measurement.repetitions).toBe(10);
    expect('numbers' in measurement).toBe(false);
    metrics.forEach((metric, k) => {
      expect(measurement[metric].values).toEqual(Array.from({ length: 10 }, (_, i) => repetition(i)[k]));
    });
  });

  it('has nothing before the first repetition, and what there is after it, by its numbers where some are missing', () => {
    const tally = new Tally(2);
    expect(tally.measurement()).toBeUndefined();
    add(tally, 4);
    expect(tally.count).toBe(1);
    expect(tally.measurement()!.accuracy).toEqual({ mean: 0.54, standardError: null, values: [0.54] });
    add(tally, 1);
    add(tally, 2);
    expect(tally.measurement()).toMatchObject({ repetitions: 3, numbers: [1, 2, 4] });
    expect(tally.measurement()!.risk.values).toEqual([1, 2, 4]);
    expect(tally.column('marginVariance')).toEqual([1, 2, 4].map(Math.sin));
    add(tally, 0);
    add(tally, 3);
    expect('numbers' in tally.measurement()!).toBe(false);
  });

  it('keeps what several classes have besides', () => {
    const tally = new Tally(3);
    const values = Float64Array.from({ length: 16 }, (_, i) => i);
    tally.add(0, values);
    tally.add(1, values, 8);
    const measurement = tally.measurement()!;
    expect(Object.keys(measurement)).toEqual(['repetitions', ...metricsOf(3)]);
    metricsOf(3).forEach((metric, k) => expect(measurement[metric]!.values).toEqual([k, k + 8]));
  });

  it('counts a repetition once', () => {
    const tally = new Tally(2);
    for (const i of [0, 1, 1]) add(tally, i);
    expect(tally.count).toBe(2);
    expect([0, 1, 2].map((i) => tally.has(i))).toEqual([true, true, false]);
  });
});

describe('estimateOf', () => {
  it('is the mean and the sample standard deviation over √k', () => {
    // Deviations −3, −1, 1, 3: variance 20/3, over 4 values.
    expect(estimateOf([2, 4, 6, 8])).toEqual({
      mean: 5,
      standardError: Math.sqrt(20 / 3 / 4),
      values: [2, 4, 6, 8],
    });
  });

  it('has no standard error for one value, and a zero one for equal values', () => {
    expect(estimateOf([0.7])).toEqual({ mean: 0.7, standardError: null, values: [0.7] });
    expect(estimateOf([0.5, 0.5, 0.5]).standardError).toBe(0);
  });
});
