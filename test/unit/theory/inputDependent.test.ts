import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { solveInputDependent, type InputDependentProblem } from '../../../src/theory/inputDependent';
import type { GeneratorFit } from '../../../src/theory/problem';
import { inputDependentProblems, quoted } from './inputDependentCases';
import { plainInputDependent } from './inputDependentPlain';
import { isotropicAtoms, spectrumAtoms } from './populations';
import { hasSamples, problems, relative } from './problems';
import { readFixture, readReference } from './referenceCase';

interface LinearReference {
  case: {
    p: number;
    meanNorm: number;
    n: number;
    m: number;
    gamma: number;
    labellerAlignment: number;
    verifierAlignment: number;
    generator: GeneratorFit & { kind: 'fitted' };
  };
  expected: { M: number; Q: number; accuracy: number; keptFraction: number };
}

function expectReference({ case: reference, expected }: LinearReference): void {
  const { labellerAlignment, verifierAlignment, generator } = reference;
  const solution = solveInputDependent({
    ...quoted,
    atoms: isotropicAtoms({ dimension: reference.p, meanNorm: reference.meanNorm }),
    realSamples: reference.n,
    syntheticSamples: reference.m,
    ridge: reference.gamma,
    fit: { ...generator, generations: 1 },
    labels: { kind: 'linear', alignment: labellerAlignment },
    verifier: {
      kind: 'linear',
      alignment: verifierAlignment,
      correlation: labellerAlignment * verifierAlignment,
    },
  });
  expect(relative(solution.meanMargin, expected.M)).toBeLessThan(1e-9);
  expect(relative(solution.marginVariance, expected.Q)).toBeLessThan(1e-9);
  expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-9);
  expect(relative(solution.keptFraction, expected.keptFraction)).toBeLessThan(1e-9);
}

/** The numbers of a solution that must agree when two problems are the same one. */
function expectSame(
  solution: ReturnType<typeof solveInputDependent>,
  expected: Omit<ReturnType<typeof solveExact>, 'resolvent' | 'signal'>,
  tolerance = 1e-9,
): void {
  const scale = Math.sqrt(expected.marginVariance) + Math.abs(expected.meanMargin);
  const syntheticScale = Math.sqrt(expected.syntheticMarginVariance) + Math.abs(expected.syntheticMeanMargin);
  expect(Math.abs(solution.meanMargin - expected.meanMargin) / scale).toBeLessThan(tolerance);
  expect(Math.abs(solution.syntheticMeanMargin - expected.syntheticMeanMargin) / syntheticScale).toBeLessThan(
    tolerance,
  );
  expect(Math.abs(solution.accuracy - expected.accuracy)).toBeLessThan(tolerance);
  expect(relative(solution.risk, expected.risk)).toBeLessThan(tolerance);
  expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(tolerance);
  expect(relative(solution.syntheticMarginVariance, expected.syntheticMarginVariance)).toBeLessThan(
    tolerance,
  );
}

describe('solveInputDependent against independent values', () => {
  const fixture = readFixture('linear-verifier-cases.json') as LinearReference[];
  it.each(fixture.map((entry) => [JSON.stringify(entry.case), entry] as const))(
    'agrees at %s',
    (_name, entry) => expectReference(entry),
  );

  const entries = readReference('input-dependent.json') as LinearReference[] | null;
  it.skipIf(entries === null)(
    'agrees with every value of input-dependent.json (skipped where the file is absent)',
    () => {
      expect(entries!.length).toBeGreaterThan(0);
      for (const entry of entries!) expectReference(entry);
    },
  );

  it('gives the accuracy quoted in theory.md §6', () => {
    expect(solveInputDependent(quoted).accuracy).toBeCloseTo(0.7758, 4);
  });

  it('agrees with the formulas as written, by quadrature, on random problems of every kind', () => {
    // The plain quadrature over the Marchenko–Pastur law loses its digits where its edge comes close to 0.
    const moderate = inputDependentProblems({ scales: 0.5, sizes: 1, ridge: [-2, 1] }).filter(
      ({ fit, atoms }) => fit === null || Math.abs(Math.log(fit.samples / atoms[0]!.multiplicity)) > 0.03,
    );
    fc.assert(
      fc.property(moderate, (problem) => {
        const solution = solveInputDependent(problem);
        const plain = plainInputDependent(problem);
        expectSame({ ...solution, ...plain }, solution, 1e-8);
        expect(relative(solution.keptFraction, plain.keptFraction)).toBeLessThan(1e-8);
      }),
      { numRuns: 80 },
    );
  });

  it('is the theory of independent labels where neither labels nor verifier look at the row', () => {
    const wide = problems({ eigenvalues: 2, sizes: 4, ridge: [-8, 6], weights: 2 }).filter(
      (problem) => hasSamples(problem) && problem.fit?.source !== 'training',
    );
    fc.assert(
      fc.property(wide, ({ labelNoise, keepCorrect, keepIncorrect, ...rest }) => {
        const atoms = rest.atoms.slice(0, 1);
        const solution = solveInputDependent({
          ...rest,
          atoms,
          labels: { kind: 'uniform', rate: labelNoise },
          verifier: { kind: 'random', keepCorrect, keepIncorrect },
        });
        const expected = solveExact({ ...rest, atoms, labelNoise, keepCorrect, keepIncorrect });
        expectSame(solution, expected);
        expect(solution.implied).toEqual({ labelNoise, keepCorrect, keepIncorrect });
        const { tauReal, tauSynthetic, d } = expected.fixedPoint;
        expect(relative(solution.fixedPoint.tauReal, tauReal)).toBeLessThan(1e-12);
        expect(relative(solution.fixedPoint.tauSynthetic, tauSynthetic)).toBeLessThan(1e-12);
        expect(relative(solution.fixedPoint.d, d)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });
});

describe('symmetries', () => {
  const any = inputDependentProblems({ scales: 1, sizes: 2, ridge: [-4, 2] });

  it('takes the opposite labels when labeller and verifier turn round', () => {
    fc.assert(
      fc.property(any, (problem) => {
        const { labels, verifier } = problem;
        if (labels.kind === 'uniform' || verifier.kind === 'random') return;
        const alone = { ...problem, realSamples: 0 };
        const solution = solveInputDependent(alone);
        const turned = solveInputDependent({
          ...alone,
          labels: { ...labels, alignment: -labels.alignment },
          verifier: { ...verifier, alignment: -verifier.alignment },
        });
        expectSame(
          { ...turned, meanMargin: -turned.meanMargin, accuracy: 1 - turned.accuracy, risk: solution.risk },
          { ...solution, syntheticMeanMargin: -solution.syntheticMeanMargin },
        );
        expect(turned.implied.labelNoise).toBeCloseTo(1 - solution.implied.labelNoise, 12);
        expect(turned.keptFraction).toBeCloseTo(solution.keptFraction, 12);
      }),
    );
  });

  it('does not depend on which class a row was drawn for when both labels and verifier are linear', () => {
    fc.assert(
      fc.property(any, (problem) => {
        if (problem.labels.kind === 'uniform' || problem.verifier.kind === 'random') return;
        const atoms = problem.atoms.map((atom) => ({ ...atom, crossMean: -atom.crossMean }));
        const solution = solveInputDependent(problem);
        const mirrored = solveInputDependent({ ...problem, atoms });
        expectSame({ ...mirrored, syntheticMeanMargin: -mirrored.syntheticMeanMargin }, solution);
      }),
    );
  });

  it('does not change when the population is given in parts, or the correlation means nothing', () => {
    const [atom] = quoted.atoms;
    const rest = { ...atom!, meanSquared: 0, crossMean: 0, syntheticMeanSquared: 0 };
    const parts = [
      { ...atom!, multiplicity: 1 },
      { ...rest, multiplicity: 299 },
    ];
    expectSame(solveInputDependent({ ...quoted, atoms: parts }), solveInputDependent(quoted), 1e-12);
    const uniform = (correlation: number): InputDependentProblem => ({
      ...quoted,
      labels: { kind: 'uniform', rate: 0.2 },
      verifier: { kind: 'linear', alignment: 0.9, correlation },
    });
    expect(solveInputDependent(uniform(0.9))).toEqual(solveInputDependent(uniform(-1)));
  });
});

describe('limits', () => {
  it('is real data only without synthetic rows, or when the verifier keeps none', () => {
    const realOnly = solveExact({
      ...quoted,
      syntheticSamples: 0,
      labelNoise: 0,
      keepCorrect: 1,
      keepIncorrect: 1,
    });
    const close = (problem: InputDependentProblem) => {
      const solution = solveInputDependent(problem);
      expect(relative(solution.accuracy, realOnly.accuracy)).toBeLessThan(1e-9);
      expect(relative(solution.risk, realOnly.risk)).toBeLessThan(1e-9);
    };
    close({ ...quoted, syntheticSamples: 0 });
    close({ ...quoted, syntheticSamples: 1e-8 });
    close({ ...quoted, syntheticWeight: 0, normalise: 'all', ridge: (quoted.ridge * 500) / 2500 });
    const never = { kind: 'random', keepCorrect: 0, keepIncorrect: 0 } as const;
    close({ ...quoted, verifier: never, normalise: 'kept' });
    close({
      ...quoted,
      verifier: { kind: 'linear', alignment: -0.5, correlation: -1 },
      normalise: 'kept',
    });
  });

  it('is the exact generator when n̂ → ∞', () => {
    const exact = solveInputDependent({ ...quoted, fit: null });
    for (const meanError of [true, false]) {
      const fit = { meanError, source: 'independent', generations: 1 } as const;
      expectSame(solveInputDependent({ ...quoted, fit: { ...fit, samples: 1e13 } }), exact);
      expectSame(solveInputDependent({ ...quoted, fit: { ...fit, samples: Infinity } }), exact, 1e-15);
    }
  });

  it('is continuous where v comes to u, and where the alignments reach 1', () => {
    const at = (labeller: number, verifier: number, correlation: number) =>
      solveInputDependent({
        ...quoted,
        labels: { kind: 'linear', alignment: labeller },
        verifier: { kind: 'linear', alignment: verifier, correlation },
      });
    expectSame(at(0.5, 0.5, 1 - 1e-12), at(0.5, 0.5, 1), 1e-5);
    expectSame(at(1 - 1e-12, 0.6, 0.6), at(1, 0.6, 0.6), 1e-5);
    expectSame(at(1 - 1e-12, 1 - 1e-12, 1), at(1, 1, 1), 1e-5);
    expectSame(at(0.5, 0.5, 1), solveInputDependent({ ...quoted, verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 } }), 1e-12); // prettier-ignore
  });

  it('learns the labeller from its labels alone, and μ as far as the labeller has it', () => {
    // No verifier, exact generator without a mean: w ∝ u, so that M/√Q is c_u‖μ‖.
    const atoms = isotropicAtoms({ dimension: 100, meanNorm: 1.5, alignment: 0 });
    const { meanMargin, marginVariance } = solveInputDependent({
      ...quoted,
      atoms,
      fit: null,
      realSamples: 0,
      syntheticSamples: 1e12,
      labels: { kind: 'linear', alignment: 0.4 },
      verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
    });
    // u·μ_s is 0 here, but u still has its share of μ.
    expect(meanMargin / Math.sqrt(marginVariance)).toBeCloseTo(0.4 * 1.5, 9);
  });
});

describe('every answer', () => {
  const cosines = fc.oneof(
    fc.constantFrom(-1, 0, 1, 0.5, -0.5, 1 - 1e-14, 1e-9 - 1),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );

  it('is finite over twelve decades of sizes and 24 of the ridge', () => {
    const wide = inputDependentProblems({ scales: 3, sizes: 6, ridge: [-12, 12], cosines });
    fc.assert(
      fc.property(wide, (problem) => {
        try {
          const solution = solveInputDependent(problem);
          expect(solution.accuracy).toBeGreaterThanOrEqual(0);
          expect(solution.accuracy).toBeLessThanOrEqual(1);
          expect(solution.marginVariance).toBeGreaterThan(0);
          expect(solution.syntheticMarginVariance).toBeGreaterThanOrEqual(0);
          const { fixedPoint, implied, ...numbers } = solution;
          const groups: Record<string, number>[] = [{ ...fixedPoint }, { ...implied }, numbers];
          const all = groups.flatMap((group) => Object.values(group));
          expect(all.filter((value) => !Number.isFinite(value))).toEqual([]);
        } catch (error) {
          if (!(error instanceof TheoryError)) throw error;
          // Only where there is truly nothing: no real rows, and a verifier against every label.
          expect(error.message).toMatch(/^There is nothing to learn from: 0 real samples/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('is finite or refused for numbers of any kind', () => {
    const anything = fc.oneof(fc.double(), fc.constantFrom(0, 1, -1, NaN, Infinity, 1e-308, 1e308, 5e-324));
    const positive = anything.map(Math.abs);
    const problem: fc.Arbitrary<InputDependentProblem> = fc.record({
      atoms: fc
        .record({
          eigenvalue: positive,
          multiplicity: positive,
          meanSquared: positive,
          crossMean: fc.oneof(anything, fc.constant(0)),
          syntheticMeanSquared: positive,
          syntheticEigenvalue: positive,
        })
        .map((atom) => [atom]),
      realSamples: positive,
      syntheticSamples: positive,
      fit: fc.oneof(
        fc.constant(null),
        fc.record({
          samples: positive,
          meanError: fc.boolean(),
          source: fc.constant('independent' as const),
          generations: fc.constant(1),
        }),
      ),
      labels: fc.oneof(
        fc.record({ kind: fc.constant('uniform' as const), rate: anything }),
        fc.record({ kind: fc.constant('linear' as const), alignment: fc.oneof(anything, cosines) }),
      ),
      verifier: fc.oneof(
        fc.record({ kind: fc.constant('random' as const), keepCorrect: positive, keepIncorrect: positive }),
        fc.record({
          kind: fc.constant('linear' as const),
          alignment: fc.oneof(anything, cosines),
          correlation: fc.oneof(anything, cosines),
        }),
      ),
      ridge: positive,
      realWeight: positive,
      syntheticWeight: positive,
      normalise: fc.constantFrom('all' as const, 'kept' as const),
    });
    fc.assert(
      fc.property(problem, (value) => {
        try {
          const { accuracy, risk } = solveInputDependent(value);
          expect(accuracy >= 0 && accuracy <= 1 && Number.isFinite(risk)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(TheoryError);
          expect((error as Error).message).toMatch(/^[A-Z].*\.$/);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('refusals', () => {
  const refused = (change: Partial<InputDependentProblem>) => () =>
    solveInputDependent({ ...quoted, ...change });
  const independent: GeneratorFit = { samples: 500, meanError: true, source: 'independent', generations: 1 };

  it('names the correlations that the alignments leave', () => {
    const verifier = { kind: 'linear', alignment: 0.8, correlation: -0.2 } as const;
    expect(refused({ labels: { kind: 'linear', alignment: 0.6 }, verifier })).toThrow(
      'must lie between 0 and 0.96 at their alignments 0.6 and 0.8, not -0.2.',
    );
    expect(refused({ verifier: { kind: 'linear', alignment: 1, correlation: 0.4 } })).toThrow(
      'must lie between 0.5 and 0.5 at their alignments 0.5 and 1, not 0.4.',
    );
    const labels = { kind: 'linear', alignment: 0.6 } as const;
    for (const correlation of [0, 0.96]) {
      expect(refused({ labels, verifier: { ...verifier, correlation } })).not.toThrow();
    }
  });

  it('names values out of range', () => {
    expect(refused({ labels: { kind: 'uniform', rate: 1.1 } })).toThrow(
      /label noise .* between 0 and 1, not 1.1/,
    );
    expect(refused({ labels: { kind: 'linear', alignment: -1.1 } })).toThrow(
      /labeller .* -1 and 1, not -1.1/,
    );
    expect(refused({ verifier: { kind: 'linear', alignment: NaN, correlation: 0 } })).toThrow(
      /verifier .* NaN/,
    );
    expect(refused({ verifier: { kind: 'random', keepCorrect: 2, keepIncorrect: 0 } })).toThrow(
      /keeping a correct/,
    );
    expect(refused({ verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: -1 } })).toThrow(
      /an incorrect/,
    );
    expect(refused({ ridge: -1 })).toThrow(TheoryError);
  });

  it('says what is needed where the formulas end', () => {
    const { atoms } = quoted;
    expect(refused({ fit: { ...independent, source: 'training' } })).toThrow(/fitted on rows of its own/);
    expect(refused({ fit: { ...independent, generations: 3 } })).toThrow(/generation 1, not 3/);
    expect(refused({ atoms: spectrumAtoms([1, 2], [0.5, 0.5]) })).toThrow(/same variance in every direction/);
    expect(refused({ atoms: [{ ...atoms[0]!, syntheticEigenvalue: 0 }], fit: null })).toThrow(
      /variance above 0/,
    );
    expect(refused({ ridge: 0, realSamples: 100, syntheticSamples: 100 })).toThrow(
      /must outnumber the dimension/,
    );
    expect(
      refused({ realSamples: 0, verifier: { kind: 'linear', alignment: -0.5, correlation: -1 } }),
    ).toThrow(/nothing to learn from/);
  });
});
