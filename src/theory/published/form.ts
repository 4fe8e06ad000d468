import { TheoryError } from '../error';
import { sameLaw, type ExactProblem } from '../problem';
import { close } from '../rounding';

/**
 * The paper's variants (theory.md §3): `toy` is its fitted generator with the true mean, `syntheticOnly` the exact
 * generator without real samples, `general` any mean and covariance of the generator (Theorem 4.2).
 */
export type PublishedForm = 'toy' | 'syntheticOnly' | 'general';

/**
 * The form that covers the problem.
 * @throws TheoryError that names everything about the problem that no form covers
 */
export function chooseForm(problem: ExactProblem): PublishedForm {
  const obstacles = obstaclesOf(problem);
  if (obstacles.length > 0) {
    throw new TheoryError(`Not covered by the published formulas: ${obstacles.join('; ')}.`);
  }
  if (isFitted(problem)) return 'toy';
  return problem.realSamples === 0 && problem.atoms.every(sameLaw) ? 'syntheticOnly' : 'general';
}

/** A generator fitted on infinitely many rows is one that was not fitted (theory.md §2). */
function isFitted({ fit }: ExactProblem): boolean {
  return fit !== null && fit.samples < Infinity;
}

function obstaclesOf(problem: ExactProblem): string[] {
  const { atoms, fit, realWeight, syntheticWeight } = problem;
  const obstacles: string[] = [];
  if (!atoms.every(({ eigenvalue }) => close(eigenvalue, 1))) {
    obstacles.push('a covariance of the real data other than the identity');
  }
  if (realWeight !== 1 || syntheticWeight !== 1) {
    obstacles.push(`sample weights ${realWeight} and ${syntheticWeight} (both must be 1)`);
  }
  if (problem.normalise !== 'all') {
    obstacles.push('normalisation by the kept samples (they need normalisation by all)');
  }
  if (fit === null || !isFitted(problem)) return obstacles;
  if (fit.source === 'training') {
    obstacles.push('a generator fitted on the training rows (they need rows of its own)');
  }
  if (fit.meanError || fit.source === 'training') {
    obstacles.push("the error of a fitted generator's mean (they need the true mean)");
  }
  if (fit.generations > 1) {
    obstacles.push(`a generator of generation ${fit.generations} (they need 1)`);
  }
  if (!atoms.every(sameLaw)) {
    obstacles.push('a fitted generator whose mean or covariance is not that of the real data');
  }
  return obstacles;
}
