import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelLabel, numberLabel, roundLevels } from '../../../../../src/engine/chart/heatMap/levels';

describe('roundLevels', () => {
  it('has as many round numbers as it may', () => {
    expect(roundLevels([0.612, 0.748], 8).values).toEqual([0.62, 0.64, 0.66, 0.68, 0.7, 0.72, 0.74]);
    expect(roundLevels([-0.44, 0.07], 8)).toEqual({ step: 0.1, values: [-0.4, -0.3, -0.2, -0.1, 0] });
    expect(roundLevels([0, 1], 8).step).toBe(0.2);
  });

  it('lies in its interval, a step apart, never more than asked for and seldom fewer than half', () => {
    const end = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        end,
        fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
        fc.integer({ min: 4, max: 9 }),
        (low, span, most) => {
          const { step, values } = roundLevels([low, low + span], most);
          expect(values.length).toBeLessThanOrEqual(most);
          expect(values.length).toBeGreaterThanOrEqual(Math.floor(most / 2) - 1);
          for (const [i, value] of values.entries()) {
            expect(value).toBeGreaterThanOrEqual(low - 1e-6 * span);
            expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-6));
            if (i > 0) expect((value - values[i - 1]!) / step).toBeCloseTo(1, 6);
          }
        },
      ),
    );
  });
});

describe('labels', () => {
  it('have the decimals of their step', () => {
    expect([0.7, 0.72].map((value) => levelLabel(value, 0.02))).toEqual(['0.70', '0.72']);
    expect([-0.025, 0, 0.025].map((value) => levelLabel(value, 0.025, true))).toEqual([
      '−0.025',
      '0',
      '+0.025',
    ]);
    expect(levelLabel(3000, 500)).toBe('3,000');
  });

  it('write numbers on their own with at most six digits', () => {
    expect([0, 0.001, 20_000, 1e-5, 2.5e7, -0.3].map(numberLabel)).toEqual([
      '0',
      '0.001',
      '20,000',
      '1e−5',
      '2.5e7',
      '−0.3',
    ]);
    expect(numberLabel(1 / 3)).toBe('0.333333');
  });
});
