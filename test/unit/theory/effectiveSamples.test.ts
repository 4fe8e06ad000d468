import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  effectiveSamples,
  effectiveSamplesOn,
  type RealOnlyCurve,
} from '../../../src/theory/effectiveSamples';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { bayesAccuracy } from '../../../src/theory/limits';
import type { ExactProblem } from '../../../src/theory/problem';
import { isotropicAtoms, spectrumAtoms } from './populations';
import { hasSamples, logUniform, ordinary, problems, relative } from './problems';
import { powerLaw } from './referenceCase';

function realOnly(problem: ExactProblem, samples: number): number {
  return solveExact({ ...problem, realSamples: samples, syntheticSamples: 0, fit: null, realWeight: 1 })
    .accuracy;
}

const smallRidge = { ...ordinary, ridge: 1e-6 };

describe('effective samples', () => {
  it('are the real samples where there is nothing else', () => {
    const moderate = problems({ eigenvalues: 1, sizes: 2, ridge: [-6, 2], weights: 0 });
    fc.assert(
      fc.property(moderate, (problem) => {
        fc.pre(problem.realSamples > 0);
        const alone = { ...problem, syntheticSamples: 0, realWeight: 1 };
        const { accuracy } = solveExact(alone);
        fc.pre(accuracy > 0.5 + 1e-9);
        expect(relative(effectiveSamples(alone, accuracy), problem.realSamples)).toBeLessThan(1e-6);
      }),
    );
  });

  it('give the accuracy back, and are near the real samples', () => {
    const moderate = problems({ eigenvalues: 1, sizes: 1, ridge: [-6, 2], weights: 0.5 }).filter(hasSamples);
    let found = 0;
    fc.assert(
      fc.property(moderate, (problem) => {
        const { accuracy } = solveExact(problem);
        const effective = effectiveSamples(problem, accuracy);
        if (effective === 0) {
          expect(accuracy).toBeLessThan(0.5 + 1e-3);
        } else if (effective === Infinity) {
          expect(accuracy).toBeGreaterThan(realOnly(problem, 1e12) - 1e-12);
        } else {
          found++;
          // The dip at p rows is steep: its accuracy changes with the last digits of n′.
          expect(realOnly(problem, effective)).toBeCloseTo(accuracy, 9);
        }
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it('are as many as the rows of a perfect generator add', () => {
    // Right labels, all kept, the exact law: synthetic rows are real rows.
    const problem = { ...ordinary, fit: null, labelNoise: 0, keepCorrect: 1, syntheticSamples: 350 };
    expect(relative(effectiveSamples(problem, solveExact(problem).accuracy), 750)).toBeLessThan(1e-6);
    const noReal = { ...problem, realSamples: 0 };
    expect(relative(effectiveSamples(noReal, solveExact(noReal).accuracy), 350)).toBeLessThan(1e-6);
  });

  it('are fewer than the real samples where synthetic data harm', () => {
    const harmful = { ...ordinary, labelNoise: 0.45, keepCorrect: 1, keepIncorrect: 1 };
    const effective = effectiveSamples(harmful, solveExact(harmful).accuracy);
    expect(effective).toBeGreaterThan(0);
    expect(effective).toBeLessThan(400);
  });

  it('are the crossing nearest to n where double descent gives several', () => {
    // With p = 200 and a small ridge the curve rises, falls to almost ½ at 200 rows, and rises again.
    const target = realOnly(smallRidge, 60);
    const crossings = [60, 0, 0];
    expect(realOnly(smallRidge, 200)).toBeLessThan(target);
    crossings[1] = effectiveSamples({ ...smallRidge, realSamples: 150 }, target);
    crossings[2] = effectiveSamples({ ...smallRidge, realSamples: 300 }, target);
    for (const samples of crossings) expect(realOnly(smallRidge, samples)).toBeCloseTo(target, 10);
    expect(crossings[1]).toBeGreaterThan(70);
    expect(crossings[1]).toBeLessThan(200);
    expect(crossings[2]).toBeGreaterThan(200);
    fc.assert(
      fc.property(logUniform(-1, 6), (samples) => {
        const effective = effectiveSamples({ ...smallRidge, realSamples: samples }, target);
        const distance = (crossing: number) => Math.abs(Math.log(crossing / samples));
        expect(distance(effective)).toBeLessThan(Math.min(...crossings.map(distance)) + 1e-9);
      }),
    );
    expect(effectiveSamples({ ...smallRidge, realSamples: 0 }, target)).toBeCloseTo(60, 6);
  });

  it('finds the dips of a population with two scales', () => {
    const atoms = [
      { ...isotropicAtoms({ dimension: 20, meanNorm: 1 })[0]!, eigenvalue: 1 },
      { ...isotropicAtoms({ dimension: 101, meanNorm: 0 })[0]!, eigenvalue: 0.001 },
    ];
    const problem = { ...ordinary, atoms, ridge: 1e-8, realSamples: 5000 };
    const target = realOnly(problem, 121) + 0.02;
    // Between the dip at 121 rows and n there is a crossing that any coarse look would step over.
    const effective = effectiveSamples(problem, target);
    expect(effective).toBeGreaterThan(121);
    expect(effective).toBeLessThan(140);
  });

  it('are 0 at chance or below, and Infinity beyond what real rows reach', () => {
    expect(effectiveSamples(ordinary, 0.5)).toBe(0);
    expect(effectiveSamples(ordinary, 0.2)).toBe(0);
    expect(effectiveSamples(ordinary, 0.5 + 1e-9)).toBeLessThan(1e-3);
    expect(effectiveSamples(ordinary, bayesAccuracy(ordinary.atoms))).toBe(Infinity);
    expect(effectiveSamples(ordinary, 1)).toBe(Infinity);
  });

  it('can be had without a ridge, from more rows than dimensions', () => {
    const problem = { ...ordinary, ridge: 0 };
    const target = realOnly(problem, 260);
    expect(relative(effectiveSamples(problem, target), 260)).toBeLessThan(1e-9);
    expect(effectiveSamples({ ...problem, realSamples: 20 }, target)).toBeCloseTo(260, 6);
  });

  it('need few solutions', () => {
    const atoms = spectrumAtoms(powerLaw(200, 1, 200), Array<number>(200).fill(0.01));
    const curves = [smallRidge, { ...ordinary, ridge: 1 }, { ...smallRidge, atoms }];
    for (const problem of curves) {
      for (const target of [0.52, 0.6, 0.7, 0.8, 0.87, 0.9999]) {
        for (const samples of [0, 3, 150, 400, 1e5]) {
          let calls = 0;
          const curve: RealOnlyCurve = {
            accuracy: (n) => {
              calls++;
              return realOnly(problem, n);
            },
            above: 0,
            dimension: 200,
            dips: [200],
          };
          const effective = effectiveSamplesOn(curve, samples, target);
          expect(effective).toBe(effectiveSamples({ ...problem, realSamples: samples }, target));
          expect(calls).toBeLessThanOrEqual(30);
        }
      }
    }
  });

  it('refuse what is no accuracy', () => {
    expect(() => effectiveSamples(ordinary, NaN)).toThrow(TheoryError);
    expect(() => effectiveSamples(ordinary, 1.1)).toThrow('between 0 and 1, not 1.1.');
  });
});
