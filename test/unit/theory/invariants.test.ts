import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/numerics/normal';
import { solveClasses } from '../../../src/theory/classes';
import { solveExact, type Performance } from '../../../src/theory/exact';
import { solveInputDependent } from '../../../src/theory/inputDependent';
import { criticalLabelNoise } from '../../../src/theory/limits';
import { solveMarginLoss } from '../../../src/theory/marginLoss';
import type { ExactProblem, GeneratorFit } from '../../../src/theory/problem';
import { solvePublished } from '../../../src/theory/published';
import { twoClassAtoms } from './classPopulations';
import { isotropicAtoms } from './populations';
import { hasSamples, logUniform, ordinary, problems, proportion, relative } from './problems';

/** A solver of the theory, as a function of the problem that all of them share. */
interface Solver {
  readonly name: string;
  readonly solve: (problem: ExactProblem) => Performance;
  /** Generators it covers beside the one that was not fitted. */
  readonly fits: readonly GeneratorFit[];
  /** Labels and verifier are independent of the rows, as ε, φ and ρ say; else these mean nothing to it. */
  readonly independent: boolean;
  /** It covers weights other than 1. */
  readonly weighted: boolean;
}

const fit: GeneratorFit = { samples: 400, meanError: true, source: 'independent', generations: 1 };
const trueMean = { ...fit, meanError: false };
const generations = { ...fit, generations: 4 };
const training = { ...fit, source: 'training' as const };

const plain = { fits: [fit, trueMean], independent: true, weighted: true };
const solvers: readonly Solver[] = [
  { ...plain, name: 'the square loss', solve: solveExact, fits: [fit, trueMean, generations, training] },
  ...(['square', 'logistic', 'squaredHinge'] as const).map((loss) => ({
    ...plain,
    name: `the equations of any loss, ${loss}`,
    solve: (problem: ExactProblem) => solveMarginLoss(problem, loss),
    fits: [fit, trueMean, generations],
  })),
  {
    ...plain,
    name: 'several classes, two of them',
    solve: (problem) => solveClasses({ ...problem, classes: 2, atoms: twoClassAtoms(problem.atoms) }),
    fits: [fit, trueMean, training],
  },
  {
    ...plain,
    name: 'labels and a verifier that do not look',
    solve: ({ labelNoise, keepCorrect, keepIncorrect, ...problem }) =>
      solveInputDependent({
        ...problem,
        labels: { kind: 'uniform', rate: labelNoise },
        verifier: { kind: 'random', keepCorrect, keepIncorrect },
      }),
  },
  ...([0.4, -0.7] as const).map((alignment) => ({
    ...plain,
    name: `labels and a verifier that look, aligned by ${alignment}`,
    solve: (problem: ExactProblem) =>
      solveInputDependent({
        ...problem,
        labels: { kind: 'linear', alignment: 0.5 },
        verifier: { kind: 'linear', alignment, correlation: 0.5 * alignment },
      }),
    independent: false,
  })),
  { ...plain, name: 'the published formulas', solve: solvePublished, fits: [trueMean], weighted: false },
];

/** Random isotropic problems of every generator that a solver covers. */
function problemsOf({ fits, weighted }: Solver): fc.Arbitrary<ExactProblem> {
  const weight = weighted ? logUniform(-1, 1) : fc.constant(1);
  return fc
    .record({
      meanNorm: logUniform(-1, 0.7),
      realSamples: fc.oneof(fc.constant(450), logUniform(2.7, 5)),
      syntheticSamples: logUniform(0, 5),
      fit: fc.constantFrom(null, ...fits),
      labelNoise: proportion,
      keepCorrect: proportion,
      keepIncorrect: proportion,
      ridge: logUniform(-3, 2),
      realWeight: weight,
      syntheticWeight: weight,
    })
    .map(({ meanNorm, ...rest }) => ({
      ...rest,
      atoms: isotropicAtoms({ dimension: 200, meanNorm }),
      normalise: 'all' as const,
    }))
    .filter(hasSamples);
}

/** Expects the same law of the margins, to about this share of their spread. */
function expectSame(solution: Performance, expected: Performance, tolerance = 1e-7): void {
  const spread = Math.sqrt(expected.marginVariance);
  expect(Math.abs(solution.meanMargin - expected.meanMargin) / spread).toBeLessThan(tolerance);
  expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(tolerance);
  expect(Math.abs(solution.accuracy - expected.accuracy)).toBeLessThan(tolerance);
}

/** The answer, or null where the published formulas have none. */
function answer(solve: Solver['solve'], problem: ExactProblem): Performance | null {
  try {
    return solve(problem);
  } catch (error) {
    if (solve === solvePublished && /^No value: /.test((error as Error).message)) return null;
    throw error;
  }
}

/** A test of what only some solvers cover. */
function itIf(covered: boolean, name: string, test: () => void): void {
  if (covered) it(name, test);
}

describe.each(solvers)('$name', (solver) => {
  const { solve, fits, independent, weighted } = solver;
  const base: ExactProblem = { ...ordinary, fit: fits[0]! };
  const options = { numRuns: 60 };

  itIf(independent, 'turns the synthetic signal round when ε → 1 − ε and φ, ρ change places', () => {
    const alone = problemsOf(solver)
      .map((problem) => ({ ...problem, realSamples: 0 }))
      .filter((problem) => problem.fit?.source !== 'training' && hasSamples(problem));
    fc.assert(
      fc.property(alone, (problem) => {
        const solution = answer(solve, problem);
        const mirrored = answer(solve, {
          ...problem,
          labelNoise: 1 - problem.labelNoise,
          keepCorrect: problem.keepIncorrect,
          keepIncorrect: problem.keepCorrect,
        });
        expect(mirrored === null).toBe(solution === null);
        if (solution === null || mirrored === null) return;
        // The published accuracy is folded: it does not show the sign.
        const { accuracy } = solution;
        expectSame(mirrored, {
          ...solution,
          meanMargin: -solution.meanMargin,
          accuracy: solve === solvePublished ? accuracy : 1 - accuracy,
        });
      }),
      options,
    );
  });

  itIf(weighted, 'depends on the weights and the ridge only up to a common factor', () => {
    fc.assert(
      fc.property(problemsOf(solver), logUniform(-4, 4), (problem, factor) => {
        const scaled = {
          ...problem,
          ridge: problem.ridge * factor,
          realWeight: problem.realWeight * factor,
          syntheticWeight: problem.syntheticWeight * factor,
        };
        expectSame(solve(scaled), solve(problem));
      }),
      options,
    );
  });

  it('comes to real data only as m → 0, and where the verifier keeps nothing', () => {
    for (const used of [null, ...fits]) {
      const problem = { ...base, fit: used, normalise: 'all' as const };
      const realOnly = solve({ ...problem, syntheticSamples: 0 });
      const onTraining = used?.source === 'training';
      if (!onTraining) expectSame(realOnly, solve({ ...problem, syntheticSamples: 0, fit: null }), 1e-12);
      expectSame(solve({ ...problem, syntheticSamples: 1e-9 }), realOnly);
      if (onTraining || !independent) continue;
      // Next to the interpolation peak too.
      const peak = { ...problem, realSamples: 200, keepCorrect: 1, keepIncorrect: 1, ridge: 7e-9 };
      expectSame(solve({ ...peak, syntheticSamples: 1e-30 }), solve({ ...peak, syntheticSamples: 0 }));
      const rows = problem.realSamples + problem.syntheticSamples;
      expectSame(
        // The ridge counts all rows, those that are not kept too.
        solve({ ...problem, keepCorrect: 0, keepIncorrect: 0 }),
        solve({ ...problem, syntheticSamples: 0, ridge: (problem.ridge * rows) / problem.realSamples }),
        1e-9,
      );
    }
  });

  it('comes to the exact generator as n̂ → ∞', () => {
    const independentFits = fits.filter(({ source }) => source === 'independent');
    fc.assert(
      fc.property(problemsOf(solver), fc.constantFrom(...independentFits), (problem, used) => {
        const exact = answer(solve, { ...problem, fit: null });
        const many = answer(solve, { ...problem, fit: { ...used, samples: 1e13 } });
        if (exact !== null && many !== null) expectSame(many, exact, 1e-6);
        expect(answer(solve, { ...problem, fit: { ...used, samples: Infinity } })).toEqual(exact);
      }),
      { numRuns: 30 },
    );
  });

  itIf(independent, 'jumps from Φ(‖μ‖) to Φ(−‖μ‖) at ε* as p/m → 0', () => {
    for (const [keepCorrect, keepIncorrect, meanNorm] of [
      [1, 1, 1.2],
      [0.9, 0.3, 0.5],
      [0.2, 0.7, 2],
    ] as const) {
      const critical = criticalLabelNoise(keepCorrect, keepIncorrect)!;
      const problem: ExactProblem = {
        ...base,
        fit: null,
        atoms: isotropicAtoms({ dimension: 200, meanNorm }),
        realSamples: 0,
        syntheticSamples: 2e14,
        keepCorrect,
        keepIncorrect,
        ridge: 0.1,
      };
      for (const side of [-1, 1]) {
        for (const distance of [1e-3, 0.05]) {
          const { meanMargin, marginVariance, accuracy } = solve({
            ...problem,
            labelNoise: critical + side * distance,
          });
          expect(meanMargin / Math.sqrt(marginVariance)).toBeCloseTo(-side * meanNorm, 4);
          expect(accuracy).toBeCloseTo(normalCdf(solve === solvePublished ? meanNorm : -side * meanNorm), 5);
        }
      }
      const undecided = solve({ ...problem, labelNoise: critical });
      expect(undecided.accuracy).toBeCloseTo(0.5, 6);
    }
  });
});

it('covers populations of any shape: real data only, whatever the generator would be', () => {
  fc.assert(
    fc.property(problems({ eigenvalues: 1, sizes: 1, ridge: [-3, 1], weights: 1 }), (problem) => {
      if (problem.realSamples === 0) return;
      const realOnly = { ...problem, syntheticSamples: 0 };
      const atoms = twoClassAtoms(problem.atoms);
      expectSame(solveClasses({ ...realOnly, classes: 2, atoms }), solveExact(realOnly), 1e-8);
    }),
    { numRuns: 100 },
  );
});
