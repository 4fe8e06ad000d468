import type { FittedGenerator, Repetition } from '../problem';

/** What of a problem with several classes decides its memory and its work. */
export interface ClassProblemSizes {
  /** p ≥ 1 */
  readonly dimension: number;
  /** K, 2 … 50 */
  readonly classes: number;
  /** n ≥ 0 */
  readonly realSamples: number;
  /** m ≥ 0, before pruning */
  readonly syntheticSamples: number;
  readonly generator: FittedClassGenerator | Pick<FixedClassGenerator, 'kind'>;
  /** ε: a synthetic label is wrong with this probability, and then any of the K − 1 others alike */
  readonly labelNoise: number;
  /** φ: a synthetic sample whose label is right is kept with this probability */
  readonly keepCorrect: number;
  /** ρ: a synthetic sample whose label is wrong is kept with this probability */
  readonly keepIncorrect: number;
}

/**
 * One Monte Carlo problem with K balanced classes N(m_c, C) and ridge on one-hot targets (theory.md §10), in the
 * eigenbasis of C: vectors have length p = dimension. Balanced means that row r of the real rows, of the rows that
 * the generator is fitted on and of the synthetic rows is of class r mod K: numbers that K does not divide leave one
 * row more to each of the first classes. For K = 2 and means ±μ, w_1 − w_2 is the two-class classifier.
 */
export interface ClassSimulationProblem extends ClassProblemSizes {
  /** of C, each ≥ 0 */
  readonly eigenvalues: Float64Array;
  /** m_1 … m_K */
  readonly classMeans: readonly Float64Array[];
  readonly generator: FittedClassGenerator | FixedClassGenerator;
  /** γ ≥ 0 */
  readonly ridge: number;
  /** κ_r ≥ 0 */
  readonly realWeight: number;
  /** κ_s ≥ 0 */
  readonly syntheticWeight: number;
  /** What the loss is divided by: N = n + m, or n + the kept synthetic rows. */
  readonly normalise: 'all' | 'kept';
}

/**
 * One Gaussian per class, fitted on n̂ real rows: a mean for each class (the estimate, which takes a row of every
 * class, or with `meanError` false the true one) and one pooled covariance around these.
 */
export type FittedClassGenerator = Omit<FittedGenerator, 'generations'>;

/** Gaussians that are given, with one covariance, diagonal in C's eigenbasis. */
export interface FixedClassGenerator {
  readonly kind: 'fixed';
  /** s_1 … s_K */
  readonly means: readonly Float64Array[];
  /** of C_s, each ≥ 0, in the same order as C's */
  readonly eigenvalues: Float64Array;
}

/**
 * What one repetition measures of the trained W = (w_1 … w_K) on fresh balanced real data. The scores Wᵀx of class c
 * are N(A_c, Q) with A_ck = w_k·m_c and Q = WᵀCW (theory.md §10).
 * - `accuracy`: mean over c of P(argmax = c), in [0, 1]; 1/K for W = 0
 * - `risk`: E‖e_class − Wᵀx‖²
 * - `meanMargin`: ownScore − otherScore
 * - `marginVariance`: 2 (scoreVariance − scoreCovariance), which for K = 2 is the variance of the margin
 */
export interface ClassRepetition extends Repetition {
  /** Mean of A_cc */
  readonly ownScore: number;
  /** Mean of A_ck, k ≠ c */
  readonly otherScore: number;
  /** Mean of Q_kk */
  readonly scoreVariance: number;
  /** Mean of Q_kl, k ≠ l */
  readonly scoreCovariance: number;
}
