import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../../src/engine/timeLeft';

describe('TimeLeft', () => {
  it('says nothing before a second of simulation or 3 % of the operations', () => {
    const left = new TimeLeft([[1, 99]], 10, 1);
    expect(left.expected(500)).toBeNull();
    left.add(0, 0, 2, 400);
    expect(left.expected(500)).toBeNull();
    expect(left.expected(1000)).not.toBeNull();
    left.add(0, 1, 1, 100);
    expect(left.expected(500)).not.toBeNull();
  });

  it('says nothing while nothing is done, however long that takes', () => {
    expect(new TimeLeft([[5]], 10, 1).expected(60_000)).toBeNull();
  });

  it('goes by the time that each point’s own repetitions took', () => {
    // By its operations the first point would be nothing; it takes as long as the second.
    const left = new TimeLeft([[1], [1000]], 10, 2);
    left.add(0, 0, 2, 200);
    left.add(1, 0, 2, 200);
    expect(left.expected(0)).toBeCloseTo((8 * 100 + 8 * 100) / 2);
  });

  it('goes by operations where a point has no repetition yet', () => {
    const left = new TimeLeft([[100, 300]], 4, 1);
    left.add(0, 0, 4, 400);
    expect(left.expected(0)).toBeCloseTo(4 * 300);
  });

  it('is 0 at the end', () => {
    const left = new TimeLeft([[100]], 4, 1);
    left.add(0, 0, 4, 400);
    expect(left.expected(400)).toBe(0);
  });
});
