import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { bayesAccuracy } from '../../../src/theory/limits';
import { isotropicAtoms, spectrumAtoms } from './populations';
import type { ExactProblem } from '../../../src/theory/problem';
import { plainTheory } from './plainTheory';
import { exactGenerator, hasSamples, logUniform, ordinary, problems, relative } from './problems';
import {
  nameOf,
  powerLaw,
  problemOf,
  readFixture,
  readReference,
  type Reference,
  type SimulatedReference,
} from './referenceCase';

function expectReference(problem: ExactProblem, expected: Reference['expected']): void {
  const solution = solveExact(problem);
  expect(relative(solution.meanMargin, expected.M)).toBeLessThan(1e-8);
  expect(relative(solution.marginVariance, expected.Q)).toBeLessThan(1e-8);
  expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-8);
  expect(relative(solution.risk, expected.risk)).toBeLessThan(1e-8);
}

describe('solveExact against independent values', () => {
  it.each(
    (readFixture('reference-cases.json') as Reference[]).map((entry) => [nameOf(entry), entry] as const),
  )('agrees at %s', (_name, entry) => expectReference(problemOf(entry.case), entry.expected));

  // Each computed from the formulas as written, with 150 digits.
  const illConditioned = readFixture('ill-conditioned.json') as {
    name: string;
    problem: ExactProblem;
    expected: Record<string, number>;
  }[];
  it.each(illConditioned.map((entry) => [entry.name, entry] as const))(
    'keeps its digits: %s',
    (_name, entry) => {
      const solution = { ...solveExact(entry.problem) } as unknown as Record<string, number>;
      for (const [key, expected] of Object.entries(entry.expected)) {
        expect(relative(solution[key]!, expected), key).toBeLessThan(1e-12);
      }
    },
  );

  it('agrees with plain iteration of the formulas on random problems', () => {
    const moderate = problems({ eigenvalues: 0.7, sizes: 1, ridge: [-2, 1], weights: 0.5 })
      .filter(hasSamples)
      .map((problem): ExactProblem => ({ ...problem, normalise: 'all' }));
    fc.assert(
      fc.property(moderate, (problem) => {
        const solution = solveExact(problem);
        const plain = plainTheory(problem);
        const scale = Math.sqrt(plain.marginVariance) + Math.abs(plain.meanMargin);
        expect(Math.abs(solution.meanMargin - plain.meanMargin) / scale).toBeLessThan(1e-9);
        for (const key of ['accuracy', 'risk', 'marginVariance', 'syntheticMarginVariance'] as const) {
          expect(relative(solution[key], plain[key]), key).toBeLessThan(1e-8);
        }
        for (const key of ['tauReal', 'tauSynthetic', 'd'] as const) {
          expect(relative(solution.fixedPoint[key], plain[key]), key).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 400 },
    );
  });

  // Monte Carlo (40 explicit draws each, p ≥ 100): within four standard errors, and 1/p for the finite dimension.
  it.each(
    (readFixture('simulated-cases.json') as SimulatedReference[]).map(
      (entry) => [nameOf(entry), entry] as const,
    ),
  )('agrees with simulation at %s', (_name, entry) => expectSimulated(entry));

  for (const file of ['exact.json', 'exact-spectra.json']) {
    const entries = readReference(file) as Reference[] | null;
    it.skipIf(entries === null)(
      `agrees with every value of ${file} (skipped where the file is absent)`,
      () => {
        expect(entries!.length).toBeGreaterThan(0);
        for (const entry of entries!) expectReference(problemOf(entry.case), entry.expected);
      },
    );
  }

  const simulated = readReference('monte-carlo.json') as SimulatedReference[] | null;
  it.skipIf(simulated === null)('agrees with monte-carlo.json (skipped where the file is absent)', () => {
    expect(simulated!.length).toBeGreaterThan(0);
    for (const entry of simulated!) {
      expectReference(problemOf(entry.case), entry.exact);
      expectSimulated(entry);
    }
  });
});

function expectSimulated({ case: reference, mean, standardError }: SimulatedReference): void {
  const solution = solveExact(problemOf(reference));
  const finite = 1 / reference.p;
  expect(Math.abs(solution.accuracy - mean.accuracy)).toBeLessThan(4 * standardError.accuracy + finite);
  expect(Math.abs(solution.meanMargin - mean.M)).toBeLessThan(
    4 * standardError.M + finite * Math.abs(mean.M),
  );
  expect(Math.abs(solution.marginVariance - mean.Q)).toBeLessThan(4 * standardError.Q + finite * mean.Q);
}

describe('symmetries', () => {
  const moderate = problems({ eigenvalues: 1, sizes: 2, ridge: [-4, 2], weights: 1 }).filter(hasSamples);

  it('takes the opposite labels when ε → 1 − ε and φ, ρ change places', () => {
    fc.assert(
      fc.property(moderate, (problem) => {
        const mirrored: ExactProblem = {
          ...problem,
          labelNoise: 1 - problem.labelNoise,
          keepCorrect: problem.keepIncorrect,
          keepIncorrect: problem.keepCorrect,
        };
        if (problem.fit === null) {
          // Opposite labels are the same as the opposite generator mean.
          const opposite = problem.atoms.map((atom) => ({ ...atom, crossMean: -atom.crossMean }));
          const solution = solveExact(mirrored);
          const expected = solveExact({ ...problem, atoms: opposite });
          const size = Math.sqrt(expected.marginVariance);
          expect(Math.abs(solution.meanMargin - expected.meanMargin) / size).toBeLessThan(1e-8);
          expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-8);
          expect(solution.syntheticMeanMargin).toBeCloseTo(-expected.syntheticMeanMargin, 8);
        }
        if (problem.fit?.source === 'training') return;
        const alone = { ...problem, realSamples: 0 };
        if (!hasSamples(alone)) return;
        const solution = solveExact({ ...mirrored, realSamples: 0 });
        const expected = solveExact(alone);
        const size = Math.sqrt(expected.marginVariance);
        expect(Math.abs(solution.meanMargin + expected.meanMargin) / size).toBeLessThan(1e-8);
        expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-8);
        expect(solution.accuracy).toBeCloseTo(1 - expected.accuracy, 8);
      }),
    );
  });

  it('depends on the weights and the ridge only up to a common factor', () => {
    fc.assert(
      fc.property(moderate, logUniform(-3, 3), (problem, factor) => {
        const solution = solveExact(problem);
        const scaled = solveExact({
          ...problem,
          ridge: problem.ridge * factor,
          realWeight: problem.realWeight * factor,
          syntheticWeight: problem.syntheticWeight * factor,
        });
        expect(scaled.accuracy).toBeCloseTo(solution.accuracy, 9);
        expect(relative(scaled.marginVariance, solution.marginVariance)).toBeLessThan(1e-8);
        expect(relative(scaled.risk, solution.risk)).toBeLessThan(1e-8);
      }),
    );
  });

  it('does not change when an atom is split', () => {
    fc.assert(
      fc.property(moderate, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (problem, share) => {
        const [first, ...others] = problem.atoms;
        const part = (s: number) => ({
          ...first!,
          multiplicity: s * first!.multiplicity,
          meanSquared: s * first!.meanSquared,
          crossMean: s * first!.crossMean,
          syntheticMeanSquared: s * first!.syntheticMeanSquared,
        });
        const solution = solveExact(problem);
        const split = solveExact({ ...problem, atoms: [part(share), ...others, part(1 - share)] });
        expect(split.accuracy).toBeCloseTo(solution.accuracy, 9);
        expect(relative(split.marginVariance, solution.marginVariance)).toBeLessThan(1e-8);
        expect(relative(split.risk, solution.risk)).toBeLessThan(1e-8);
      }),
    );
  });

  it('treats isotropic data as μ, μ⊥ and the rest, or as one atom', () => {
    const rest = {
      eigenvalue: 1,
      meanSquared: 0,
      crossMean: 0,
      syntheticMeanSquared: 0,
      syntheticEigenvalue: 2,
    };
    const three = [
      { ...rest, multiplicity: 1, meanSquared: 1.44, crossMean: 0.72, syntheticMeanSquared: 0.36 },
      { ...rest, multiplicity: 1, syntheticMeanSquared: 0.25 },
      { ...rest, multiplicity: 198 },
    ];
    const one = isotropicAtoms({
      dimension: 200,
      meanNorm: 1.2,
      alignment: 0.5,
      orthogonalShift: 0.5,
      syntheticVariance: 2,
    });
    const expected = solveExact({ ...exactGenerator, atoms: three });
    const solution = solveExact({ ...exactGenerator, atoms: one });
    expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-12);
    expect(relative(solution.risk, expected.risk)).toBeLessThan(1e-12);
  });
});

describe('limits', () => {
  it('is real data only without synthetic rows, or when the verifier keeps none', () => {
    const realOnly = solveExact({ ...ordinary, syntheticSamples: 0, fit: null });
    const nearly = solveExact({ ...ordinary, syntheticSamples: 1e-9 });
    expect(nearly.accuracy).toBeCloseTo(realOnly.accuracy, 9);
    expect(nearly.risk).toBeCloseTo(realOnly.risk, 9);
    const pruned = { ...ordinary, keepCorrect: 0, keepIncorrect: 0 };
    expect(relative(solveExact({ ...pruned, normalise: 'kept' }).risk, realOnly.risk)).toBeLessThan(1e-12);
    const stronger = solveExact({ ...ordinary, syntheticSamples: 0, ridge: (ordinary.ridge * 1400) / 400 });
    expect(relative(solveExact(pruned).risk, stronger.risk)).toBeLessThan(1e-12);
  });

  it('does not depend on the generator when only real rows are trained on', () => {
    fc.assert(
      fc.property(
        logUniform(-2, 2),
        logUniform(-4, 2),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (ratio, ridge, share) => {
          const atoms = spectrumAtoms(powerLaw(50, 1.2, 50), Array<number>(50).fill(0.03));
          const realSamples = 50 * ratio;
          const base = { ...ordinary, atoms, realSamples, syntheticSamples: 0, ridge };
          const expected = solveExact({ ...base, fit: null });
          const fits = [
            { samples: realSamples * share, meanError: true, source: 'training', generations: 1 },
            { samples: 37, meanError: true, source: 'independent', generations: 1 },
          ] as const;
          for (const fit of fits) {
            const solution = solveExact({ ...base, fit });
            expect(relative(solution.meanMargin, expected.meanMargin)).toBeLessThan(1e-9);
            expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });

  it('is the exact generator when n̂ → ∞', () => {
    const exact = solveExact(exactGenerator);
    for (const meanError of [true, false]) {
      const many = solveExact({
        ...ordinary,
        fit: { samples: 1e13, meanError, source: 'independent', generations: 1 },
      });
      const infinite = solveExact({
        ...ordinary,
        fit: { samples: Infinity, meanError, source: 'independent', generations: 1 },
      });
      expect(relative(many.accuracy, exact.accuracy)).toBeLessThan(1e-9);
      expect(relative(many.risk, exact.risk)).toBeLessThan(1e-9);
      expect(infinite).toEqual(exact);
    }
  });

  it('jumps from Φ(‖μ‖) to Φ(−‖μ‖) at the critical noise when p/m → 0 on synthetic data alone', () => {
    const critical = 0.8 / (0.8 + 0.3);
    const accuracy = (labelNoise: number) =>
      solveExact({
        ...exactGenerator,
        realSamples: 0,
        syntheticSamples: 1e14,
        labelNoise,
        keepCorrect: 0.8,
        keepIncorrect: 0.3,
      }).accuracy;
    const best = bayesAccuracy(ordinary.atoms);
    expect(accuracy(0)).toBeCloseTo(best, 8);
    expect(accuracy(critical - 1e-3)).toBeCloseTo(best, 6);
    expect(accuracy(critical)).toBeCloseTo(0.5, 6);
    expect(accuracy(critical + 1e-3)).toBeCloseTo(1 - best, 6);
    expect(accuracy(1)).toBeCloseTo(1 - best, 8);
  });

  it('averages the oriented samples when the ridge is huge', () => {
    // w ∝ μ + ξ/√n, so that M/√Q → ‖μ‖²/√(‖μ‖² + p/n).
    for (const n of [20, 200, 5000]) {
      const { accuracy } = solveExact({ ...ordinary, realSamples: n, syntheticSamples: 0, ridge: 1e10 });
      const squared = 1.44;
      const score = squared / Math.sqrt(squared + 200 / n);
      const far = solveExact({ ...ordinary, realSamples: n, syntheticSamples: 0, ridge: 1e11 });
      expect(far.accuracy).toBeCloseTo(accuracy, 9);
      expect(far.meanMargin / Math.sqrt(far.marginVariance)).toBeCloseTo(score, 8);
    }
  });

  it('reaches the best possible accuracy with many clean samples, for any covariance', () => {
    const atoms = spectrumAtoms(powerLaw(100, 1, 100), Array<number>(100).fill(0.01));
    const { accuracy } = solveExact({
      ...ordinary,
      atoms,
      realSamples: 1e12,
      syntheticSamples: 0,
      ridge: 1e-6,
    });
    expect(accuracy).toBeCloseTo(bayesAccuracy(atoms), 5);
  });

  it('only gains from more clean isotropic real data at a strong ridge', () => {
    fc.assert(
      fc.property(
        logUniform(-3, 4),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        logUniform(0, 3),
        logUniform(-1, 0.7),
        (ratio, growth, ridge, meanNorm) => {
          const atoms = isotropicAtoms({ dimension: 100, meanNorm });
          const base = { ...ordinary, atoms, syntheticSamples: 0, ridge };
          const fewer = solveExact({ ...base, realSamples: 100 * ratio });
          const more = solveExact({ ...base, realSamples: 100 * ratio * growth });
          expect(more.accuracy).toBeGreaterThan(fewer.accuracy);
          expect(more.accuracy).toBeLessThan(bayesAccuracy(atoms));
        },
      ),
    );
  });

  it('is continuous in the ridge down to 0 where the samples outnumber the dimension', () => {
    const none = solveExact({ ...exactGenerator, ridge: 0 });
    const little = solveExact({ ...exactGenerator, ridge: 1e-12 });
    expect(relative(little.accuracy, none.accuracy)).toBeLessThan(1e-10);
    expect(relative(little.risk, none.risk)).toBeLessThan(1e-10);
  });
});

describe('what the formulas of the theory are meant to show', () => {
  it('gives the accuracies quoted in theory.md §2', () => {
    const pruned = solveExact({
      ...exactGenerator,
      atoms: isotropicAtoms({ dimension: 300, meanNorm: 1 }),
      realSamples: 0,
      syntheticSamples: 300,
      labelNoise: 0.6,
      keepCorrect: 0.8,
      keepIncorrect: 0.3,
      ridge: 0.1,
    });
    expect(pruned.accuracy).toBeCloseTo(0.5446, 4);
    expect(pruned.marginVariance + pruned.meanMargin ** 2).toBeCloseTo(0.5643, 4);

    const base: ExactProblem = {
      ...ordinary,
      atoms: isotropicAtoms({ dimension: 400, meanNorm: 1 }),
      realSamples: 600,
      syntheticSamples: 3000,
      labelNoise: 0.1,
      keepCorrect: 0.8,
      keepIncorrect: 0.1,
      ridge: 0.01,
    };
    const accuracy = (fit: ExactProblem['fit']) => solveExact({ ...base, fit }).accuracy;
    expect(accuracy({ samples: 300, meanError: false, source: 'independent', generations: 1 })).toBeCloseTo(
      0.7527,
      4,
    );
    expect(accuracy({ samples: 300, meanError: true, source: 'independent', generations: 1 })).toBeCloseTo(
      0.7119,
      4,
    );
    expect(accuracy({ samples: 300, meanError: true, source: 'training', generations: 1 })).toBeCloseTo(
      0.6709,
      4,
    );
  });
});

describe('every answer', () => {
  /** Solves, and checks that the answer is one, or a TheoryError. */
  function answer(problem: ExactProblem): void {
    try {
      const solution = solveExact(problem);
      expect(solution.accuracy).toBeGreaterThanOrEqual(0);
      expect(solution.accuracy).toBeLessThanOrEqual(1);
      expect(solution.marginVariance).toBeGreaterThan(0);
      expect(solution.risk).toBeGreaterThanOrEqual(solution.marginVariance);
      const { fixedPoint, resolvent, signal, ...numbers } = solution;
      for (const group of [numbers, fixedPoint, resolvent, signal]) {
        for (const value of Object.values(group)) expect(value).toSatisfy(Number.isFinite);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(TheoryError);
      expect((error as Error).message).toMatch(/^[A-Z].*\.$/);
    }
  }

  it('is finite over sixteen decades of sizes, eigenvalues and ridge', () => {
    const wide = problems({ eigenvalues: 4, sizes: 6, ridge: [-12, 12], weights: 3 });
    fc.assert(
      fc.property(wide, (problem) => {
        if (hasSamples(problem)) expect(() => solveExact(problem)).not.toThrow();
        answer(problem);
      }),
      { numRuns: 3000 },
    );
  });

  it('is finite or refused for numbers of any kind', () => {
    const anything = fc.oneof(fc.double(), fc.constantFrom(0, 1, NaN, Infinity, 1e-308, 1e308, 5e-324));
    const positive = anything.map(Math.abs);
    const atom = fc.record({
      eigenvalue: positive,
      multiplicity: positive,
      meanSquared: positive,
      crossMean: fc.oneof(anything, fc.constant(0)),
      syntheticMeanSquared: positive,
      syntheticEigenvalue: positive,
    });
    const problem: fc.Arbitrary<ExactProblem> = fc.record({
      atoms: fc.array(atom, { maxLength: 3 }),
      realSamples: positive,
      syntheticSamples: positive,
      fit: fc.oneof(
        fc.constant(null),
        fc.record({
          samples: positive,
          meanError: fc.boolean(),
          source: fc.constantFrom('independent' as const, 'training' as const),
          generations: fc.oneof(fc.constantFrom(1, 2, 100), positive),
        }),
      ),
      labelNoise: fc.oneof(anything, fc.constantFrom(0, 0.3, 1)),
      keepCorrect: fc.constantFrom(0, 0.5, 1),
      keepIncorrect: fc.constantFrom(0, 0.5, 1),
      ridge: positive,
      realWeight: positive,
      syntheticWeight: positive,
      normalise: fc.constantFrom('all' as const, 'kept' as const),
    });
    fc.assert(fc.property(problem, answer), { numRuns: 3000 });
  });

  it('solves the fixed-point equations', () => {
    const wide = problems({ eigenvalues: 3, sizes: 4, ridge: [-10, 8], weights: 2 }).filter(hasSamples);
    fc.assert(
      fc.property(wide, (problem) => {
        const { fixedPoint, resolvent } = solveExact(problem);
        const { tauReal, tauSynthetic, d } = fixedPoint;
        const { realSamples: n, syntheticSamples: m, labelNoise, realWeight, syntheticWeight, fit } = problem;
        const total = n + m;
        const kept = m * (problem.keepCorrect * (1 - labelNoise) + problem.keepIncorrect * labelNoise);
        const onTraining = fit?.source === 'training' ? Math.min(n, fit.samples) : 0;
        const ridge = problem.normalise === 'kept' ? (problem.ridge * (n + kept)) / total : problem.ridge;
        const a = (((n - onTraining) / total) * realWeight) / (1 + realWeight * tauReal);
        const b =
          (onTraining / total) * realWeight +
          ((kept / total) * syntheticWeight) / (1 + syntheticWeight * tauSynthetic);
        const g = fit === null ? 1 : 1 / (1 + b * d);
        let real = 0;
        let synthetic = 0;
        for (const { eigenvalue, syntheticEigenvalue, multiplicity } of problem.atoms) {
          const h = resolvent.ridge + resolvent.real * eigenvalue + resolvent.synthetic * syntheticEigenvalue;
          real += (multiplicity * eigenvalue) / h;
          synthetic += (multiplicity * syntheticEigenvalue) / h;
        }
        expect(relative(resolvent.ridge, ridge)).toBeLessThan(1e-12);
        expect(relative(resolvent.real, a)).toBeLessThan(1e-6);
        expect(relative(resolvent.synthetic, b * g)).toBeLessThan(1e-6);
        expect(relative(tauReal, real / total)).toBeLessThan(1e-9);
        expect(relative(tauSynthetic, (synthetic * g) / total)).toBeLessThan(1e-6);
        if (fit !== null) expect(relative(d, synthetic / fit.samples)).toBeLessThan(1e-9);
      }),
      { numRuns: 1000 },
    );
  });
});
