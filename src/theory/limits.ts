import { normalCdf } from '../numerics/normal';
import { solveExact } from './exact';
import type { Atom, ExactProblem } from './problem';

/**
 * The best accuracy any classifier can have, Φ(√(μᵀC⁻¹μ)) (theory.md §4). A mean along a direction without
 * variance separates the classes: 1.
 */
export function bayesAccuracy(atoms: readonly Atom[]): number {
  let separation = 0;
  for (const { meanSquared, eigenvalue } of atoms) {
    if (meanSquared > 0) separation += meanSquared / eigenvalue;
  }
  return normalCdf(Math.sqrt(separation));
}

/**
 * The label noise ε* = φ/(φ+ρ) at which the kept synthetic labels carry no signal (theory.md §4): above it
 * training on synthetic data alone inverts the classifier.
 * @param keepCorrect φ in [0, 1]
 * @param keepIncorrect ρ in [0, 1]
 * @returns ε*, or null when the verifier keeps nothing (φ = ρ = 0)
 */
export function criticalLabelNoise(keepCorrect: number, keepIncorrect: number): number | null {
  const kept = keepCorrect + keepIncorrect;
  return kept > 0 ? keepCorrect / kept : null;
}

/**
 * The label noise ε(m) of a self-trained labeller (theory.md §4): 1 − accuracy of the synthetic-only classifier
 * with right labels and no verifier's losses (ε = 0, φ = 1, ρ = 0) and the same m, p, γ and generator. ½ for m = 0,
 * the limit of a labeller that has seen nothing.
 * @throws TheoryError as solveExact does
 */
export function selfTrainedLabelNoise(problem: ExactProblem): number {
  if (problem.syntheticSamples === 0) return 0.5;
  return 1 - solveExact(labellerOf(problem)).accuracy;
}

/** The training of a self-trained labeller: synthetic rows only, with right labels that are all kept. */
export function labellerOf<P extends Omit<ExactProblem, 'atoms'>>(problem: P): P {
  return {
    ...problem,
    realSamples: 0,
    labelNoise: 0,
    keepCorrect: 1,
    keepIncorrect: 0,
    // The labeller trains on none of the real rows, so to it the generator's rows are independent ones.
    fit: problem.fit && {
      ...problem.fit,
      meanError: problem.fit.meanError || problem.fit.source === 'training',
      source: 'independent',
    },
  };
}
