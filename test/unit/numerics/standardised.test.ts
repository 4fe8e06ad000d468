import { beforeAll, describe, expect, it } from 'vitest';
import type { Block } from '../../../src/numerics/arena';
import type { Kernels } from '../../../src/numerics/kernels';
import { normalCdf } from '../../../src/numerics/normal';
import { builtKernels, drawn } from './builtKernels';
import { kolmogorov, mean } from './statistics';

// Seeds are fixed, so nothing here is a matter of luck. Thresholds as in random.test.ts.
let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const count = 200_000;
const numbers = (fill: (block: Block) => void, length = count) => {
  kernels.seek(5n, 3n);
  return drawn(kernels, length, fill);
};
const rademacher = (block: Block) => kernels.fillRademacher(block);
const laplace = (block: Block) => kernels.fillLaplace(block);
const studentT = (df: number) => (block: Block) => kernels.fillStudentT(block, df);

/** z of the mean of f over a sample, whose expectation and variance are known. */
const z = (values: Float64Array, f: (x: number) => number, expected: number, variance: number) =>
  (mean(values, f) - expected) / Math.sqrt(variance / values.length);

describe('numbers of variance 1', () => {
  it('are +1 or −1, neither more often, and alone', () => {
    const values = numbers(rademacher);
    expect(values.every((x) => Math.abs(x) === 1)).toBe(true);
    expect(Math.abs(z(values, (x) => x, 0, 1))).toBeLessThan(4.5);
    for (const lag of [1, 2, 63, 64, 65]) {
      const products = values.subarray(lag).map((x, i) => x * values[i]!);
      expect(Math.abs(z(products, (x) => x, 0, 1))).toBeLessThan(4.5);
    }
  });

  it('follow Laplace', () => {
    const values = numbers(laplace);
    const root = Math.SQRT2;
    const cdf = (x: number) => (x < 0 ? Math.exp(root * x) / 2 : 1 - Math.exp(-root * x) / 2);
    expect(kolmogorov(values, cdf)).toBeLessThan(2.2);
    // E x⁴ = 6 and E x⁸ = 8!/2⁴ = 2520.
    expect(Math.abs(z(values, (x) => x * x, 1, 5))).toBeLessThan(4.5);
    expect(Math.abs(z(values, (x) => x ** 4, 6, 2520 - 36))).toBeLessThan(4.5);
  });

  it.each([2.5, 4])('follow Student’s t with %s degrees of freedom', (df) => {
    const values = numbers(studentT(df));
    const scale = Math.sqrt(df / (df - 2));
    const cdf = df === 4 ? (x: number) => studentFour(x * scale) : (x: number) => integrated(x * scale, df);
    expect(kolmogorov(values, cdf)).toBeLessThan(2.2);
  });

  it('have the moments of Student’s t with 20 degrees of freedom', () => {
    const values = numbers(studentT(20));
    expect(Math.abs(z(values, (x) => x, 0, 1))).toBeLessThan(4.5);
    // Kurtosis 3 + 6/(ν − 4); E x⁸ from the moments of t.
    const kurtosis = 3 + 6 / 16;
    const eighth = (105 * 18 ** 4) / (18 * 16 * 14 * 12);
    expect(Math.abs(z(values, (x) => x * x, 1, kurtosis - 1))).toBeLessThan(4.5);
    expect(Math.abs(z(values, (x) => x ** 4, kurtosis, eighth - kurtosis ** 2))).toBeLessThan(4.5);
  });

  it('approach the normal law with the degrees of freedom, one number at a time', () => {
    const [many, more] = [numbers(studentT(1e3)), numbers(studentT(1e6))];
    expect(kolmogorov(more, normalCdf)).toBeLessThan(2.2);
    // The same points of the disc: only the law moves.
    expect(mean(many, Math.abs)).not.toBe(mean(more, Math.abs));
    expect(many.every((x, i) => Math.abs(x - more[i]!) < 0.2)).toBe(true);
  });

  it('do not depend on how many are asked for at a time', () => {
    for (const fill of [laplace, studentT(3)]) {
      const whole = numbers(fill, 1000);
      kernels.seek(5n, 3n);
      const parts = [7, 64, 929].flatMap((length) => [...drawn(kernels, length, fill)]);
      expect(parts).toEqual([...whole]);
    }
  });

  it('need a variance', () => {
    expect(() => numbers(studentT(2), 1)).toThrow('more than 2 degrees of freedom, not 2');
  });
});

/** Distribution function of t with 4 degrees of freedom, in closed form. */
function studentFour(t: number): number {
  const s = t / Math.sqrt(4 + t * t);
  return 0.5 + (3 / 4) * (s - s ** 3 / 3);
}

/** Distribution function of t by Simpson's rule in θ = arctan(t/√ν), where the density is cos^(ν−1) θ. */
function integrated(t: number, df: number): number {
  const simpson = (end: number) => {
    const steps = 60;
    const h = end / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.max(0, Math.cos(i * h)) ** (df - 1);
    }
    return (sum * h) / 3;
  };
  return 0.5 + simpson(Math.atan(t / Math.sqrt(df))) / (2 * simpson(Math.PI / 2));
}
