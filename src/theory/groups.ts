import { TheoryError } from './error';
import type { ExactProblem } from './problem';

/**
 * The groups of oriented training samples of theory.md §2, as counts (the text's c_r, n_f, c_c, c_f times N) and
 * as the largest weight each can have in H, which it has when the fixed point's τ are 0.
 */
export interface Groups {
  /** N = n + m. */
  readonly total: number;
  /** The ridge that goes with normalisation by N. */
  readonly ridge: number;
  /** N c_r: real rows that the generator has not seen; 0 if real rows have no weight. */
  readonly fresh: number;
  /** N n_f: real rows that the generator was fitted on; 0 if real rows have no weight. */
  readonly training: number;
  /** N (c_c + c_f): expected number of kept synthetic rows; 0 if they have no weight. */
  readonly synthetic: number;
  /** Share of the kept synthetic rows whose label is right, and wrong. */
  readonly rightShare: number;
  readonly wrongShare: number;
  /** n̂, or Infinity for a generator that was not fitted. */
  readonly fit: number;
  /** T; 1 for a generator that was not fitted. */
  readonly generations: number;
  /** Whether μ_s = μ̂. */
  readonly meanError: boolean;
  /** κ_r c_r, κ_r n_f and κ_s (c_c + c_f). */
  readonly freshWeight: number;
  readonly trainingWeight: number;
  readonly syntheticWeight: number;
}

/** The groups of a valid problem; a TheoryError when no sample is left to learn from. */
export function sampleGroups(problem: ExactProblem): Groups {
  const { realSamples, syntheticSamples, labelNoise, realWeight, syntheticWeight } = problem;
  const total = realSamples + syntheticSamples;
  const right = syntheticSamples * problem.keepCorrect * (1 - labelNoise);
  const wrong = syntheticSamples * problem.keepIncorrect * labelNoise;
  const kept = right + wrong;
  const fit = problem.fit?.samples ?? Infinity;
  const onTraining = problem.fit?.source === 'training';
  const seen = onTraining ? Math.min(realSamples, fit) : 0;
  if (realSamples + kept === 0) {
    throw new TheoryError(
      `There is nothing to learn from: ${realSamples} real samples, and the verifier keeps none of ${syntheticSamples} synthetic ones.`,
    );
  }
  const fresh = realWeight > 0 ? realSamples - seen : 0;
  const training = realWeight > 0 ? seen : 0;
  const synthetic = syntheticWeight > 0 ? kept : 0;
  if (fresh + training + synthetic === 0) {
    throw new TheoryError('There is nothing to learn from: no kept sample has a weight above 0.');
  }
  return {
    total,
    ridge: problem.normalise === 'kept' ? problem.ridge * ((realSamples + kept) / total) : problem.ridge,
    fresh,
    training,
    synthetic,
    rightShare: kept > 0 ? right / kept : 1,
    wrongShare: kept > 0 ? wrong / kept : 0,
    fit,
    generations: problem.fit?.generations ?? 1,
    meanError: fit < Infinity && (onTraining || problem.fit?.meanError === true),
    freshWeight: (realWeight * fresh) / total,
    trainingWeight: (realWeight * training) / total,
    syntheticWeight: (syntheticWeight * synthetic) / total,
  };
}
