import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/numerics/normal';
import { quickNormalCdf, quickNormalQuantile } from '../../../src/numerics/normalTable';

describe('quickNormalCdf', () => {
  it('is within 3e-9 of the distribution function, and increases', () => {
    let last = 0;
    for (let x = -9; x <= 9; x += 0.0037) {
      const value = quickNormalCdf(x);
      expect(Math.abs(value - normalCdf(x))).toBeLessThan(3e-9);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
    expect(quickNormalCdf(-Infinity)).toBe(0);
    expect(quickNormalCdf(Infinity)).toBe(1);
  });
});

describe('quickNormalQuantile', () => {
  it('is the inverse', () => {
    for (const p of [1e-12, 1e-6, 0.001, 0.02424, 0.02426, 0.3, 0.5, 0.77, 0.97574, 0.97576, 0.9999]) {
      expect(Math.abs(normalCdf(quickNormalQuantile(p)) / p - 1)).toBeLessThan(1e-7);
    }
  });

  it('is finite at the ends', () => {
    expect(quickNormalQuantile(0)).toBe(-8.5);
    expect(quickNormalQuantile(1)).toBe(8.5);
  });
});
