import { TheoryError } from './error';
import { solveExact, type Performance } from './exact';
import { validateProblem, type Atom, type ExactProblem } from './problem';

/** What the generator's errors cost after a number of generations, in accuracy (differences of two accuracies). */
export interface GenerationLoss {
  /** 1 … T. */
  generation: number;
  /** With the generator as it is after this generation. */
  accuracy: number;
  /** Accuracy with an exact generator (μ_s = μ, C_s = C) less this one. */
  loss: number;
  /** The loss that is left with the generator's mean exact and its covariance as fitted. */
  fromCovariance: number;
  /** The loss that is left with the generator's covariance exact and its mean as fitted. */
  fromMean: number;
  /** loss − fromCovariance − fromMean: what the two errors do only together; positive if they aggravate each other. */
  interaction: number;
}

/**
 * The accuracy after each generation 1 … T of the problem's generator (theory.md §11), and what its two errors cost,
 * each switched off in turn.
 *
 * With the covariance exact, the mean of generation T is μ plus T independent errors of law N(0, C/n̂). In the limit
 * that is a generator of covariance C_s whose mean is shifted by a vector with squared components T l/n̂ along the
 * eigenvectors and no product with μ: S_i → S_i + T k_i l_i/n̂, without fit noise.
 *
 * @param problem the generator must be fitted on rows of its own
 * @param solve the theory of the classifier's loss; square if left out
 * @throws TheoryError if the generator is not so fitted, and as `solve` does
 */
export function generationLosses(
  problem: ExactProblem,
  solve: (problem: ExactProblem) => Performance = solveExact,
): GenerationLoss[] {
  validateProblem(problem);
  const { fit, atoms } = problem;
  if (fit?.source !== 'independent') {
    throw new TheoryError(
      'What the generations cost is known only for a generator fitted on rows of its own.',
    );
  }
  const exact = solve({ ...problem, fit: null }).accuracy;
  return Array.from({ length: fit.generations }, (_, index) => {
    const generation = index + 1;
    const refit = { ...fit, generations: generation };
    const accuracy = solve({ ...problem, fit: refit }).accuracy;
    const loss = exact - accuracy;
    if (!fit.meanError) {
      return { generation, accuracy, loss, fromCovariance: loss, fromMean: 0, interaction: 0 };
    }
    const covarianceOnly = solve({ ...problem, fit: { ...refit, meanError: false } }).accuracy;
    const meanOnly = solve({
      ...problem,
      fit: null,
      atoms: withMeanError(atoms, generation / fit.samples),
    }).accuracy;
    const fromCovariance = exact - covarianceOnly;
    const fromMean = exact - meanOnly;
    return {
      generation,
      accuracy,
      loss,
      fromCovariance,
      fromMean,
      interaction: loss - fromCovariance - fromMean,
    };
  });
}

/** The atoms with S_i raised by `variance` times k_i l_i. */
function withMeanError(atoms: readonly Atom[], variance: number): Atom[] {
  return atoms.map((atom) => ({
    ...atom,
    syntheticMeanSquared: atom.syntheticMeanSquared + variance * atom.multiplicity * atom.syntheticEigenvalue,
  }));
}
