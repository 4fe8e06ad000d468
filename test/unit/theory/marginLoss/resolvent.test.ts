import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleGroups } from '../../../../src/theory/groups';
import { Resolvents } from '../../../../src/theory/marginLoss/resolvent';
import { spectrumOf } from '../../../../src/theory/spectrum';
import { isotropicAtoms } from '../populations';
import { logUniform, ordinary, relative } from '../problems';

describe('Resolvents', () => {
  const cases = fc.record({
    a: fc.oneof(fc.constant(0), logUniform(-6, 2)),
    b: logUniform(-6, 2),
    ridge: logUniform(-6, 2),
    samples: logUniform(-1, 5),
    generations: fc.constantFrom(1, 2, 3, 10, 100),
  });

  /** θ by bisection on theory.md §11's equation, for isotropic data. */
  function plainTheta(a: number, b: number, ridge: number, samples: number, generations: number): number {
    let low = 0;
    let high = b;
    for (let i = 0; i < 2000 && high - low > 1e-16 * high; i++) {
      const theta = low > 0 && high / low > 4 ? Math.sqrt(low * high) : (low + high) / 2;
      const left = 1 - (theta * (200 / (ridge + a + theta))) / samples;
      if (left <= 0 || b * left ** generations < theta) high = theta;
      else low = theta;
    }
    return (low + high) / 2;
  }

  it('find the θ of any number of generations, wherever the search begins', () => {
    const atoms = isotropicAtoms({ dimension: 200, meanNorm: 1 });
    fc.assert(
      fc.property(cases, cases, ({ a, b, ridge, samples, generations }, other) => {
        const fit = { samples, generations, meanError: true, source: 'independent' as const };
        const groups = sampleGroups({ ...ordinary, atoms, ridge, fit });
        const resolvents = new Resolvents(atoms, spectrumOf(atoms), groups);
        resolvents.at(other.a, other.b);
        const { noise, traces, shares } = resolvents.at(a, b);
        const theta = plainTheta(a, b, ridge, samples, generations);
        // Bisection on the equation loses digits where the rows of a fit are nearly used up.
        expect(relative(noise.theta, theta)).toBeLessThan(1e-9);
        expect(relative(traces.synthetic, 200 / (ridge + a + theta))).toBeLessThan(1e-9);
        expect(relative(noise.g, theta / b)).toBeLessThan(1e-9);
        expect(relative(1 / theta, 1 / b + noise.noise * traces.synthetic)).toBeLessThan(1e-8);
        expect(relative(shares.synthetic, (theta * 200) / (ridge + a + theta))).toBeLessThan(1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('need no search without fit noise or without synthetic rows', () => {
    const spectrum = spectrumOf(ordinary.atoms);
    const exact = new Resolvents(ordinary.atoms, spectrum, sampleGroups({ ...ordinary, fit: null }));
    expect(exact.at(0.3, 0.4).noise).toEqual({ theta: 0.4, g: 1, slack: Infinity, noise: 0, pairNoise: 0 });
    const fitted = new Resolvents(ordinary.atoms, spectrum, sampleGroups(ordinary));
    const { noise, traces } = fitted.at(0.3, 0);
    expect(noise.theta).toBe(0);
    expect(noise.noise).toBe(1 / 400);
    expect(relative(traces.real, 200 / (0.05 + 0.3))).toBeLessThan(1e-14);
  });
});
