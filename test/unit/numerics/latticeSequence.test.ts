import { describe, expect, it } from 'vitest';
import { LATTICE_DIMENSIONS, LATTICE_POINTS, latticeSequence } from '../../../src/numerics/latticeSequence';

/** Mean of f over the first points. */
function average(points: number, dimensions: number, f: (point: Float64Array) => number): number {
  const sequence = latticeSequence(0, points, dimensions);
  let sum = 0;
  for (let i = 0; i < points; i++) sum += f(sequence.subarray(i * dimensions, (i + 1) * dimensions));
  return sum / points;
}

describe('latticeSequence', () => {
  it('fills every coordinate evenly at every power of 2', () => {
    for (const points of [64, 512, LATTICE_POINTS]) {
      const sequence = latticeSequence(0, points, LATTICE_DIMENSIONS);
      for (let j = 0; j < LATTICE_DIMENSIONS; j++) {
        const cells = new Uint8Array(points / 4);
        for (let i = 0; i < points; i++) {
          const x = sequence[i * LATTICE_DIMENSIONS + j]!;
          cells[Math.min(cells.length - 1, Math.floor(x * cells.length))]!++;
        }
        expect(cells.every((count) => count >= 3 && count <= 5)).toBe(true);
      }
    }
  });

  it('is the same in parts', () => {
    const whole = latticeSequence(0, 256, 5);
    expect(latticeSequence(64, 256, 5)).toEqual(whole.slice(64 * 5));
  });

  it('integrates a smooth function far better than random points', () => {
    // ∫ Π (1 + (x_j² − 1/3)/2) = 1; 512 random points miss by about 0.02.
    const product = (point: Float64Array) => point.reduce((value, x) => value * (1 + (x * x - 1 / 3) / 2), 1);
    expect(Math.abs(average(512, 8, product) - 1)).toBeLessThan(2e-3);
    expect(Math.abs(average(LATTICE_POINTS, 8, product) - 1)).toBeLessThan(3e-5);
  });

  it('refuses what it does not have', () => {
    expect(() => latticeSequence(0, LATTICE_POINTS + 1, 2)).toThrow(RangeError);
    expect(() => latticeSequence(0, 64, LATTICE_DIMENSIONS + 1)).toThrow(/49 coordinates/);
  });
});
