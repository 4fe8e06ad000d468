import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../../src/engine/chart/labels';

const wishes = fc.array(
  fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }), weight: fc.constantFrom(1, 4) }),
  { minLength: 1, maxLength: 8 },
);

describe('placeLabels', () => {
  it('leaves labels that do not touch where they want to be', () => {
    const places = placeLabels(
      [0.1, 0.5, 0.9].map((value) => ({ value, weight: 1 })),
      [0, 1],
      0.1,
    );
    expect(places!.map((place) => Number(place.toFixed(12)))).toEqual([0.1, 0.5, 0.9]);
  });

  it('spreads labels around their common place, the first on top', () => {
    const places = placeLabels(
      [0.5, 0.5, 0.5].map((value) => ({ value, weight: 1 })),
      [0, 1],
      0.1,
    )!;
    expect(places[0]).toBeCloseTo(0.6, 12);
    expect(places[1]).toBeCloseTo(0.5, 12);
    expect(places[2]).toBeCloseTo(0.4, 12);
  });

  it('moves the heavier of two labels less', () => {
    const [light, heavy] = placeLabels(
      [
        { value: 0.5, weight: 1 },
        { value: 0.52, weight: 4 },
      ],
      [0, 1],
      0.1,
    )!;
    expect(heavy! - 0.52).toBeCloseTo((0.5 - light!) / 4, 12);
    expect(heavy! - light!).toBeCloseTo(0.1, 12);
  });

  it('never lets labels overlap, change their order or leave the axis', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const step = 0.06;
        const places = placeLabels(all, [0, 1], step);
        if (places === null) return;
        const sorted = all
          .map(({ value }, i) => ({ value, place: places[i]! }))
          .sort((a, b) => a.place - b.place);
        for (const [i, { value, place }] of sorted.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-12);
          expect(place).toBeLessThanOrEqual(1 + 1e-12);
          const below = sorted[i - 1];
          if (below === undefined) continue;
          expect(place - below.place).toBeGreaterThanOrEqual(step - 1e-9);
          expect(value).toBeGreaterThanOrEqual(below.value);
        }
      }),
    );
  });

  it('gives up where there is no room, or where a label would stand far from its curve', () => {
    const crowd = (count: number) => Array.from({ length: count }, () => ({ value: 0.5, weight: 1 }));
    expect(placeLabels(crowd(7), [0, 1], 0.05)).not.toBeNull();
    expect(placeLabels(crowd(9), [0, 1], 0.05)).toBeNull();
    expect(placeLabels(crowd(4), [0, 1], 0.5)).toBeNull();
  });
});
