import { TheoryError } from './error';
import { close, ROUNDING } from './rounding';

/**
 * One group of directions of C's eigenbasis that share an eigenvalue of C and one of C_s (theory.md §2).
 * The three sums run over the group's directions; isotropic data are a single atom.
 */
export interface Atom {
  /** λ_i ≥ 0, eigenvalue of the population covariance C. */
  readonly eigenvalue: number;
  /** k_i > 0, number of directions. */
  readonly multiplicity: number;
  /** A_i = Σ μ², squared components of the real mean. */
  readonly meanSquared: number;
  /** X_i = Σ μ·μ_s. */
  readonly crossMean: number;
  /** S_i = Σ μ_s², squared components of the generator's mean, before fit noise. */
  readonly syntheticMeanSquared: number;
  /** l_i ≥ 0, eigenvalue of the generator's covariance C_s before fit noise. */
  readonly syntheticEigenvalue: number;
}

/** How the generator was fitted. */
export interface GeneratorFit {
  /** n̂ > 0, rows the generator was fitted on; Infinity is the same as a generator that was not fitted. */
  readonly samples: number;
  /** Whether the generator's mean is the estimate μ̂ (what happens in practice) or the true mean. */
  readonly meanError: boolean;
  /** Fitted on rows of its own, or on the first n̂ training rows (then n̂ ≤ n, and the mean error is always on). */
  readonly source: 'independent' | 'training';
  /**
   * T ≥ 1, an integer. Above 1 the generator was refitted on its own output: generation 1 on n̂ real rows, each
   * later one on n̂ rows of the one before, with clean labels (theory.md §11). Needs an independent source.
   */
  readonly generations: number;
}

/** Everything the exact theory depends on, whatever the loss (theory.md §1, §2, §5, §11). Sizes need not be integers. */
export interface ExactProblem {
  /** The population; the multiplicities sum to the dimension p. */
  readonly atoms: readonly Atom[];
  /** n ≥ 0. */
  readonly realSamples: number;
  /** m ≥ 0, before pruning. */
  readonly syntheticSamples: number;
  /** null: the generator's mean and covariance are those of the atoms, without fit noise. */
  readonly fit: GeneratorFit | null;
  /** ε in [0, 1]. */
  readonly labelNoise: number;
  /** φ in [0, 1]. */
  readonly keepCorrect: number;
  /** ρ in [0, 1]. */
  readonly keepIncorrect: number;
  /** γ ≥ 0; 0 only where the kept samples outnumber p. */
  readonly ridge: number;
  /** κ_r ≥ 0. */
  readonly realWeight: number;
  /** κ_s ≥ 0. */
  readonly syntheticWeight: number;
  /** Whether the mean loss that the ridge is added to runs over all n + m rows or over the kept ones. */
  readonly normalise: 'all' | 'kept';
}

/** Throws a TheoryError that names the first value outside its range. */
export function validateProblem(problem: ExactProblem): void {
  nonNegative('number of real samples', problem.realSamples);
  nonNegative('number of synthetic samples', problem.syntheticSamples);
  proportion('label noise', problem.labelNoise);
  proportion('probability of keeping a correct label', problem.keepCorrect);
  proportion('probability of keeping an incorrect label', problem.keepIncorrect);
  nonNegative('ridge', problem.ridge);
  nonNegative('weight of real samples', problem.realWeight);
  nonNegative('weight of synthetic samples', problem.syntheticWeight);
  if (problem.fit !== null) validateFit(problem.fit, problem.realSamples);
  validateAtoms(problem.atoms, problem.fit?.source === 'training');
}

function validateFit(fit: GeneratorFit, realSamples: number): void {
  if (!(fit.samples > 0)) {
    throw new TheoryError(`The generator must be fitted on more than 0 samples, not ${fit.samples}.`);
  }
  if (!(Number.isInteger(fit.generations) && fit.generations >= 1)) {
    throw new TheoryError(
      `The number of generations must be a whole number of at least 1, not ${fit.generations}.`,
    );
  }
  if (fit.source === 'training' && fit.generations > 1) {
    throw new TheoryError(
      `A generator refitted over ${fit.generations} generations must be fitted on rows of its own: the theory has no answer for training rows.`,
    );
  }
  if (fit.source === 'training' && fit.samples > realSamples * (1 + ROUNDING)) {
    throw new TheoryError(
      `The generator cannot be fitted on ${fit.samples} training rows: there are ${realSamples} real samples.`,
    );
  }
}

function validateAtoms(atoms: readonly Atom[], fittedOnTraining: boolean): void {
  let spread = 0;
  for (const atom of atoms) {
    nonNegative('eigenvalue', atom.eigenvalue);
    nonNegative('eigenvalue of the generator', atom.syntheticEigenvalue);
    nonNegative('squared mean', atom.meanSquared);
    nonNegative('squared mean of the generator', atom.syntheticMeanSquared);
    if (!(atom.multiplicity > 0 && atom.multiplicity < Infinity)) {
      throw new TheoryError(`The multiplicity of an eigenvalue must be above 0, not ${atom.multiplicity}.`);
    }
    const bound = Math.sqrt(atom.meanSquared) * Math.sqrt(atom.syntheticMeanSquared);
    if (!(Math.abs(atom.crossMean) <= bound * (1 + ROUNDING))) {
      throw new TheoryError(
        `The product of the real and the generator's mean, ${atom.crossMean}, exceeds that of their norms, ${bound}.`,
      );
    }
    if (fittedOnTraining && !sameLaw(atom)) {
      throw new TheoryError(
        'A generator fitted on the training rows must have the mean and the covariance of the real data.',
      );
    }
    spread += atom.eigenvalue * atom.multiplicity;
  }
  if (!(spread > 0 && spread < Infinity)) {
    throw new TheoryError(`The trace of the covariance must be a number above 0, not ${spread}.`);
  }
}

/** Whether the generator's mean and covariance, before fit noise, are those of the real data in these directions. */
export function sameLaw(atom: Atom): boolean {
  return (
    close(atom.eigenvalue, atom.syntheticEigenvalue) &&
    close(atom.meanSquared, atom.crossMean) &&
    close(atom.meanSquared, atom.syntheticMeanSquared)
  );
}

function nonNegative(what: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new TheoryError(`The ${what} must be a number of at least 0, not ${value}.`);
  }
}

function proportion(what: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new TheoryError(`The ${what} must lie between 0 and 1, not ${value}.`);
}
