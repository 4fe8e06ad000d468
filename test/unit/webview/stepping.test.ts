import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliderPosition, sliderValue, stepValue, type NumberRange } from '../../../webview/form/stepping';

const share: NumberRange = {
  whole: false,
  minimum: 0,
  maximum: 1,
  slider: { from: 0, to: 1, scale: 'linear' },
};
const rows: NumberRange = { whole: true, minimum: 0, slider: { from: 10, to: 100_000, scale: 'log' } };
const ridge: NumberRange = { whole: false, minimum: 0, slider: { from: 1e-4, to: 100, scale: 'log' } };

describe('stepValue', () => {
  it('takes hundredths of a share, tenths with shift, and stops at its ends', () => {
    expect(stepValue(share, 0.2, 1, false)).toBe(0.21);
    expect(stepValue(share, 0.2, 1, true)).toBe(0.3);
    expect(stepValue(share, 0.1 + 0.2, -1, false)).toBe(0.29);
    expect(stepValue(share, 1, 1, false)).toBe(1);
    expect(stepValue(share, 0.95, 1, true)).toBe(1);
    expect(stepValue(share, 0.123, -1, false)).toBe(0.12);
  });

  it('does not reach an exclusive limit', () => {
    const proportion: NumberRange = { ...share, maximum: undefined, exclusiveMaximum: 1 };
    expect(stepValue(proportion, 0.99, 1, false)).toBe(0.99);
  });

  it('walks round numbers on a logarithmic scale, a factor of ten with shift', () => {
    expect([1000, 1200, 1500, 2000].map((value) => stepValue(rows, value, 1, false))).toEqual([
      1200, 1500, 2000, 2500,
    ]);
    expect(stepValue(rows, 700, -1, false)).toBe(600);
    expect(stepValue(rows, 1000, 1, true)).toBe(10_000);
    expect(stepValue(ridge, 0.01, -1, false)).toBe(0.008);
    expect(stepValue(ridge, 0.3, -1, true)).toBe(0.03);
  });

  it('steps small counts one by one, down to none, and up from none to the slider’s start', () => {
    expect(stepValue(rows, 3, 1, false)).toBe(4);
    expect(stepValue(rows, 1, -1, false)).toBe(0);
    expect(stepValue(rows, 0, -1, false)).toBe(0);
    expect(stepValue(rows, 0, 1, false)).toBe(10);
  });

  it('steps by the size of the value where there is no slider', () => {
    const free: NumberRange = { whole: false };
    expect(stepValue(free, 0.95, 1, false)).toBe(0.96);
    expect(stepValue(free, 20, 1, false)).toBe(21);
    expect(stepValue(free, 0, 1, false)).toBe(0.1);
    expect(stepValue({ whole: true, minimum: 2 }, 2, -1, false)).toBe(2);
  });

  it('always moves in the step’s direction, or stays at a limit; ten log steps are a decade', () => {
    const values = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(values, fc.constantFrom<1 | -1>(1, -1), fc.boolean(), (value, direction, large) => {
        expect((stepValue(ridge, value, direction, large) - value) * direction).toBeGreaterThan(0);
      }),
    );
    let value = 0.01;
    for (let i = 0; i < 10; i++) value = stepValue(ridge, value, 1, false);
    expect(value).toBeCloseTo(0.1, 12);
  });
});

describe('sliders', () => {
  it('runs from end to end, in equal ratios on a logarithmic scale', () => {
    expect(sliderValue(rows, 0)).toBe(10);
    expect(sliderValue(rows, 1)).toBe(100_000);
    expect(sliderValue(rows, 0.5)).toBe(1000);
    expect(sliderValue(share, 0.333)).toBe(0.33);
  });

  it('finds the place of every value that it gives', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (position) => {
        for (const range of [share, rows, ridge]) {
          expect(sliderPosition(range.slider!, sliderValue(range, position))).toBeCloseTo(position, 1);
        }
      }),
    );
  });

  it('shows values beyond its ends at its ends', () => {
    expect(sliderPosition(ridge.slider!, 0)).toBe(0);
    expect(sliderPosition(ridge.slider!, 1e9)).toBe(1);
  });
});
