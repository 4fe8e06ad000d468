import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, gridAxis } from '../../../../../src/engine/chart/heatMap/gridAxis';

describe('gridAxis', () => {
  it('centres evenly spaced cells on their values', () => {
    const { values, centres, edges } = gridAxis([0, 1, 2, 3], 'linear', 9);
    expect(values).toEqual([0, 1, 2, 3]);
    expect(centres).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect(edges).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('has edges midway between uneven values', () => {
    const { centres, edges } = gridAxis([0, 2, 10], 'linear', 9);
    // From −1 to 14, edges at 1 and 6.
    expect(edges).toEqual([0, 2 / 15, 7 / 15, 1]);
    expect(centres).toEqual([1 / 15, 3 / 15, 11 / 15]);
  });

  it('is even in the logarithm on a logarithmic axis, with edges at geometric means', () => {
    const { centres, edges, ticks } = gridAxis([1, 10, 100, 1000], 'log', 9);
    [0.125, 0.375, 0.625, 0.875].forEach((centre, i) => expect(centres[i]).toBeCloseTo(centre, 12));
    [0, 0.25, 0.5, 0.75, 1].forEach((edge, i) => expect(edges[i]).toBeCloseTo(edge, 12));
    expect(ticks.map(({ label }) => label)).toEqual(['1', '10', '100', '1,000']);
  });

  it('takes values in any order, each once', () => {
    expect(gridAxis([3, 1, 2, 1], 'linear', 9)).toEqual(gridAxis([1, 2, 3], 'linear', 9));
  });

  it('gives a single value, and none, an axis', () => {
    expect(gridAxis([5], 'linear', 9)).toMatchObject({ centres: [0.5], edges: [0, 1] });
    expect(gridAxis([], 'linear', 9)).toMatchObject({ centres: [], edges: [0, 1], ticks: [] });
  });

  it('ticks round numbers, never beyond the values themselves', () => {
    const values = Array.from({ length: 41 }, (_, i) => i / 40);
    const { ticks } = gridAxis(values, 'linear', 7);
    expect(ticks.map(({ label }) => label)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    const halves = gridAxis(
      Array.from({ length: 30 }, (_, i) => 10 ** (i / 10 - 3)),
      'log',
      5,
    );
    expect(halves.ticks.length).toBeLessThanOrEqual(5);
    expect(halves.ticks.map(({ label }) => label)).toContain('0.01');
  });

  it('finds the cell of every place', () => {
    const value = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.uniqueArray(value, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('linear' as const, 'log' as const),
        (given, scale) => {
          const axis = gridAxis(given, scale, 9);
          expect(axis.edges).toHaveLength(axis.values.length + 1);
          axis.centres.forEach((centre, i) => {
            expect(cellAt(axis, centre)).toBe(i);
          });
          expect([cellAt(axis, -0.01), cellAt(axis, 1.01), cellAt(axis, NaN)]).toEqual([null, null, null]);
          expect(cellAt(axis, 0)).toBe(0);
          expect(cellAt(axis, 1)).toBe(axis.values.length - 1);
        },
      ),
    );
  });
});
