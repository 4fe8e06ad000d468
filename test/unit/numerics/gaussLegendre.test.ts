import { expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/numerics/gaussLegendre';

it('integrates the powers that the number of nodes allows, and no higher one', () => {
  for (const size of [1, 2, 5, 16, 40]) {
    const { nodes, weights } = gaussLegendre(size);
    const power = (exponent: number) => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** exponent, 0);
    for (let exponent = 0; exponent < 2 * size; exponent++) {
      expect(power(exponent)).toBeCloseTo(exponent % 2 === 0 ? 2 / (exponent + 1) : 0, 13);
    }
    if (size <= 5) expect(Math.abs(power(2 * size) - 2 / (2 * size + 1))).toBeGreaterThan(1e-4);
  }
});
