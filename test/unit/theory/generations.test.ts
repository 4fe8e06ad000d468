import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { responseOf } from '../../../src/theory/generator/responseOf';
import { sampleGroups } from '../../../src/theory/groups';
import type { ExactProblem } from '../../../src/theory/problem';
import { Refitted } from '../../../src/theory/generator/refitted';
import { isotropicAtoms } from './populations';
import { plainGenerations } from './plainGenerations';
import { hasSamples, logUniform, ordinary, problems, relative } from './problems';
import { problemOf, readFixture, readReference, type Reference } from './referenceCase';

/** Random problems of a generator refitted over several generations. */
function refitted(...spread: Parameters<typeof problems>): fc.Arbitrary<ExactProblem> {
  return fc
    .record({
      problem: problems(...spread).filter((problem) => problem.fit?.source === 'independent'),
      generations: fc.constantFrom(2, 3, 5, 10, 100),
    })
    .map(({ problem, generations }) => ({ ...problem, fit: { ...problem.fit!, generations } }))
    .filter(hasSamples);
}

function expectReference({ case: reference, expected }: Reference): void {
  const solution = solveExact(problemOf(reference));
  expect(relative(solution.meanMargin, expected.M)).toBeLessThan(1e-8);
  expect(relative(solution.marginVariance, expected.Q)).toBeLessThan(1e-8);
  expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-8);
  expect(relative(solution.risk, expected.risk)).toBeLessThan(1e-8);
}

describe('a generator refitted on its own output', () => {
  const cases = readFixture('generation-cases.json') as Reference[];
  it.each(cases.map((entry) => [generationsOf(entry), entry] as const))(
    'agrees with an independent value after %i generations',
    (_generations, entry) => expectReference(entry),
  );

  const all = readReference('generations.json') as Reference[] | null;
  it.skipIf(all === null)('agrees with generations.json (skipped where the file is absent)', () => {
    expect(all!.length).toBeGreaterThan(0);
    for (const entry of all!) expectReference(entry);
  });

  it('agrees with plain iteration of the formulas on random problems', () => {
    const moderate = refitted({ eigenvalues: 0.7, sizes: 1, ridge: [-2, 1], weights: 0.5 }).map(
      (problem): ExactProblem => ({
        ...problem,
        normalise: 'all',
        fit: { ...problem.fit!, generations: Math.min(problem.fit!.generations, 10) },
      }),
    );
    // Where hardly a row is kept, the oracle's t₂₂ is the difference of two nearly equal numbers.
    const keptShare = ({
      syntheticSamples,
      realSamples,
      keepCorrect,
      keepIncorrect,
      labelNoise,
    }: ExactProblem) =>
      (syntheticSamples * (keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise)) /
      (realSamples + syntheticSamples);
    fc.assert(
      fc.property(
        moderate.filter((problem) => keptShare(problem) > 1e-3),
        (problem) => {
          const solution = solveExact(problem);
          const plain = plainGenerations(problem);
          const scale = Math.sqrt(plain.marginVariance) + Math.abs(plain.meanMargin);
          expect(Math.abs(solution.meanMargin - plain.meanMargin) / scale).toBeLessThan(1e-9);
          for (const key of ['accuracy', 'risk', 'marginVariance', 'syntheticMarginVariance'] as const) {
            expect(relative(solution[key], plain[key]), key).toBeLessThan(1e-8);
          }
          expect(relative(solution.fixedPoint.tauReal, plain.tauReal)).toBeLessThan(1e-9);
          expect(relative(solution.fixedPoint.tauSynthetic, plain.tauSynthetic)).toBeLessThan(1e-9);
          expect(relative(solution.resolvent.synthetic, plain.theta)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives the accuracies quoted in theory.md §11', () => {
    const base = { ...ordinary, keepIncorrect: 0.2 };
    const accuracies = [1, 2, 3, 5].map(
      (generations) => solveExact({ ...base, fit: { ...base.fit!, generations } }).accuracy,
    );
    for (const [i, quoted] of [0.8185, 0.8088, 0.8041, 0.8001].entries()) {
      expect(accuracies[i]).toBeCloseTo(quoted, 4);
    }
  });

  it('solves the equations of θ, τ_r and τ_s over sixteen decades', () => {
    const wide = refitted({ eigenvalues: 3, sizes: 6, ridge: [-12, 12], weights: 2 });
    fc.assert(
      fc.property(wide, (problem) => {
        const { fixedPoint, resolvent } = solveExact(problem);
        const { realSamples: n, syntheticSamples: m, labelNoise, realWeight, syntheticWeight } = problem;
        const { samples, generations } = problem.fit!;
        const total = n + m;
        const kept = m * (problem.keepCorrect * (1 - labelNoise) + problem.keepIncorrect * labelNoise);
        const a = ((n / total) * realWeight) / (1 + realWeight * fixedPoint.tauReal);
        const b = ((kept / total) * syntheticWeight) / (1 + syntheticWeight * fixedPoint.tauSynthetic);
        expect(relative(resolvent.real, a)).toBeLessThan(1e-6);
        let trace = 0;
        for (const { eigenvalue, multiplicity } of problem.atoms) {
          trace +=
            (multiplicity * eigenvalue) /
            (resolvent.ridge + (resolvent.real + resolvent.synthetic) * eigenvalue);
        }
        expect(relative(fixedPoint.tauReal, trace / total)).toBeLessThan(1e-9);
        if (b === 0) return;
        // θ = b (1 − θX/n̂)^T, solved for θX so that rows that are nearly used up do not drown in rounding.
        const left = (resolvent.synthetic / b) ** (1 / generations);
        const used = resolvent.synthetic * trace;
        expect(Math.abs(used - samples * (1 - left))).toBeLessThan(1e-9 * Math.max(used, samples));
        // The definition of d: 1/θ = 1/b + d.
        expect(relative(1 / resolvent.synthetic, 1 / b + fixedPoint.d)).toBeLessThan(1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it('is finite, and its θ lies in (0, b]', () => {
    const wide = refitted({ eigenvalues: 4, sizes: 6, ridge: [-12, 12], weights: 3 });
    fc.assert(
      fc.property(wide, (problem) => {
        const solution = solveExact(problem);
        expect(solution.accuracy).toBeGreaterThanOrEqual(0);
        expect(solution.accuracy).toBeLessThanOrEqual(1);
        expect(solution.marginVariance).toBeGreaterThan(0);
        expect(solution.risk).toBeGreaterThanOrEqual(solution.marginVariance);
        expect(solution.syntheticMarginVariance).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1500 },
    );
  });

  it('answers at the interpolation peak and without ridge', () => {
    const atoms = isotropicAtoms({ dimension: 100, meanNorm: 1 });
    const base: ExactProblem = {
      ...ordinary,
      atoms,
      realSamples: 0,
      fit: { ...ordinary.fit!, generations: 3 },
    };
    for (const ridge of [1e-12, 1e-9, 1e-3]) {
      for (const fit of [
        { ...base.fit!, samples: 100 },
        { ...base.fit!, samples: 300 },
      ]) {
        const { accuracy } = solveExact({
          ...base,
          fit,
          ridge,
          keepCorrect: 1,
          keepIncorrect: 1,
          syntheticSamples: 100,
        });
        expect(accuracy).toBeGreaterThan(0.4);
        expect(accuracy).toBeLessThan(0.9);
      }
    }
    const none = solveExact({ ...base, ridge: 0 });
    const little = solveExact({ ...base, ridge: 1e-13 });
    expect(relative(little.accuracy, none.accuracy)).toBeLessThan(1e-10);
    expect(() => solveExact({ ...base, ridge: 0, fit: { ...base.fit!, samples: 100 } })).toThrow(
      /span only 100/,
    );
  });

  it('loses accuracy with every generation, and none when n̂ → ∞', () => {
    const accuracy = (generations: number, samples: number) =>
      solveExact({ ...ordinary, realSamples: 0, fit: { ...ordinary.fit!, generations, samples } }).accuracy;
    for (let generations = 1; generations < 30; generations++) {
      expect(accuracy(generations + 1, 400)).toBeLessThan(accuracy(generations, 400));
    }
    const exact = solveExact({ ...ordinary, realSamples: 0, fit: null }).accuracy;
    expect(relative(accuracy(100, 1e15), exact)).toBeLessThan(1e-10);
    expect(accuracy(100, Infinity)).toBe(exact);
  });

  it('does not depend on the generations when only real rows are trained on', () => {
    const expected = solveExact({ ...ordinary, syntheticSamples: 0, fit: null });
    const solution = solveExact({
      ...ordinary,
      syntheticSamples: 0,
      fit: { ...ordinary.fit!, generations: 7 },
    });
    expect(relative(solution.risk, expected.risk)).toBeLessThan(1e-12);
    expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-12);
    expect(solution.syntheticMarginVariance).toSatisfy(Number.isFinite);
  });

  it('is the response of one fit for one generation', () => {
    const rows = fc.record({
      synthetic: logUniform(-3, 6),
      fit: logUniform(-3, 6),
      steps: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(rows, ({ synthetic, fit, steps }) => {
        const groups = sampleGroups({
          ...ordinary,
          syntheticSamples: synthetic,
          fit: { ...ordinary.fit!, samples: fit },
        });
        const one = responseOf(groups, 1);
        const chain = new Refitted(
          { largest: groups.syntheticWeight, rows: groups.synthetic, fit, generations: 1 },
          1,
        );
        for (const step of steps) chain.move(step);
        one.restore(chain.theta);
        for (const key of ['theta', 'largest', 'rank', 'noise', 'pairNoise'] as const) {
          expect(Math.abs(one[key] - chain[key])).toBeLessThanOrEqual(1e-12 * Math.abs(one[key]));
        }
        for (const key of ['g', 'synthetic', 'deficit', 'slope', 'slack'] as const) {
          // The quadratic loses digits of a small deficit where both rows are alike; the chain does not.
          expect(relative(chain[key], one[key]), key).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it.each([
    [0, /whole number of at least 1, not 0/],
    [1.5, /not 1\.5/],
    [NaN, /not NaN/],
  ])('refuses %d generations', (generations, sentence) => {
    const solve = () => solveExact({ ...ordinary, fit: { ...ordinary.fit!, generations } });
    expect(solve).toThrow(TheoryError);
    expect(solve).toThrow(sentence);
  });

  it('refuses generations fitted on training rows', () => {
    const fit = { ...ordinary.fit!, source: 'training', generations: 2 } as const;
    expect(() => solveExact({ ...ordinary, fit })).toThrow(
      /over 2 generations must be fitted on rows of its own/,
    );
  });
});

function generationsOf({ case: { generator } }: Reference): number {
  return generator.kind === 'fitted' ? (generator.generations ?? 1) : 0;
}
