import { describe, expect, it } from 'vitest';
import { contourLines, type ContourLine } from '../../../../../src/engine/chart/heatMap/contours';
import { gridAxis, type GridAxis } from '../../../../../src/engine/chart/heatMap/gridAxis';
import { linear, logarithmic } from './cases';

/** Values of a function of the values on both axes. */
const sample = (x: GridAxis, y: GridAxis, f: (x: number, y: number) => number) =>
  Float64Array.from(y.values.flatMap((b) => x.values.map((a) => f(a, b))));

const square = gridAxis(linear(-1, 1, 41), 'linear', 9);
const inValues = ({ edges }: GridAxis, low: number, high: number) => {
  expect(edges[0]).toBe(0);
  return (place: number) => low + (high - low) * place;
};
/** Places on the axis `square` as values: half a cell beyond −1 and 1. */
const toValue = inValues(square, -1.025, 1.025);

/** Twice the area that a closed line goes around anticlockwise. */
const turning = (line: ContourLine) =>
  line.slice(1).reduce((sum, { x, y }, i) => sum + line[i]!.x * y - x * line[i]!.y, 0);

describe('contourLines', () => {
  it('goes around a hill once, anticlockwise, on the circle itself', () => {
    const values = sample(square, square, (x, y) => -(x * x + y * y));
    const [line, ...others] = contourLines(values, square, square, -0.25);
    expect(others).toEqual([]);
    expect(line![0]).toEqual(line!.at(-1));
    expect(turning(line!)).toBeGreaterThan(0);
    for (const { x, y } of line!) expect(Math.hypot(toValue(x), toValue(y))).toBeCloseTo(0.5, 2);
    // A hollow is gone around clockwise: what is larger stays on the left.
    const hollow = contourLines(
      values.map((value) => -value),
      square,
      square,
      0.25,
    );
    expect(turning(hollow[0]!)).toBeLessThan(0);
  });

  it('interpolates a plane exactly, from edge to edge, with what is larger on its left', () => {
    const values = sample(square, square, (x, y) => y - 0.5 * x);
    const [line, ...others] = contourLines(values, square, square, 0.1);
    expect(others).toEqual([]);
    for (const { x, y } of line!) expect(toValue(y) - 0.5 * toValue(x)).toBeCloseTo(0.1, 10);
    const [first, last] = [line![0]!, line!.at(-1)!];
    // Larger values are above: the line goes to the right.
    expect([first.x, last.x]).toEqual([0, 1]);
  });

  it('is straight in the logarithm on logarithmic axes', () => {
    const x = gridAxis(logarithmic(1, 1000, 7), 'log', 9);
    const y = gridAxis(logarithmic(0.01, 100, 9), 'log', 9);
    const [line] = contourLines(
      sample(x, y, (a, b) => Math.log10(a) + Math.log10(b)),
      x,
      y,
      0.7,
    );
    const [first, last] = [line![0]!, line!.at(-1)!];
    for (const place of line!) {
      const share = (place.x - first.x) / (last.x - first.x);
      expect(place.y).toBeCloseTo(first.y + share * (last.y - first.y), 10);
    }
  });

  it('ends beside cells without a value, and never has one itself', () => {
    const values = sample(square, square, (x, y) => (Math.abs(x) < 0.3 ? NaN : y));
    const lines = contourLines(values, square, square, 0.01);
    expect(lines).toHaveLength(2);
    for (const { x, y } of lines.flat()) {
      expect(Math.abs(toValue(x))).toBeGreaterThanOrEqual(0.3 - 1e-9);
      expect(toValue(y)).toBeCloseTo(0.01, 10);
    }
  });

  it('keeps the two parts of a saddle apart, as their middle says', () => {
    const axis = gridAxis([0, 1], 'linear', 9);
    const corners = Float64Array.of(1, 0, 0, 1);
    const apart = contourLines(corners, axis, axis, 0.6);
    const joined = contourLines(corners, axis, axis, 0.4);
    expect([apart.length, joined.length]).toEqual([2, 2]);
    // Around the corners that are above, or around those that are not.
    const product = (line: ContourLine) => (line[1]!.x - 0.5) * (line[1]!.y - 0.5);
    expect(apart.every((line) => product(line) > 0)).toBe(true);
    expect(joined.every((line) => product(line) < 0)).toBe(true);
  });

  it('is nothing where no value is crossed, and where there is no square', () => {
    const flat = sample(square, square, () => 1);
    for (const level of [0, 1, 2]) expect(contourLines(flat, square, square, level)).toEqual([]);
    const one = gridAxis([1], 'linear', 9);
    expect(
      contourLines(
        sample(square, one, (x) => x),
        square,
        one,
        0,
      ),
    ).toEqual([]);
  });
});
