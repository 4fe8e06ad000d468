import { MOST_CLASSES } from '../../numerics/argmaxProbability';
import { TheoryError } from '../error';
import { validateProblem, type ExactProblem } from '../problem';
import { ROUNDING } from '../rounding';

/** One group of directions of C's eigenbasis that share both eigenvalues, for K classes (theory.md §10). */
export interface ClassAtom {
  /** λ_i ≥ 0, eigenvalue of the population covariance C. */
  readonly eigenvalue: number;
  /** k_i > 0, number of directions. */
  readonly multiplicity: number;
  /** l_i ≥ 0, eigenvalue of the generator's covariance C_s before fit noise. */
  readonly syntheticEigenvalue: number;
  /**
   * Gram matrix of V = (m_1 … m_K, s_1 … s_K), real class means and the generator's before fit noise, restricted to
   * the group's directions; 2K×2K, row by row.
   */
  readonly means: Float64Array;
}

/** Everything the theory of K balanced classes depends on (theory.md §10). Sizes are totals over the classes. */
export interface ClassesProblem extends Omit<ExactProblem, 'atoms'> {
  /** K in 2 … 50. */
  readonly classes: number;
  /** The population; the multiplicities sum to the dimension p. */
  readonly atoms: readonly ClassAtom[];
}

/** What the problem is to the parts of theory.md §2 that do not see labels: its atoms without their means. */
export function withoutMeans(problem: ClassesProblem): ExactProblem {
  return {
    ...problem,
    atoms: problem.atoms.map(({ eigenvalue, multiplicity, syntheticEigenvalue }) => ({
      eigenvalue,
      multiplicity,
      syntheticEigenvalue,
      meanSquared: 0,
      crossMean: 0,
      syntheticMeanSquared: 0,
    })),
  };
}

/** Throws a TheoryError that names the first value outside its range, or what this theory does not cover. */
export function validateClasses(problem: ClassesProblem): void {
  const { classes, atoms, fit } = problem;
  if (!(Number.isInteger(classes) && classes >= 2 && classes <= MOST_CLASSES)) {
    throw new TheoryError(
      `The number of classes must be a whole number from 2 to ${MOST_CLASSES}, not ${classes}.`,
    );
  }
  validateProblem(withoutMeans(problem));
  if (fit !== null && fit.generations > 1) {
    throw new TheoryError(
      `The theory covers several generations of the generator for two classes only; here it is refitted over ${fit.generations} generations with ${classes} classes: use 1 generation.`,
    );
  }
  for (const { means } of atoms) validateGram(means, classes, fit?.source === 'training');
}

function validateGram(gram: Float64Array, classes: number, sameMeans: boolean): void {
  const size = 2 * classes;
  if (gram.length !== size * size) {
    throw new TheoryError(
      `The Gram matrix of ${classes} real and ${classes} synthetic means must have ${size}×${size} entries, not ${gram.length}.`,
    );
  }
  const norms = Float64Array.from({ length: size }, (_, i) => Math.sqrt(gram[i * size + i]!));
  for (let i = 0; i < size; i++) {
    if (!(norms[i]! < Infinity)) {
      throw new TheoryError(
        `The squared norm of a class mean must be a number of at least 0, not ${gram[i * size + i]!}.`,
      );
    }
    for (let j = 0; j < i; j++) {
      const product = gram[i * size + j]!;
      const bound = norms[i]! * norms[j]!;
      if (!(Math.abs(product) <= bound * (1 + ROUNDING))) {
        throw new TheoryError(
          `The product of two class means, ${product}, exceeds that of their norms, ${bound}.`,
        );
      }
      if (!(Math.abs(product - gram[j * size + i]!) <= ROUNDING * bound)) {
        throw new TheoryError('The Gram matrix of the class means must be symmetric.');
      }
      const twin = gram[(i % classes) * size + (j % classes)]!;
      if (sameMeans && !(Math.abs(product - twin) <= ROUNDING * bound)) refuseShift();
    }
    const own = gram[i * size + i]!;
    const twin = gram[(i % classes) * (size + 1)]!;
    if (sameMeans && !(Math.abs(own - twin) <= ROUNDING * own)) refuseShift();
  }
}

function refuseShift(): never {
  throw new TheoryError(
    'A generator fitted on the training rows must have the means and the covariance of the real data.',
  );
}
