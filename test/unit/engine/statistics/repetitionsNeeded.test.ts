import { describe, expect, it } from 'vitest';
import { repetitionsNeeded } from '../../../../src/engine/statistics/repetitionsNeeded';
import { normals } from './normals';

/** Five values with mean 10 and variance 2.5. */
const pilot = [8, 9, 10, 11, 12];

describe('repetitionsNeeded', () => {
  it('is (k − 1)/(k − 3) times the variance over the squared target, rounded up', () => {
    // f = 4/2 of 5 values: 2·2.5·64.
    expect(repetitionsNeeded(pilot, 0.125, 1e6)).toBe(320);
    expect(repetitionsNeeded(pilot, 0.1249, 1e6)).toBe(321);
    // f = 3/1 of 4 values with variance 3.
    expect(repetitionsNeeded([0, 0, 3, 3], 0.125, 1e6)).toBe(576);
  });

  it('takes the quantile of Student’s t of a pilot of two or three', () => {
    // t = tan(π(Φ(1) − 1/2)) with one degree of freedom; the variance of 0 and 1 is 1/2.
    const t = Math.tan(Math.PI * (0.8413447460685429 - 0.5));
    expect(repetitionsNeeded([0, 1], 0.01, 1e6)).toBe(Math.ceil((t * t * 0.5) / 0.0001));
  });

  it('is never less than the pilot nor more than the maximum', () => {
    expect(repetitionsNeeded(pilot, 100, 1000)).toBe(5);
    expect(repetitionsNeeded([3, 3, 3], 0.1, 1000)).toBe(3);
    expect(repetitionsNeeded(pilot, 0.01, 1000)).toBe(1000);
    expect(repetitionsNeeded(pilot, 1e-300, 1000)).toBe(1000);
  });

  it('does not depend on where the mean is', () => {
    expect(
      repetitionsNeeded(
        pilot.map((value) => value + 1024),
        0.125,
        1e6,
      ),
    ).toBe(320);
  });

  it('refuses a pilot of one and a target that is not positive', () => {
    expect(() => repetitionsNeeded([1], 0.1, 10)).toThrow('two repetitions');
    for (const target of [0, -1, NaN]) expect(() => repetitionsNeeded(pilot, target, 10)).toThrow(RangeError);
  });

  // 40,000 runs each. Means of runs scatter by the target / 200; their squares by √(2…8/40,000) of themselves.
  const runs = 40_000;
  it.each([4, 5, 10, 30])('keeps the mean unbiased and its error at the target, with a pilot of %d', (k) => {
    const draw = normals(17 + k);
    const target = 1 / 7;
    let [sum, squares, needed] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const first = Array.from({ length: k }, draw);
      const total = repetitionsNeeded(first, target, 1e6);
      // The mean of the rest, drawn at once.
      const rest = total - k;
      const mean = (first.reduce((a, b) => a + b) + Math.sqrt(rest) * draw()) / total;
      sum += mean;
      squares += mean * mean;
      needed += total;
    }
    expect(Math.abs(sum / runs)).toBeLessThan(4 * (target / Math.sqrt(runs)));
    const error = Math.sqrt(squares / runs) / target;
    expect(error).toBeLessThan(1.03);
    // Not paid for by more repetitions than it takes: σ²/target² = 49, times f.
    if (k > 4) expect(error).toBeGreaterThan(0.9);
    expect(needed / runs / (49 * ((k - 1) / (k - 3)))).toBeCloseTo(1, 1);
  });

  it.each([2, 3])('has the truth within the target in 68.27 % of runs, with a pilot of %d', (k) => {
    const draw = normals(5 + k);
    let within = 0;
    for (let run = 0; run < runs; run++) {
      const first = Array.from({ length: k }, draw);
      const total = repetitionsNeeded(first, 0.05, 1e9);
      const mean = (first.reduce((a, b) => a + b) + Math.sqrt(total - k) * draw()) / total;
      if (Math.abs(mean) <= 0.05) within++;
    }
    expect(within / runs).toBeGreaterThan(0.6827 - 0.0093);
    expect(within / runs).toBeLessThan(0.6827 + 0.0093 + 0.01);
  });
});
