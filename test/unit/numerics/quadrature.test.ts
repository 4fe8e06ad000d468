import { describe, expect, it } from 'vitest';
import { normalGrid } from '../../../src/numerics/quadrature';
import { gaussHermite } from './gaussHermite';

function mean(f: (z: number) => number, step: number): number {
  const grid = normalGrid(step);
  let sum = grid.weights[0]! * f(0);
  for (let k = 1; k < grid.weights.length; k++) {
    sum += grid.weights[k]! * (f(k * grid.step) + f(-k * grid.step));
  }
  return sum;
}

describe('normalGrid', () => {
  it.each([0.5, 0.3, 0.01])('is exact for polynomials at step %d', (step) => {
    let moment = 1;
    for (let power = 0; power <= 30; power += 2) {
      expect(Math.abs(mean((z) => z ** power, step) / moment - 1)).toBeLessThan(1e-13);
      expect(Math.abs(mean((z) => z ** (power + 1), step))).toBe(0);
      moment *= power + 1;
    }
  });

  it('is exact for exponentials', () => {
    for (const rate of [-3, -0.5, 1, 5]) {
      expect(Math.abs(mean((z) => Math.exp(rate * z), 0.5) / Math.exp(rate ** 2 / 2) - 1)).toBeLessThan(
        1e-13,
      );
    }
  });

  it('agrees with Gauss–Hermite', () => {
    const { nodes, weights } = gaussHermite(100);
    const f = (z: number) => Math.log1p(Math.exp(1 - 0.5 * z)) * Math.cos(z);
    const expected = nodes.reduce((sum, z, i) => sum + weights[i]! * f(z), 0);
    expect(mean(f, 0.5)).toBeCloseTo(expected, 13);
  });

  it('resolves poles near the axis when the step is a sixth of their distance', () => {
    const distance = 0.1;
    const f = (z: number) => 1 / (z * z + distance * distance);
    // E 1/(z² + δ²) = √(π/2) e^(δ²/2) erfc(δ/√2)/δ, erfc(0.1/√2) = 2 Φ(−0.1).
    const expected =
      (Math.sqrt(Math.PI / 2) / distance) * Math.exp(distance ** 2 / 2) * 2 * 0.460172162722971;
    expect(Math.abs(mean(f, distance / 6) / expected - 1)).toBeLessThan(1e-12);
  });

  it('has steps of at most what is asked for, within a factor √2, down to 1/512', () => {
    for (let step = 0.5; step > 1 / 512; step *= 0.83) {
      expect(normalGrid(step).step).toBeLessThanOrEqual(step * (1 + 1e-8));
      expect(normalGrid(step).step).toBeGreaterThan(step / 1.415);
    }
    expect(normalGrid(7).step).toBe(0.5);
    expect(normalGrid(1e-9).step).toBe(1 / 512);
    expect(normalGrid(0.25)).toBe(normalGrid(0.25));
  });
});
