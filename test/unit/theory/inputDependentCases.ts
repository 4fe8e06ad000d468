import fc from 'fast-check';
import type { InputDependentProblem, Labels, Verifier } from '../../../src/theory/inputDependent';
import { isotropicAtoms } from './populations';
import { logUniform } from './problems';

/** The case quoted in theory.md §6. */
export const quoted: InputDependentProblem = {
  atoms: isotropicAtoms({ dimension: 300, meanNorm: 1 }),
  realSamples: 500,
  syntheticSamples: 2000,
  fit: { samples: 500, meanError: false, source: 'independent', generations: 1 },
  labels: { kind: 'linear', alignment: 0.5 },
  verifier: { kind: 'linear', alignment: 0.6, correlation: 0.3 },
  ridge: 0.05,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};

const cosine = fc.double({ min: -0.95, max: 0.95, noNaN: true });
const share = fc.double({ min: 0.02, max: 1, noNaN: true });

const uniform: fc.Arbitrary<Labels> = fc.record({ kind: fc.constant('uniform' as const), rate: share });
const random: fc.Arbitrary<Verifier> = fc.record({
  kind: fc.constant('random' as const),
  keepCorrect: share,
  keepIncorrect: share,
});

/** The four pairs of labels and verifier, with cosines that u, v and μ can have. */
export function judges(cosines: fc.Arbitrary<number> = cosine): fc.Arbitrary<[Labels, Verifier]> {
  const linear = cosines.map((alignment): Labels => ({ kind: 'linear', alignment }));
  const verifier = cosines.map((alignment): Verifier => ({ kind: 'linear', alignment, correlation: 0 }));
  const both = fc.tuple(cosines, cosines, cosines).map(([u, v, between]): [Labels, Verifier] => {
    const correlation = u * v + between * Math.sqrt((1 - u * u) * (1 - v * v));
    return [
      { kind: 'linear', alignment: u },
      { kind: 'linear', alignment: v, correlation },
    ];
  });
  return fc.oneof(
    both,
    both,
    fc.tuple(uniform, random),
    fc.tuple(linear, random),
    fc.tuple(uniform, verifier),
  );
}

/** How wide the random problems are spread: decades of variances and weights, of sizes per dimension, of the ridge. */
export interface Spread {
  scales: number;
  sizes: number;
  ridge: readonly [number, number];
  cosines?: fc.Arbitrary<number>;
}

/** Random valid problems of every kind. */
export function inputDependentProblems(spread: Spread): fc.Arbitrary<InputDependentProblem> {
  return fc
    .record({
      dimension: fc.constantFrom(20, 300, 2000),
      meanNorm: logUniform(-1, 0.6),
      variance: logUniform(-spread.scales, spread.scales),
      alignment: fc.oneof(fc.constantFrom(1, 0, -0.7), fc.double({ min: 0.1, max: 2, noNaN: true })),
      orthogonalShift: fc.constantFrom(0, 0.7),
      fitted: fc.oneof(fc.constant(null), logUniform(-spread.sizes / 2, spread.sizes / 2)),
      meanError: fc.boolean(),
      real: fc.oneof(fc.constant(0), logUniform(-spread.sizes, spread.sizes)),
      synthetic: logUniform(-spread.sizes, spread.sizes),
      judges: judges(spread.cosines),
      ridge: logUniform(...spread.ridge),
      realWeight: logUniform(-spread.scales, spread.scales),
      syntheticWeight: logUniform(-spread.scales, spread.scales),
    })
    .map(({ dimension: p, fitted, meanError, real, synthetic, judges: [labels, verifier], ...rest }) => ({
      atoms: isotropicAtoms({
        dimension: p,
        meanNorm: rest.meanNorm,
        ...(fitted === null && {
          alignment: rest.alignment,
          orthogonalShift: rest.orthogonalShift,
          syntheticVariance: rest.variance,
        }),
      }),
      fit:
        fitted === null
          ? null
          : { samples: p * fitted, meanError, source: 'independent' as const, generations: 1 },
      realSamples: p * real,
      syntheticSamples: p * synthetic,
      labels,
      verifier,
      ridge: rest.ridge,
      realWeight: rest.realWeight,
      syntheticWeight: rest.syntheticWeight,
      normalise: 'all' as const,
    }));
}
