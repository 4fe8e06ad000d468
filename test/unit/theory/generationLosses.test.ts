import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { generationLosses } from '../../../src/theory/generationLosses';
import { hasSamples, ordinary, problems } from './problems';

const fit = { ...ordinary.fit!, generations: 6 };

describe('generationLosses', () => {
  it('gives the accuracy after every generation', () => {
    const losses = generationLosses({ ...ordinary, fit });
    expect(losses.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { generation, accuracy } of losses) {
      expect(accuracy).toBe(solveExact({ ...ordinary, fit: { ...fit, generations: generation } }).accuracy);
    }
  });

  it('adds up to the loss against an exact generator', () => {
    const fitted = problems({ eigenvalues: 0.7, sizes: 1, ridge: [-2, 1], weights: 0.5 })
      .filter((problem) => problem.fit?.source === 'independent' && hasSamples(problem))
      .map((problem) => ({ ...problem, fit: { ...problem.fit!, generations: 3 } }));
    fc.assert(
      fc.property(fitted, (problem) => {
        const exact = solveExact({ ...problem, fit: null }).accuracy;
        for (const entry of generationLosses(problem)) {
          expect(entry.accuracy + entry.loss).toBeCloseTo(exact, 14);
          expect(entry.fromCovariance + entry.fromMean + entry.interaction).toBeCloseTo(entry.loss, 14);
        }
      }),
    );
  });

  it('blames the covariance alone where the mean is exact', () => {
    for (const entry of generationLosses({ ...ordinary, fit: { ...fit, meanError: false } })) {
      expect(entry.fromMean).toBe(0);
      expect(entry.interaction).toBe(0);
      expect(entry.fromCovariance).toBe(entry.loss);
    }
  });

  it('blames each error by what is left when the other is switched off', () => {
    // Clean labels at a strong ridge: w ∝ μ_s + noise, so that only the mean's error can cost anything.
    const clean = { ...ordinary, realSamples: 0, syntheticSamples: 1e9, labelNoise: 0, ridge: 1e6 };
    const last = generationLosses({ ...clean, fit }).at(-1)!;
    // M/√Q = ‖μ‖²/√(‖μ‖² + Tp/n̂).
    const squared = 1.44;
    const shifted = solveExact({
      ...clean,
      fit: null,
      atoms: clean.atoms.map((atom) => ({
        ...atom,
        syntheticMeanSquared: squared + (6 * atom.multiplicity) / fit.samples,
      })),
    });
    expect(shifted.meanMargin / Math.sqrt(shifted.marginVariance)).toBeCloseTo(
      squared / Math.sqrt(squared + (6 * 200) / 400),
      4,
    );
    expect(last.fromMean).toBeGreaterThan(0.05);
    expect(Math.abs(last.fromCovariance)).toBeLessThan(1e-4);
    expect(last.loss).toBeCloseTo(last.fromMean, 3);
  });

  it('costs nothing when n̂ → ∞, and more with every generation', () => {
    for (const entry of generationLosses({ ...ordinary, fit: { ...fit, samples: 1e14 } })) {
      for (const part of [entry.loss, entry.fromCovariance, entry.fromMean, entry.interaction]) {
        expect(Math.abs(part)).toBeLessThan(1e-10);
      }
    }
    const losses = generationLosses({ ...ordinary, realSamples: 0, fit });
    for (let i = 1; i < losses.length; i++) {
      // The covariance's own share may fall from one generation to the next.
      for (const key of ['loss', 'fromMean'] as const) {
        expect(losses[i]![key]).toBeGreaterThan(losses[i - 1]![key]);
      }
    }
  });

  it('uses the theory it is given', () => {
    const solve = (problem: typeof ordinary) => solveExact({ ...problem, ridge: 10 });
    const [first] = generationLosses({ ...ordinary, fit }, solve);
    expect(first!.accuracy).toBe(solve(ordinary).accuracy);
  });

  it.each([[null], [{ ...fit, source: 'training' as const, generations: 1 }]])('refuses %j', (other) => {
    expect(() => generationLosses({ ...ordinary, fit: other })).toThrow(TheoryError);
    expect(() => generationLosses({ ...ordinary, fit: other })).toThrow(/fitted on rows of its own/);
  });
});
