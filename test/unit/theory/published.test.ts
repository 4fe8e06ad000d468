import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import type { ExactProblem, GeneratorFit } from '../../../src/theory/problem';
import { solvePublished } from '../../../src/theory/published';
import { isotropicAtoms } from './populations';
import { logUniform, relative } from './problems';
import { readFixture, readReference } from './referenceCase';
import {
  plainGeneral,
  plainSyntheticOnly,
  plainToy,
  type PlainMoments,
  type PlainParameters,
} from './plainPublished';

const base: PlainParameters = {
  n: 400,
  m: 1000,
  p: 200,
  meanNorm: 1.2,
  epsilon: 0.2,
  rho: 0.3,
  phi: 0.9,
  gamma: 0.05,
};

/** A problem with isotropic data; the exact generator unless it is fitted. */
function problemOf(parameters: PlainParameters, nHat = Infinity): ExactProblem {
  const { p, meanNorm } = parameters;
  return {
    atoms: isotropicAtoms({ dimension: p, meanNorm }),
    realSamples: parameters.n,
    syntheticSamples: parameters.m,
    fit: nHat < Infinity ? trueMean(nHat) : null,
    labelNoise: parameters.epsilon,
    keepCorrect: parameters.phi,
    keepIncorrect: parameters.rho,
    ridge: parameters.gamma,
    realWeight: 1,
    syntheticWeight: 1,
    normalise: 'all',
  };
}

function trueMean(samples: number): GeneratorFit {
  return { samples, meanError: false, source: 'independent', generations: 1 };
}

/** Agreement of M, E₂ and the risk, relative to their size. */
function expectMoments(problem: ExactProblem, { mean, secondMoment }: PlainMoments, tolerance: number): void {
  const solution = solvePublished(problem);
  const size = Math.sqrt(secondMoment);
  expect(Math.abs(solution.meanMargin - mean) / size).toBeLessThan(tolerance);
  const { marginVariance } = solution;
  expect(relative(marginVariance + solution.meanMargin ** 2, secondMoment)).toBeLessThan(tolerance);
  expect(relative(solution.risk, secondMoment + 1 - 2 * mean)).toBeLessThan(tolerance);
}

/** Whether the published variance is comfortably above 0, so that its digits can be compared. */
function hasValue({ mean, secondMoment }: PlainMoments): boolean {
  return secondMoment - mean ** 2 > 1e-3 * Math.abs(secondMoment) && secondMoment < 1e3;
}

const rate = fc.double({ min: 0.02, max: 0.98, noNaN: true });
/** Not so fine that a product of two underflows. */
const alignments = fc.integer({ min: -100, max: 200 }).map((hundredths) => hundredths / 100);
const moderate: fc.Arbitrary<PlainParameters> = fc.record({
  n: logUniform(1, 4),
  m: logUniform(1, 4),
  p: logUniform(1, 3),
  meanNorm: logUniform(-1, 0.7),
  epsilon: rate,
  rho: rate,
  phi: rate,
  gamma: logUniform(-2, 2),
});
/** Where the formulas as written lose few digits to cancellation. */
const weakRidge = moderate.map((parameters) => ({ ...parameters, gamma: parameters.gamma / 100 }));

interface Entry {
  variant: 'toy' | 'synthetic-only';
  case: Omit<PlainParameters, 'n'> & { n?: number; nhat?: number };
  expected: { M: number; secondMoment: number; accuracy: number | null };
}

function expectEntry({ variant, case: { n = 0, nhat, ...rest }, expected }: Entry): void {
  const problem = problemOf({ ...rest, n }, variant === 'toy' ? nhat : undefined);
  if (expected.accuracy === null) {
    expect(() => solvePublished(problem)).toThrow('negative variance');
    return;
  }
  const solution = solvePublished(problem);
  expect(solution.form).toBe(variant === 'toy' ? 'toy' : 'syntheticOnly');
  expect(relative(solution.meanMargin, expected.M)).toBeLessThan(1e-8);
  const secondMoment = solution.marginVariance + solution.meanMargin ** 2;
  expect(relative(secondMoment, expected.secondMoment)).toBeLessThan(1e-8);
  expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-8);
}

describe('solvePublished against independent values', () => {
  const cases = readFixture('published-cases.json') as Entry[];
  it.each(cases.map((entry) => [`${entry.variant} ${Object.values(entry.case).join(' ')}`, entry] as const))(
    'agrees at %s',
    (_name, entry) => expectEntry(entry),
  );

  const reference = readReference('published.json') as Entry[] | null;
  it.skipIf(reference === null)(
    'agrees with every value of published.json (skipped where the file is absent)',
    () => {
      expect(reference!.length).toBeGreaterThan(0);
      for (const entry of reference!) expectEntry(entry);
    },
  );

  it('agrees with the toy formulas as written', () => {
    fc.assert(
      fc.property(moderate, logUniform(1, 4), (parameters, nHat) => {
        const plain = plainToy(parameters, nHat);
        fc.pre(hasValue(plain));
        expectMoments(problemOf(parameters, nHat), plain, 1e-8);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the synthetic-only formulas as written', () => {
    fc.assert(
      fc.property(moderate, (parameters) => {
        const alone = { ...parameters, n: 0 };
        const plain = plainSyntheticOnly(alone);
        fc.pre(hasValue(plain));
        expectMoments(problemOf(alone), plain, 1e-8);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with Theorem 4.2 in explicit matrices', () => {
    const components = fc.array(alignments, { minLength: 6, maxLength: 6 });
    const eigenvalues = fc.array(logUniform(-1, 1), { minLength: 6, maxLength: 6 });
    const sizes = fc.tuple(fc.oneof(fc.constant(0), logUniform(0, 2)), logUniform(0, 2));
    fc.assert(
      fc.property(moderate, components, components, eigenvalues, sizes, (parameters, mu, muS, l, [n, m]) => {
        const small = { ...parameters, n, m, p: 6 };
        const plain = plainGeneral(small, mu, muS, l);
        fc.pre(hasValue(plain));
        const atoms = mu.map((component, i) => ({
          eigenvalue: 1,
          multiplicity: 1,
          meanSquared: component ** 2,
          crossMean: component * muS[i]!,
          syntheticMeanSquared: muS[i]! ** 2,
          syntheticEigenvalue: l[i]!,
        }));
        expectMoments({ ...problemOf(small), atoms }, plain, 1e-8);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the three forms', () => {
  it('are chosen by the generator and the real samples', () => {
    const shifted = isotropicAtoms({ dimension: 200, meanNorm: 1.2, alignment: 0.5, syntheticVariance: 2 });
    const withReal = problemOf(base);
    const alone = { ...withReal, realSamples: 0 };
    expect(solvePublished(problemOf(base, 300)).form).toBe('toy');
    expect(solvePublished({ ...problemOf(base, 300), realSamples: 0 }).form).toBe('toy');
    expect(solvePublished({ ...withReal, fit: { ...trueMean(Infinity), meanError: true } }).form).toBe(
      'general',
    );
    expect(solvePublished(withReal).form).toBe('general');
    expect(solvePublished({ ...alone, atoms: shifted }).form).toBe('general');
    expect(solvePublished(alone).form).toBe('syntheticOnly');
  });

  it('report their own fixed points', () => {
    const toy = solvePublished(problemOf(base, 300)).fixedPoint;
    const { n, m, p, epsilon, rho, phi, gamma } = base;
    const pi = n / (n + m);
    const alpha = phi * (1 - epsilon) + rho * epsilon;
    const pruned = (alpha * (1 - pi)) / (1 + toy.deltaSynthetic);
    const a = gamma + pi / (1 + toy.deltaReal!) + pruned / (1 + toy.deltaGenerator!);
    expect(relative(toy.deltaReal!, ((300 / (n + m)) * toy.deltaGenerator!) / pruned)).toBeLessThan(1e-12);
    expect(relative(toy.deltaSynthetic, (alpha * toy.deltaReal!) / (1 + toy.deltaGenerator!))).toBeLessThan(
      1e-12,
    );
    expect(relative(toy.deltaGenerator!, (pruned * (p / 300)) / a)).toBeLessThan(1e-12);

    const alone = solvePublished({ ...problemOf(base), realSamples: 0 }).fixedPoint;
    expect(alone.deltaReal).toBeNull();
    expect(alone.deltaGenerator).toBeNull();
    const linear = gamma + alpha - (alpha * p) / m;
    const residual = gamma * alone.deltaSynthetic ** 2 + linear * alone.deltaSynthetic - (alpha * p) / m;
    expect(Math.abs(residual)).toBeLessThan(1e-14);

    const general = solvePublished(problemOf(base)).fixedPoint;
    expect(general.deltaGenerator).toBeNull();
    expect(relative(general.deltaSynthetic, alpha * general.deltaReal!)).toBeLessThan(1e-12);
  });

  it('meet: toy with n̂ → ∞ is general with the exact generator', () => {
    fc.assert(
      fc.property(weakRidge, (parameters) => {
        const plain = plainToy(parameters, 1e15);
        fc.pre(hasValue(plain));
        expectMoments(problemOf(parameters), plain, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('meet: synthetic only is general without real samples', () => {
    fc.assert(
      fc.property(weakRidge, (parameters) => {
        const alone = { ...parameters, n: 0, p: 4 };
        const mu = [alone.meanNorm, 0, 0, 0];
        const closed = plainSyntheticOnly(alone);
        fc.pre(hasValue(closed));
        const general = plainGeneral(alone, mu, mu, [1, 1, 1, 1]);
        expect(relative(general.secondMoment, closed.secondMoment)).toBeLessThan(1e-10);
        expectMoments(problemOf(alone), general, 1e-10);
      }),
      { numRuns: 200 },
    );
  });

  it('meet: few real samples hardly matter', () => {
    const alone = solvePublished(problemOf({ ...base, n: 0 }));
    const few = solvePublished(problemOf({ ...base, n: 1e-10 }));
    expect(relative(few.accuracy, alone.accuracy)).toBeLessThan(1e-10);
    expect(relative(few.risk, alone.risk)).toBeLessThan(1e-10);
  });
});

/** Mixes of real data and an unfitted, shifted generator. */
const shiftedProblems = fc
  .record({
    parameters: moderate,
    alignment: alignments,
    orthogonalShift: fc.double({ min: 0, max: 2, noNaN: true }),
    syntheticVariance: logUniform(-1, 1),
    noReal: fc.boolean(),
  })
  .map(({ parameters, noReal, ...shift }): ExactProblem => ({
    ...problemOf({ ...parameters, n: noReal ? 0 : parameters.n }),
    atoms: isotropicAtoms({ dimension: parameters.p, meanNorm: parameters.meanNorm, ...shift }),
  }));

describe('against the exact theory', () => {
  it('is exact without pruning when the generator was not fitted', () => {
    fc.assert(
      fc.property(shiftedProblems, (problem) => {
        const unpruned = { ...problem, keepCorrect: 1, keepIncorrect: 1 };
        const exact = solveExact(unpruned);
        const published = solvePublished(unpruned);
        const size = Math.sqrt(exact.marginVariance);
        expect(Math.abs(published.meanMargin - exact.meanMargin) / size).toBeLessThan(1e-8);
        expect(relative(published.marginVariance, exact.marginVariance)).toBeLessThan(1e-8);
        expect(relative(published.risk, exact.risk)).toBeLessThan(1e-8);
        expect(published.accuracy).toBeCloseTo(Math.max(exact.accuracy, 1 - exact.accuracy), 8);
        expect(relative(published.fixedPoint.deltaSynthetic, exact.fixedPoint.tauSynthetic)).toBeLessThan(
          1e-8,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('has the exact mean without pruning when the generator was fitted, but not its variance', () => {
    fc.assert(
      fc.property(moderate, logUniform(1, 4), (parameters, nHat) => {
        const plain = plainToy({ ...parameters, phi: 1, rho: 1 }, nHat);
        fc.pre(hasValue(plain));
        const unpruned = { ...problemOf(parameters, nHat), keepCorrect: 1, keepIncorrect: 1 };
        const exact = solveExact(unpruned);
        const { meanMargin, fixedPoint } = solvePublished(unpruned);
        const size = Math.sqrt(exact.marginVariance) + Math.abs(exact.meanMargin);
        expect(Math.abs(meanMargin - exact.meanMargin) / size).toBeLessThan(1e-8);
        expect(relative(fixedPoint.deltaReal!, exact.fixedPoint.tauReal)).toBeLessThan(1e-8);
        expect(relative(fixedPoint.deltaSynthetic, exact.fixedPoint.tauSynthetic)).toBeLessThan(1e-8);
      }),
      { numRuns: 200 },
    );
    // Monte Carlo, 60 draws of wᵀw each: 0.898 ± 0.010 and 1.986 ± 0.032.
    const noisy = { ...base, meanNorm: 1, rho: 1, phi: 1 };
    for (const [parameters, exact, published] of [
      [{ ...noisy, n: 100, m: 400 }, 0.898, 1.112],
      [{ ...noisy, n: 50, m: 600, epsilon: 0.1, gamma: 0.01 }, 1.986, 2.615],
    ] as const) {
      const problem = problemOf(parameters, 100);
      expect(relative(solveExact(problem).marginVariance, exact)).toBeLessThan(0.03);
      expect(solvePublished(problem).marginVariance).toBeCloseTo(published, 3);
    }
  });

  it('comes close for a strong ridge, with pruning too', () => {
    fc.assert(
      fc.property(
        shiftedProblems,
        fc.option(logUniform(2, 4), { nil: Infinity }),
        fc.double({ min: 6, max: 9, noNaN: true }),
        (problem, nHat, decades) => {
          const strong: ExactProblem = {
            ...problem,
            ...(nHat < Infinity && {
              fit: trueMean(nHat),
              atoms: problem.atoms.map((atom) => ({
                ...atom,
                crossMean: atom.meanSquared,
                syntheticMeanSquared: atom.meanSquared,
                syntheticEigenvalue: 1,
              })),
            }),
            ridge: 10 ** decades,
          };
          const exact = solveExact(strong);
          const published = solvePublished(strong);
          // What the two differ in is of the order of δ, which falls as (p/N)/γ.
          const ratio = strong.atoms[0]!.multiplicity / (strong.realSamples + strong.syntheticSamples);
          const tolerance = 1e3 * (1 + ratio) * 10 ** -decades;
          const size = Math.sqrt(exact.marginVariance) + Math.abs(exact.meanMargin);
          expect(Math.abs(published.meanMargin - exact.meanMargin) / size).toBeLessThan(tolerance);
          expect(relative(published.marginVariance, exact.marginVariance)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('misses what pruning does: theory.md §2', () => {
    const alone = { ...base, n: 0, meanNorm: 1 };
    const pruned = problemOf({ ...alone, m: 300, p: 300, epsilon: 0.6, rho: 0.3, phi: 0.8, gamma: 0.1 });
    const published = solvePublished(pruned);
    expect(published.accuracy).toBeCloseTo(0.5206, 4);
    expect(published.marginVariance + published.meanMargin ** 2).toBeCloseTo(4.52, 2);
    const exact = solveExact(pruned);
    expect(exact.accuracy).toBeCloseTo(0.5446, 4);
    expect(exact.marginVariance + exact.meanMargin ** 2).toBeCloseTo(0.5643, 4);

    const worse = problemOf({ ...alone, m: 1000, p: 1000, epsilon: 0.3, rho: 0.3, phi: 0.8, gamma: 0.01 });
    expect(() => solvePublished(worse)).toThrow(
      new TheoryError('No value: the published formula gives a negative variance here.'),
    );
    expect(solveExact(worse).marginVariance).toBeGreaterThan(0);
  });
});

describe('symmetry', () => {
  it('inverts the classifier when ε → 1 − ε and φ, ρ change places, and folds the accuracy', () => {
    fc.assert(
      fc.property(moderate, fc.option(logUniform(1, 4), { nil: Infinity }), (parameters, nHat) => {
        const alone = { ...parameters, n: 0 };
        fc.pre(hasValue(nHat < Infinity ? plainToy(alone, nHat) : plainSyntheticOnly(alone)));
        const solution = solvePublished(problemOf(alone, nHat));
        const { epsilon, rho, phi } = alone;
        const mirrored = solvePublished(
          problemOf({ ...alone, epsilon: 1 - epsilon, rho: phi, phi: rho }, nHat),
        );
        const size = Math.sqrt(solution.marginVariance);
        expect(Math.abs(mirrored.meanMargin + solution.meanMargin) / size).toBeLessThan(1e-8);
        expect(relative(mirrored.marginVariance, solution.marginVariance)).toBeLessThan(1e-8);
        expect(mirrored.accuracy).toBeCloseTo(solution.accuracy, 8);
        expect(solution.accuracy).toBeGreaterThanOrEqual(0.5);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the formulas do not cover', () => {
  const toy = problemOf(base, 300);
  const correlated = toy.atoms.map((atom) => ({ ...atom, eigenvalue: 2, syntheticEigenvalue: 2 }));
  it.each<[string, Partial<ExactProblem>]>([
    ['a covariance of the real data', { fit: null, atoms: correlated }],
    ['sample weights 1 and 0.5', { syntheticWeight: 0.5 }],
    ['sample weights 2 and 1', { realWeight: 2 }],
    ['normalisation by the kept samples', { normalise: 'kept' }],
    ['on the training rows', { fit: { ...trueMean(300), source: 'training' } }],
    ["the error of a fitted generator's mean", { fit: { ...trueMean(300), meanError: true } }],
    ['a generator of generation 3', { fit: { ...trueMean(300), generations: 3 } }],
    [
      'a fitted generator whose mean or covariance',
      { atoms: isotropicAtoms({ dimension: 200, meanNorm: 1, alignment: 0.9 }) },
    ],
  ])('names %s', (reason, change) => {
    expect(() => solvePublished({ ...toy, ...change })).toThrow(TheoryError);
    expect(() => solvePublished({ ...toy, ...change })).toThrow(
      /^Not covered by the published formulas: .*\.$/,
    );
    expect(() => solvePublished({ ...toy, ...change })).toThrow(reason);
  });

  it('names everything at once', () => {
    const fit = { ...trueMean(300), meanError: true };
    expect(() => solvePublished({ ...toy, fit, realWeight: 2, normalise: 'kept' })).toThrow(
      /sample weights .*; normalisation .*; the error .*\.$/,
    );
  });

  it('refuses input out of range, and no data', () => {
    expect(() => solvePublished({ ...toy, labelNoise: 2 })).toThrow('label noise');
    const nothing = { ...toy, realSamples: 0, keepCorrect: 0, keepIncorrect: 0 };
    expect(() => solvePublished(nothing)).toThrow('nothing to learn from');
    expect(() => solvePublished({ ...toy, realSamples: 0, syntheticSamples: 0 })).toThrow(
      'nothing to learn from',
    );
    expect(() => solvePublished({ ...problemOf({ ...base, n: 10, m: 20 }), ridge: 0 })).toThrow(
      'With ridge 0',
    );
  });
});

describe('edges', () => {
  it('is real data only without synthetic samples, or when none is kept', () => {
    for (const nHat of [300, Infinity]) {
      const problem = problemOf(base, nHat);
      const none = solvePublished({ ...problem, syntheticSamples: 0 });
      const real = solveExact({ ...problem, syntheticSamples: 0, fit: null });
      expect(relative(none.accuracy, real.accuracy)).toBeLessThan(1e-10);
      expect(relative(none.risk, real.risk)).toBeLessThan(1e-10);
      const pruned = { ...problem, keepCorrect: 0, keepIncorrect: 0 };
      expect(relative(solvePublished(pruned).risk, solveExact(pruned).risk)).toBeLessThan(1e-10);
    }
  });

  it('gives a finite value or a sentence for 10 000 inputs of any size', () => {
    const proportion = fc.oneof(
      fc.constantFrom(0, 1),
      logUniform(-12, 0),
      logUniform(-12, 0).map((x) => 1 - x),
    );
    const count = fc.oneof(fc.constantFrom(0, 200), logUniform(-3, 8));
    const anything = fc.record({
      n: count,
      m: count,
      p: fc.oneof(fc.constant(200), logUniform(0, 5)),
      meanNorm: fc.oneof(fc.constant(0), logUniform(-6, 6)),
      epsilon: proportion,
      rho: proportion,
      phi: proportion,
      gamma: fc.oneof(fc.constantFrom(0, 1e-12, 1e12), logUniform(-12, 12)),
    });
    const kinds = { value: 0, refused: 0 };
    fc.assert(
      fc.property(
        anything,
        fc.option(logUniform(-2, 6), { nil: Infinity }),
        fc.option(fc.tuple(alignments, logUniform(-4, 4)), { nil: null }),
        (parameters, nHat, shift) => {
          const { p, meanNorm } = parameters;
          const problem = problemOf(parameters, nHat);
          const atoms =
            shift === null || nHat < Infinity
              ? problem.atoms
              : isotropicAtoms({ dimension: p, meanNorm, alignment: shift[0], syntheticVariance: shift[1] });
          try {
            const { accuracy, risk, meanMargin, marginVariance, fixedPoint } = solvePublished({
              ...problem,
              atoms,
            });
            const { deltaReal, deltaSynthetic, deltaGenerator } = fixedPoint;
            const numbers = [accuracy, risk, meanMargin, deltaReal ?? 0, deltaSynthetic, deltaGenerator ?? 0];
            const valid = accuracy >= 0 && accuracy <= 1 && marginVariance > 0;
            expect(valid && numbers.every(Number.isFinite)).toBe(true);
            kinds.value += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(TheoryError);
            // Without a ridge there is no fixed point where the rows just span the dimension.
            expect((error as Error).message).toMatch(
              problem.ridge > 0
                ? /^(No value: the published formula|There is nothing to learn from).*\.$/
                : /^(No value: the published|There is nothing to|With ridge 0|The fixed point of).*\.$/,
            );
            kinds.refused += 1;
          }
        },
      ),
      { numRuns: 10_000 },
    );
    expect(kinds.value).toBeGreaterThan(kinds.refused);
  });
});
