import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics, metricsOf } from '../../../src/engine/results';
import { estimateOf, Tally } from '../../../src/engine/tally';

/** The four metrics of a repetition, all different. */
const repetition = (i: number) => [0.5 + i / 100, i, 2 * i, Math.sin(i)];

const chunk = (first: number, count: number) => ({
  first,
  values: Float64Array.from(Array.from({ length: count }, (_, i) => repetition(first + i)).flat()),
});

describe('Tally', () => {
  it('does not depend on the order in which repetitions come in, to the last bit', () => {
    const chunks = [chunk(0, 2), chunk(2, 1), chunk(3, 4), chunk(7, 3)];
    const inOrder = new Tally(10, 2);
    for (const { first, values } of chunks) inOrder.add(first, values);
    fc.assert(
      fc.property(fc.shuffledSubarray(chunks, { minLength: chunks.length }), (shuffled) => {
        const tally = new Tally(10, 2);
        for (const { first, values } of shuffled) tally.add(first, values);
        expect(JSON.stringify(tally.measurement())).toBe(JSON.stringify(inOrder.measurement()));
      }),
    );
    const measurement = inOrder.measurement()!;
    expect(measurement.repetitions).toBe(10);
    metrics.forEach((metric, k) => {
      expect(measurement[metric].values).toEqual(Array.from({ length: 10 }, (_, i) => repetition(i)[k]));
    });
  });

  it('has nothing before the first repetition, and what there is after it', () => {
    const tally = new Tally(10, 2);
    expect(tally.measurement()).toBeUndefined();
    tally.add(4, chunk(4, 1).values);
    expect(tally.count).toBe(1);
    expect(tally.measurement()!.accuracy).toEqual({ mean: 0.54, standardError: null, values: [0.54] });
    tally.add(1, chunk(1, 2).values);
    expect(tally.measurement()!.repetitions).toBe(3);
    expect(tally.measurement()!.risk.values).toEqual([1, 2, 4]);
  });

  it('keeps what several classes have besides', () => {
    const tally = new Tally(2, 3);
    tally.add(
      0,
      Float64Array.from({ length: 16 }, (_, i) => i),
    );
    const measurement = tally.measurement()!;
    expect(Object.keys(measurement)).toEqual(['repetitions', ...metricsOf(3)]);
    metricsOf(3).forEach((metric, k) => expect(measurement[metric]!.values).toEqual([k, k + 8]));
  });

  it('counts a repetition once', () => {
    const tally = new Tally(3, 2);
    tally.add(0, chunk(0, 2).values);
    tally.add(1, chunk(1, 1).values);
    expect(tally.count).toBe(2);
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
