import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../../src/engine/timeLeft';

/** Units of so many repetitions, of which some are done and took so many milliseconds each. */
function estimate(operations: readonly number[], repetitions: number, lanes: number) {
  const timeLeft = new TimeLeft(operations, () => lanes);
  const left = operations.map(() => repetitions);
  return {
    timeLeft,
    add: (unit: number, count: number, milliseconds: number) => {
      for (let i = 0; i < count; i++) timeLeft.add(unit, milliseconds / count);
      left[unit]! -= count;
    },
    expected: (elapsed: number) => timeLeft.expected(elapsed, (unit) => left[unit]!),
  };
}

describe('TimeLeft', () => {
  it('says nothing before a second of simulation or 3 % of the operations', () => {
    const { add, expected } = estimate([1, 99], 10, 1);
    expect(expected(500)).toBeNull();
    add(0, 2, 400);
    expect(expected(500)).toBeNull();
    expect(expected(1000)).not.toBeNull();
    add(1, 1, 100);
    expect(expected(500)).not.toBeNull();
  });

  it('says nothing while nothing is done, however long that takes', () => {
    expect(estimate([5], 10, 1).expected(60_000)).toBeNull();
  });

  it('goes by the time that each point’s own repetitions took', () => {
    // By its operations the first point would be nothing; it takes as long as the second.
    const { add, expected } = estimate([1, 1000], 10, 2);
    add(0, 2, 200);
    add(1, 2, 200);
    expect(expected(0)).toBeCloseTo((8 * 100 + 8 * 100) / 2);
  });

  it('goes by operations where a point has no repetition yet', () => {
    const { add, expected, timeLeft } = estimate([100, 300], 4, 1);
    add(0, 4, 400);
    expect(expected(0)).toBeCloseTo(4 * 300);
    expect(timeLeft.repetition(1)).toBeCloseTo(300);
  });

  it('has a guess for a repetition before anything is done, more for more operations', () => {
    const { timeLeft } = estimate([0, 1e9], 1, 1);
    expect(timeLeft.repetition(0)).toBeGreaterThan(0);
    expect(timeLeft.repetition(1)).toBeGreaterThan(timeLeft.repetition(0));
  });

  it('is 0 at the end', () => {
    const { add, expected } = estimate([100], 4, 1);
    add(0, 4, 400);
    expect(expected(400)).toBe(0);
  });
});
