import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRun, streamOf, type WorkItem } from '../../../src/engine/plan';

const coarse = 2;
const operationsPerItem = 3e8;

const cost = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 12 }).chain((power) => fc.double({ min: 1, max: 10 ** power, noNaN: true })),
);
const shape = fc.array(fc.array(cost, { maxLength: 5 }), { maxLength: 5 });

function repetitionsOf({ series, point, first, count }: WorkItem): string[] {
  return Array.from({ length: count }, (_, i) => `${series}/${point}/${first + i}`);
}

describe('planRun', () => {
  it('has every repetition of every point exactly once', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 40 }), (operations, repetitions) => {
        const planned = [...planRun(operations, repetitions)].flatMap(repetitionsOf);
        const wanted = operations.flatMap((points, series) =>
          points.flatMap((_, point) =>
            Array.from({ length: repetitions }, (__, i) => `${series}/${point}/${i}`),
          ),
        );
        expect(planned).toHaveLength(wanted.length);
        expect(new Set(planned)).toEqual(new Set(wanted));
      }),
    );
  });

  it('gives every point its first repetitions before any point gets more', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 40 }), (operations, repetitions) => {
        const items = [...planRun(operations, repetitions)];
        const isFine = ({ first }: WorkItem) => first >= coarse;
        const firstFine = items.findIndex(isFine);
        if (firstFine >= 0) expect(items.slice(firstFine).every(isFine)).toBe(true);
        for (const item of items)
          if (!isFine(item)) expect(item.first + item.count).toBeLessThanOrEqual(coarse);
      }),
    );
  });

  it('keeps items short, and never empty', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 40 }), (operations, repetitions) => {
        for (const { series, point, count } of planRun(operations, repetitions)) {
          expect(count).toBeGreaterThan(0);
          if (count > 1) expect(count * operations[series]![point]!).toBeLessThanOrEqual(operationsPerItem);
        }
      }),
    );
  });

  it('plans cheap repetitions in as few items as the two passes allow', () => {
    expect([...planRun([[1e6, 1e8]], 10)]).toEqual([
      { series: 0, point: 0, first: 0, count: 2 },
      { series: 0, point: 1, first: 0, count: 2 },
      { series: 0, point: 0, first: 2, count: 8 },
      { series: 0, point: 1, first: 2, count: 3 },
      { series: 0, point: 1, first: 5, count: 3 },
      { series: 0, point: 1, first: 8, count: 2 },
    ]);
  });

  it('begins at once, however long the plan is', () => {
    const items = planRun([Array.from({ length: 100_000 }, () => 1e12)], 1_000_000);
    expect(items.next().value).toEqual({ series: 0, point: 0, first: 0, count: 1 });
    expect(items.next().value).toEqual({ series: 0, point: 0, first: 1, count: 1 });
  });
});

describe('streamOf', () => {
  it('has the layout that published results rest on: 12 bits of series, 20 of point, 32 of repetition', () => {
    expect(streamOf(0, 0, 0)).toBe(0n);
    expect(streamOf(0, 0, 1)).toBe(1n);
    expect(streamOf(0, 1, 0)).toBe(4_294_967_296n);
    expect(streamOf(1, 0, 0)).toBe(4_503_599_627_370_496n);
    expect(streamOf(5, 49, 9)).toBe(0x0050_0031_0000_0009n);
    expect(streamOf(4095, 2 ** 20 - 1, 2 ** 32 - 1)).toBe(2n ** 64n - 1n);
  });

  it('never gives two repetitions the same stream', () => {
    const place = fc.tuple(
      fc.integer({ min: 0, max: 4095 }),
      fc.integer({ min: 0, max: 2 ** 20 - 1 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    );
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(streamOf(...a) === streamOf(...b)).toBe(a.join() === b.join());
      }),
    );
  });
});
