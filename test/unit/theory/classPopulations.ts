import { randomNumbers } from '../numerics/randomNumbers';
import type { Atom, ExactProblem } from '../../../src/theory/problem';
import type { ClassAtom, ClassesProblem } from '../../../src/theory/classes';
import { readReference, type ReferenceCase } from './referenceCase';

/** A 2K×2K matrix from its entries. */
export function gramOf(classes: number, entry: (i: number, j: number) => number): Float64Array {
  const size = 2 * classes;
  return Float64Array.from({ length: size * size }, (_, at) => entry(Math.floor(at / size), at % size));
}

/** The Gram matrix of a centred regular simplex that the generator has too. */
export function simplexGram(classes: number, meanNorm: number): Float64Array {
  return gramOf(classes, (i, j) => meanNorm ** 2 * (i % classes === j % classes ? 1 : -1 / (classes - 1)));
}

/** The two classes N(±μ, C) and N(±μ_s, C_s). */
export function twoClassAtoms(atoms: readonly Atom[]): ClassAtom[] {
  return atoms.map(
    ({ eigenvalue, multiplicity, syntheticEigenvalue, meanSquared, crossMean, syntheticMeanSquared }) => ({
      eigenvalue,
      multiplicity,
      syntheticEigenvalue,
      means: gramOf(2, (i, j) => {
        const sign = i % 2 === j % 2 ? 1 : -1;
        if (i < 2 && j < 2) return sign * meanSquared;
        return sign * (i >= 2 && j >= 2 ? syntheticMeanSquared : crossMean);
      }),
    }),
  );
}

/**
 * K classes with random means (no simplex, not centred) in the place of a two-class problem's, and a generator whose
 * means are others where the problem's are.
 */
export function withRandomMeans(problem: ExactProblem, classes: number, seed: number): ClassesProblem {
  const { normal } = randomNumbers(seed);
  return {
    ...problem,
    classes,
    atoms: problem.atoms.map((atom) => {
      const shifted = atom.crossMean !== atom.meanSquared;
      const draw = (squared: number) => Array.from({ length: 3 }, () => Math.sqrt(squared / 3) * normal());
      const real = Array.from({ length: classes }, () => draw(atom.meanSquared));
      const synthetic = shifted ? real.map(() => draw(atom.syntheticMeanSquared)) : real;
      const vectors = [...real, ...synthetic];
      const { eigenvalue, multiplicity, syntheticEigenvalue } = atom;
      const means = gramOf(classes, (i, j) =>
        vectors[i]!.reduce((sum, value, axis) => sum + value * vectors[j]![axis]!, 0),
      );
      return { eigenvalue, multiplicity, syntheticEigenvalue, means };
    }),
  };
}

/** A case of multi-class.json. */
export interface ClassReference {
  case: Omit<ReferenceCase, 'meanNorm' | 'generator'> & {
    classes: number;
    meanNorm: number;
    generator: { kind: 'fitted'; samples: number; meanError: boolean; source: 'independent' | 'training' };
  };
  expected: {
    ownScore: number;
    otherScore: number;
    scoreVariance: number;
    scoreCovariance: number;
    accuracy: number;
  };
}

export function classProblemOf({ case: reference }: ClassReference): ClassesProblem {
  const { p, classes, meanNorm, n, m, gamma, epsilon, phi, rho, generator } = reference;
  const means = simplexGram(classes, meanNorm);
  return {
    classes,
    atoms: [{ eigenvalue: 1, syntheticEigenvalue: 1, multiplicity: p, means }],
    realSamples: n,
    syntheticSamples: m,
    fit: { ...generator, generations: 1 },
    labelNoise: epsilon,
    keepCorrect: phi,
    keepIncorrect: rho,
    ridge: gamma,
    realWeight: 1,
    syntheticWeight: 1,
    normalise: 'all',
  };
}

export const classReferences = () => readReference('multi-class.json') as ClassReference[] | null;
