import { argmaxProbability } from '../../numerics/argmaxProbability';
import { labellerOf } from '../limits';
import { solveClasses, type ClassAtom, type ClassesProblem } from '../classes';

/** The variance, as a share of the largest, that a direction without variance is taken to have. */
const SMALLEST_SHARE = 1e-15;

/**
 * The best accuracy any classifier of K balanced classes can have: that of the scores m_kᵀC⁻¹x − m_kᵀC⁻¹m_k/2
 * (theory.md §4, §10). Means that differ along a direction without variance are separated.
 * @param classes K in 2 … 50
 */
export function bayesAccuracyOfClasses(classes: number, atoms: readonly ClassAtom[]): number {
  const precision = new Float64Array(classes * classes); // m_cᵀC⁻¹m_k
  const largest = atoms.reduce((most, { eigenvalue }) => Math.max(most, eigenvalue), 0);
  for (const { eigenvalue, means } of atoms) {
    const variance = Math.max(eigenvalue, SMALLEST_SHARE * largest);
    for (let at = 0; at < precision.length; at++) {
      precision[at]! += means[Math.floor(at / classes) * 2 * classes + (at % classes)]! / variance;
    }
  }
  const scores = precision.map((value, at) => value - precision[(at % classes) * (classes + 1)]! / 2);
  return argmaxProbability(scores, precision, classes);
}

/**
 * The label noise at which the kept synthetic labels of K classes carry no signal: each wrong class is as frequent as
 * the right one, φ(1−ε) = ρε/(K−1). For K = 2 the ε* of theory.md §4.
 * @param keepCorrect φ in [0, 1]
 * @param keepIncorrect ρ in [0, 1]
 * @returns a rate in [0, 1], or null when the verifier keeps nothing (φ = ρ = 0)
 */
export function criticalLabelNoiseOfClasses(
  classes: number,
  keepCorrect: number,
  keepIncorrect: number,
): number | null {
  const right = (classes - 1) * keepCorrect;
  return right + keepIncorrect > 0 ? right / (right + keepIncorrect) : null;
}

/**
 * The label noise of a self-trained labeller (theory.md §4) of K classes: 1 − accuracy of the synthetic-only
 * classifier with right labels and a verifier that keeps them all. (K−1)/K for m = 0.
 * @throws TheoryError as solveClasses does
 */
export function selfTrainedLabelNoiseOfClasses(problem: ClassesProblem): number {
  if (problem.syntheticSamples === 0) return (problem.classes - 1) / problem.classes;
  return 1 - solveClasses(labellerOf(problem)).accuracy;
}
