import fc from 'fast-check';
import { isotropicAtoms } from './populations';
import type { Atom, ExactProblem, GeneratorFit } from '../../../src/theory/problem';

/** An ordinary experiment: real and pruned synthetic data, a generator fitted on rows of its own. */
export const ordinary: ExactProblem = {
  atoms: isotropicAtoms({ dimension: 200, meanNorm: 1.2 }),
  realSamples: 400,
  syntheticSamples: 1000,
  fit: { samples: 400, meanError: true, source: 'independent', generations: 1 },
  labelNoise: 0.2,
  keepCorrect: 0.9,
  keepIncorrect: 0.3,
  ridge: 0.05,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};

export const exactGenerator: ExactProblem = { ...ordinary, fit: null };

/** The relative difference of two numbers. */
export function relative(value: number, expected: number): number {
  return value === expected ? 0 : Math.abs(value - expected) / Math.abs(expected);
}

/** Numbers spread evenly over the decades from 10^low to 10^high. */
export function logUniform(low: number, high: number): fc.Arbitrary<number> {
  return fc.double({ min: low, max: high, noNaN: true }).map((exponent) => 10 ** exponent);
}

/** In [0, 1]: both ends, and between them. */
export const proportion = fc.oneof(
  fc.constantFrom(0, 1),
  fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
);

function atomArbitrary(decades: number, sameLaw: boolean): fc.Arbitrary<Atom> {
  return fc
    .record({
      eigenvalue: logUniform(-decades, decades),
      multiplicity: fc.constantFrom(1, 2.5, 10, 100, 1000),
      meanSquared: fc.oneof(fc.constant(0), logUniform(-decades, decades)),
      alignment: fc.double({ min: -1, max: 1, noNaN: true }),
      syntheticMeanSquared: fc.oneof(fc.constant(0), logUniform(-decades, decades)),
      syntheticEigenvalue: logUniform(-decades, decades),
    })
    .map(({ alignment, ...atom }) =>
      sameLaw
        ? {
            ...atom,
            crossMean: atom.meanSquared,
            syntheticMeanSquared: atom.meanSquared,
            syntheticEigenvalue: atom.eigenvalue,
          }
        : { ...atom, crossMean: alignment * Math.sqrt(atom.meanSquared * atom.syntheticMeanSquared) },
    );
}

/** How wide the random problems are spread: decades of eigenvalues, of sample sizes per dimension, of the ridge. */
export interface Spread {
  eigenvalues: number;
  sizes: number;
  ridge: readonly [number, number];
  weights: number;
}

/** Random valid problems of every generator kind. */
export function problems(spread: Spread): fc.Arbitrary<ExactProblem> {
  return fc.constantFrom('exact', 'shifted', 'independent', 'training').chain((kind) =>
    fc
      .record({
        atoms: fc.array(atomArbitrary(spread.eigenvalues, kind !== 'shifted'), {
          minLength: 1,
          maxLength: 4,
        }),
        real: fc.oneof(fc.constantFrom(0, 1), logUniform(-spread.sizes, spread.sizes)),
        synthetic: fc.oneof(fc.constantFrom(0, 1), logUniform(-spread.sizes, spread.sizes)),
        fitted: logUniform(-spread.sizes / 2, spread.sizes / 2),
        fittedShare: fc.oneof(fc.constant(1), fc.double({ min: 1e-3, max: 1, noNaN: true })),
        meanError: fc.boolean(),
        labelNoise: proportion,
        keepCorrect: proportion,
        keepIncorrect: proportion,
        ridge: logUniform(...spread.ridge),
        realWeight: logUniform(-spread.weights, spread.weights),
        syntheticWeight: logUniform(-spread.weights, spread.weights),
        normalise: fc.constantFrom('all' as const, 'kept' as const),
      })
      .map(({ real, synthetic, fitted, fittedShare, meanError, ...rest }): ExactProblem => {
        const dimension = rest.atoms.reduce((sum, atom) => sum + atom.multiplicity, 0);
        const realSamples = dimension * (kind === 'training' && real === 0 ? 1 : real);
        const fits: Record<string, GeneratorFit> = {
          independent: { samples: dimension * fitted, meanError, source: 'independent', generations: 1 },
          training: {
            samples: realSamples * fittedShare,
            meanError: true,
            source: 'training',
            generations: 1,
          },
        };
        return { ...rest, realSamples, syntheticSamples: dimension * synthetic, fit: fits[kind] ?? null };
      }),
  );
}

/** Whether anything is left to learn from. */
export function hasSamples(problem: ExactProblem): boolean {
  const kept = problem.keepCorrect * (1 - problem.labelNoise) + problem.keepIncorrect * problem.labelNoise;
  return problem.realSamples + problem.syntheticSamples * kept > 0;
}
