import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atomsOf, eigenvaluesOf, meansOf } from '../../../src/engine/population';
import type { Covariance } from '../../../src/experiment/schema';
import type { MeanDirection } from '../../../src/experiment/population';
import { pointOf } from './experiments';

const dimension = 24;
const covariances: readonly Covariance[] = [
  { kind: 'identity' },
  { kind: 'powerLaw', exponent: 1.3 },
  { kind: 'ar1', correlation: -0.6 },
  { kind: 'spiked', spikes: [5, 0.2, 9] },
  { kind: 'spectrum', eigenvalues: [4, 1, 2, 0.5] },
];
const covariance = fc.constantFrom(...covariances);
const direction = fc.constantFrom<MeanDirection>('even', 'top', 'bottom');
const shifted = fc.record({
  kind: fc.constant('shifted' as const),
  alignment: fc.double({ min: -2, max: 2, noNaN: true }),
  orthogonalShift: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 3, noNaN: true })),
  covarianceScale: fc.double({ min: 0.1, max: 10, noNaN: true }),
});

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const dot = (a: Float64Array, b: Float64Array) => sum(a.map((value, i) => value * b[i]!));

describe('atomsOf', () => {
  it('adds up to the dimension, ‖μ‖², μ·μ_s and ‖μ_s‖²', () => {
    fc.assert(
      fc.property(covariance, direction, shifted, (covariance, meanDirection, generator) => {
        const meanNorm = 1.4;
        const data = { kind: 'gaussian' as const, dimension, meanNorm, covariance, meanDirection };
        const atoms = atomsOf(pointOf({ data, generator }));
        const { alignment: beta, orthogonalShift, covarianceScale } = generator;
        expect(sum(atoms.map((atom) => atom.multiplicity))).toBe(dimension);
        expect(sum(atoms.map((atom) => atom.meanSquared))).toBeCloseTo(meanNorm ** 2, 12);
        expect(sum(atoms.map((atom) => atom.crossMean))).toBeCloseTo(beta * meanNorm ** 2, 12);
        expect(sum(atoms.map((atom) => atom.syntheticMeanSquared))).toBeCloseTo(
          beta ** 2 * meanNorm ** 2 + orthogonalShift ** 2,
          11,
        );
        for (const atom of atoms) {
          expect(atom.syntheticEigenvalue).toBe(covarianceScale * atom.eigenvalue);
          // Cauchy and Schwarz, without which the theory refuses the atom.
          expect(atom.crossMean ** 2).toBeLessThanOrEqual(
            atom.meanSquared * atom.syntheticMeanSquared * (1 + 1e-9) + 1e-12,
          );
        }
      }),
    );
  });

  it('sums the very vectors that the simulation uses, group by group', () => {
    fc.assert(
      fc.property(covariance, direction, shifted, (covariance, meanDirection, generator) => {
        const p = pointOf({
          data: { kind: 'gaussian', dimension, meanNorm: 0.8, covariance, meanDirection },
          generator,
        });
        const { mean, shift } = meansOf(p);
        const eigenvalues = eigenvaluesOf(p);
        let at = 0;
        for (const atom of atomsOf(p)) {
          const end = at + atom.multiplicity;
          const part = mean.slice(at, end);
          const synthetic = part.map((value, i) => generator.alignment * value + shift[at + i]!);
          expect(eigenvalues.slice(at, end).every((value) => value === atom.eigenvalue)).toBe(true);
          expect(atom.meanSquared).toBeCloseTo(dot(part, part), 12);
          expect(atom.crossMean).toBeCloseTo(dot(part, synthetic), 12);
          expect(atom.syntheticMeanSquared).toBeCloseTo(dot(synthetic, synthetic), 11);
          at = end;
        }
        expect(at).toBe(dimension);
      }),
    );
  });

  it('keeps an exact and a fitted generator at the real mean and covariance', () => {
    for (const generator of [
      { kind: 'exact' },
      { kind: 'fitted', samples: 40, source: 'independent' },
    ] as const) {
      for (const atom of atomsOf(pointOf({ generator }))) {
        expect(atom.crossMean).toBe(atom.meanSquared);
        expect(atom.syntheticMeanSquared).toBe(atom.meanSquared);
        expect(atom.syntheticEigenvalue).toBe(atom.eigenvalue);
      }
    }
  });
});

describe('meansOf', () => {
  it('has an orthogonal shift that is orthogonal, in odd dimensions too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 31 }), direction, (dimension, meanDirection) => {
        const { mean, shift } = meansOf(
          pointOf({
            data: { kind: 'gaussian', dimension, meanNorm: 2, meanDirection },
            generator: { kind: 'shifted', orthogonalShift: 1.5 },
          }),
        );
        expect(dot(mean, shift)).toBeCloseTo(0, 12);
        expect(Math.sqrt(dot(shift, shift))).toBeCloseTo(1.5, 12);
        expect(Math.sqrt(dot(mean, mean))).toBeCloseTo(2, 12);
      }),
    );
  });
});
