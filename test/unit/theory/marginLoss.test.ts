import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { sampleGroups } from '../../../src/theory/groups';
import { bayesAccuracy } from '../../../src/theory/limits';
import { solveMarginLoss, type MarginLoss, type MarginLossSolution } from '../../../src/theory/marginLoss';
import { Resolvents } from '../../../src/theory/marginLoss/resolvent';
import { rowsOf } from '../../../src/theory/marginLoss/rows';
import { solveState } from '../../../src/theory/marginLoss/solveState';
import { squareMoments } from '../../../src/theory/marginLoss/square';
import { StateEquations } from '../../../src/theory/marginLoss/stateEquations';
import type { ExactProblem } from '../../../src/theory/problem';
import { spectrumOf } from '../../../src/theory/spectrum';
import {
  exactGenerator,
  hasSamples,
  logUniform,
  ordinary,
  problems,
  relative,
  type Spread,
} from './problems';
import { problemOf, readFixture, readReference, type Reference } from './referenceCase';

const losses: readonly MarginLoss[] = ['square', 'logistic', 'squaredHinge'];
const others: readonly MarginLoss[] = ['logistic', 'squaredHinge'];

/** Random problems that every loss has an answer to. */
function covered(spread: Spread): fc.Arbitrary<ExactProblem> {
  return fc
    .record({ problem: problems(spread), generations: fc.constantFrom(1, 1, 2, 7) })
    .map(({ problem, generations }) =>
      problem.fit === null ? problem : { ...problem, fit: { ...problem.fit, generations } },
    )
    .filter((problem) => problem.fit?.source !== 'training' && hasSamples(problem));
}

const moderate = covered({ eigenvalues: 1, sizes: 1.5, ridge: [-3, 2], weights: 1 });

type LogisticReference = Omit<Reference, 'expected'> & {
  expected: { M: number; Q: number; accuracy: number };
};

function expectReference({ case: reference, expected }: LogisticReference): void {
  const solution = solveMarginLoss(problemOf(reference), 'logistic');
  expect(relative(solution.meanMargin, expected.M)).toBeLessThan(1e-8);
  expect(relative(solution.marginVariance, expected.Q)).toBeLessThan(1e-8);
  expect(relative(solution.accuracy, expected.accuracy)).toBeLessThan(1e-8);
}

describe('the logistic loss', () => {
  const cases = readFixture('logistic-cases.json') as LogisticReference[];
  it('agrees with independent values', () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const entry of cases) expectReference(entry);
  });

  const all = readReference('logistic.json') as LogisticReference[] | null;
  it.skipIf(all === null)('agrees with logistic.json (skipped where the file is absent)', () => {
    expect(all!.length).toBeGreaterThan(0);
    for (const entry of all!) expectReference(entry);
  });

  it('gives the accuracy quoted in theory.md §5', () => {
    const [atom] = ordinary.atoms;
    const { accuracy } = solveMarginLoss(
      {
        ...ordinary,
        atoms: [{ ...atom!, multiplicity: 300, meanSquared: 1, crossMean: 1, syntheticMeanSquared: 1 }],
        realSamples: 600,
        syntheticSamples: 2000,
        fit: { ...ordinary.fit!, samples: 300 },
        keepIncorrect: 0.2,
        ridge: 0.01,
      },
      'logistic',
    );
    expect(accuracy).toBeCloseTo(0.7545, 4);
  });
});

describe('the square loss, by the equations of any loss', () => {
  const expectSame = (
    solution: ReturnType<typeof solveMarginLoss>,
    expected: ReturnType<typeof solveExact>,
  ) => {
    const size = Math.sqrt(expected.marginVariance);
    expect(Math.abs(solution.meanMargin - expected.meanMargin) / size).toBeLessThan(1e-10);
    expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-10);
    expect(relative(solution.risk, expected.risk)).toBeLessThan(1e-10);
    expect(Math.abs(solution.accuracy - expected.accuracy)).toBeLessThan(1e-10);
    expect(relative(solution.fixedPoint.tauReal, expected.fixedPoint.tauReal)).toBeLessThan(1e-10);
  };

  it('is theory.md §2 and §11, for every generator', () => {
    fc.assert(
      fc.property(moderate, (problem) => expectSame(solveMarginLoss(problem, 'square'), solveExact(problem))),
      { numRuns: 1000 },
    );
  });

  it('is so from a start that is far off', () => {
    const far = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 6, maxLength: 6 });
    let solvedOften = 0;
    fc.assert(
      fc.property(moderate, far, (problem, offsets) => {
        const expected = solveExact(problem);
        const groups = sampleGroups(problem);
        const weights = { real: problem.realWeight, synthetic: problem.syntheticWeight };
        const equations = new StateEquations(
          groups,
          rowsOf(groups, weights, squareMoments),
          new Resolvents(problem.atoms, spectrumOf(problem.atoms), groups),
        );
        const { fixedPoint, resolvent } = expected;
        const b = groups.syntheticWeight / (1 + problem.syntheticWeight * fixedPoint.tauSynthetic);
        const solution = [resolvent.real, b, expected.marginVariance, expected.syntheticMarginVariance];
        const start = Float64Array.from(solution, (value, i) => value * Math.exp(offsets[i]!));
        const solved = solveState(equations, start, { along: offsets[4]!, apart: offsets[5]! });
        // Newton's method may give up where it starts badly, but must not end elsewhere.
        if (solved === null) return;
        solvedOften++;
        solution.forEach((value, i) => {
          const offset = equations.offsets[i]!;
          expect(relative(solved.update.from[i]! + offset, value + offset)).toBeLessThan(1e-8);
        });
        const { meanMargin } = solved.update.margins;
        const size = Math.sqrt(expected.marginVariance);
        expect(Math.abs(meanMargin - expected.meanMargin) / size).toBeLessThan(1e-8);
      }),
      { numRuns: 300 },
    );
    expect(solvedOften).toBeGreaterThan(240);
  });

  it('needs no ridge where the samples outnumber the dimension', () => {
    expectSame(solveMarginLoss({ ...ordinary, ridge: 0 }, 'square'), solveExact({ ...ordinary, ridge: 0 }));
  });
});

describe.each(losses)('symmetries of the %s loss', (loss) => {
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
          const solution = solveMarginLoss(mirrored, loss);
          const expected = solveMarginLoss({ ...problem, atoms: opposite }, loss);
          expect(solution.accuracy).toBeCloseTo(expected.accuracy, 8);
          expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-7);
        }
        const alone = { ...problem, realSamples: 0 };
        if (!hasSamples(alone)) return;
        const solution = solveMarginLoss({ ...mirrored, realSamples: 0 }, loss);
        const expected = solveMarginLoss(alone, loss);
        expect(solution.accuracy).toBeCloseTo(1 - expected.accuracy, 8);
        expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-7);
      }),
      { numRuns: 50 },
    );
  });

  // The objective is multiplied by the factor, whatever the loss: the same classifier, with τ divided by it.
  it('depends on the weights and the ridge only up to a common factor', () => {
    fc.assert(
      fc.property(moderate, logUniform(-3, 3), (problem, factor) => {
        const solution = solveMarginLoss(problem, loss);
        const scaled = solveMarginLoss(
          {
            ...problem,
            ridge: problem.ridge * factor,
            realWeight: problem.realWeight * factor,
            syntheticWeight: problem.syntheticWeight * factor,
          },
          loss,
        );
        expect(scaled.accuracy).toBeCloseTo(solution.accuracy, 9);
        expect(relative(scaled.marginVariance, solution.marginVariance)).toBeLessThan(1e-7);
        expect(relative(scaled.fixedPoint.tauReal * factor, solution.fixedPoint.tauReal)).toBeLessThan(1e-7);
      }),
      { numRuns: 50 },
    );
  });

  it('is real data only without synthetic rows, or when the verifier keeps none', () => {
    const realOnly = solveMarginLoss({ ...ordinary, syntheticSamples: 0, fit: null }, loss);
    const nearly = solveMarginLoss({ ...ordinary, syntheticSamples: 1e-9 }, loss);
    expect(nearly.accuracy).toBeCloseTo(realOnly.accuracy, 9);
    expect(nearly.risk).toBeCloseTo(realOnly.risk, 8);
    const pruned = { ...ordinary, keepCorrect: 0, keepIncorrect: 0, normalise: 'kept' as const };
    expect(relative(solveMarginLoss(pruned, loss).risk, realOnly.risk)).toBeLessThan(1e-10);
  });

  it('is the exact generator when n̂ → ∞', () => {
    const exact = solveMarginLoss(exactGenerator, loss);
    for (const generations of [1, 5]) {
      const fit = { ...ordinary.fit!, generations };
      const many = solveMarginLoss({ ...ordinary, fit: { ...fit, samples: 1e13 } }, loss);
      expect(relative(many.accuracy, exact.accuracy)).toBeLessThan(1e-9);
      expect(solveMarginLoss({ ...ordinary, fit: { ...fit, samples: Infinity } }, loss)).toEqual(exact);
    }
  });

  it('has the accuracy of the square loss at a huge ridge, where all average the samples', () => {
    const problem = { ...ordinary, ridge: 1e9 };
    expect(solveMarginLoss(problem, loss).accuracy).toBeCloseTo(solveExact(problem).accuracy, 8);
  });

  it('reaches the best possible accuracy with many clean samples', () => {
    const problem = { ...ordinary, realSamples: 1e9, syntheticSamples: 0, ridge: 1e-6 };
    expect(solveMarginLoss(problem, loss).accuracy).toBeCloseTo(bayesAccuracy(ordinary.atoms), 5);
  });

  it('loses accuracy with every generation', () => {
    const accuracy = (generations: number) =>
      solveMarginLoss({ ...ordinary, realSamples: 0, fit: { ...ordinary.fit!, generations } }, loss).accuracy;
    for (const generations of [1, 2, 5, 20]) {
      expect(accuracy(generations + 1)).toBeLessThan(accuracy(generations));
    }
  });
});

describe('the squared hinge loss', () => {
  it('is the square loss while no margin reaches 1', () => {
    const problem = { ...ordinary, ridge: 100 };
    const hinge = solveMarginLoss(problem, 'squaredHinge');
    const square = solveExact(problem);
    expect(relative(hinge.meanMargin, square.meanMargin)).toBeLessThan(1e-10);
    expect(relative(hinge.marginVariance, square.marginVariance)).toBeLessThan(1e-10);
  });
});

describe('agreement with simulation', () => {
  // Newton's method on drawn data, 60 draws at p = 150 each (mean ± standard error of the accuracy).
  const simulated = readFixture('margin-loss-simulated.json') as {
    loss: MarginLoss;
    problem: ExactProblem;
    accuracy: number;
    standardError: number;
  }[];
  it.each(simulated.map((entry, i) => [i, entry.loss, entry] as const))(
    'case %i, %s loss',
    (_i, loss, { problem, accuracy, standardError }) => {
      const solution = solveMarginLoss(problem, loss);
      expect(Math.abs(solution.accuracy - accuracy)).toBeLessThan(4 * standardError + 1 / 150);
    },
  );
});

describe.each(losses)('every answer for the %s loss', (loss) => {
  /** Solves, and checks that the answer is one, or returns the reason why there is none. */
  function answer(problem: ExactProblem): string {
    let solution: MarginLossSolution;
    try {
      solution = solveMarginLoss(problem, loss);
    } catch (error) {
      expect(error).toBeInstanceOf(TheoryError);
      return (error as Error).message;
    }
    const { fixedPoint, resolvent, signal, loss: named, ...numbers } = solution;
    expect(named).toBe(loss);
    const all = [numbers, fixedPoint, resolvent, signal].flatMap((group): number[] => Object.values(group));
    expect(all.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(numbers.accuracy).toBeGreaterThanOrEqual(0);
    expect(numbers.accuracy).toBeLessThanOrEqual(1);
    expect(numbers.marginVariance).toBeGreaterThan(0);
    expect(numbers.risk).toBeGreaterThanOrEqual(numbers.marginVariance);
    return 'a number';
  }

  /** As many kept rows as directions, or one in a million more. */
  function atPeak(problem: ExactProblem): ExactProblem {
    const { atoms, keepCorrect, keepIncorrect, labelNoise, realSamples, syntheticSamples } = problem;
    const dimension = atoms.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
    const kept = keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise;
    const factor = ((1 + 1e-6) * dimension) / (realSamples + kept * syntheticSamples);
    return { ...problem, realSamples: factor * realSamples, syntheticSamples: factor * syntheticSamples };
  }

  it('is there from the interpolation peak to the plainest problem', () => {
    const wide = covered({ eigenvalues: 1, sizes: 2, ridge: [-6, 3], weights: 1 });
    fc.assert(
      fc.property(wide, fc.boolean(), (problem, isAtPeak) => {
        expect(answer(isAtPeak ? atPeak(problem) : problem)).toBe('a number');
      }),
      { numRuns: 400 },
    );
  });

  it('is a number, or nearly always one, and else refused with its reason at extremes', () => {
    const extreme = covered({ eigenvalues: 3, sizes: 6, ridge: [-12, 12], weights: 2 });
    let refused = 0;
    fc.assert(
      fc.property(extreme, fc.boolean(), (problem, isAtPeak) => {
        const given = answer(isAtPeak ? atPeak(problem) : problem);
        if (given === 'a number') return;
        expect(given).toMatch(
          /^The theory('s numbers leave|.*nearly singular\. It has one at ridge [\d.e+-]+\.$)/,
        );
        refused++;
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeLessThan(8);
  });
});

describe('problems without an answer', () => {
  it('refuses a generator fitted on training rows', () => {
    const fit = { ...ordinary.fit!, source: 'training' as const };
    for (const loss of losses) {
      expect(() => solveMarginLoss({ ...ordinary, fit }, loss)).toThrow(TheoryError);
      expect(() => solveMarginLoss({ ...ordinary, fit }, loss)).toThrow(/exact for the square loss only/);
    }
  });

  it('refuses ridge 0 but for the square loss', () => {
    for (const loss of others) {
      expect(() => solveMarginLoss({ ...ordinary, ridge: 0 }, loss)).toThrow(/loss needs a ridge above 0/);
    }
  });

  it('refuses what the square loss refuses', () => {
    for (const loss of losses) {
      expect(() => solveMarginLoss({ ...ordinary, labelNoise: 2 }, loss)).toThrow(/label noise/);
      expect(() => solveMarginLoss({ ...ordinary, realSamples: 0, syntheticSamples: 0 }, loss)).toThrow(
        /nothing to learn from/,
      );
    }
  });
});
