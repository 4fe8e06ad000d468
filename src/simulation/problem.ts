/** What of a problem decides its memory and its work: everything but values of vectors and penalties. */
export interface ProblemSizes {
  /** p ≥ 1 */
  readonly dimension: number;
  /** n ≥ 0 */
  readonly realSamples: number;
  /** m ≥ 0, before pruning */
  readonly syntheticSamples: number;
  readonly generator: FittedGenerator | Pick<FixedGenerator, 'kind'>;
  /** ε: a synthetic label is wrong with this probability */
  readonly labelNoise: number;
  /** φ: a synthetic sample whose label is right is kept with this probability */
  readonly keepCorrect: number;
  /** ρ: a synthetic sample whose label is wrong is kept with this probability */
  readonly keepIncorrect: number;
}

/** One Monte Carlo problem (theory.md §1), in the eigenbasis of C: vectors have length p = dimension. */
export interface SimulationProblem extends ProblemSizes {
  /** of C, each ≥ 0 */
  readonly eigenvalues: Float64Array;
  /** μ */
  readonly mean: Float64Array;
  readonly generator: FittedGenerator | FixedGenerator;
  /** γ ≥ 0 */
  readonly ridge: number;
  /** κ_r ≥ 0 */
  readonly realWeight: number;
  /** κ_s ≥ 0 */
  readonly syntheticWeight: number;
  /** What the loss is divided by: N = n + m, or n + the kept synthetic rows. */
  readonly normalise: 'all' | 'kept';
}

/** A Gaussian fitted on n̂ real rows: C_s is their covariance Ĉ. */
export interface FittedGenerator {
  readonly kind: 'fitted';
  /** n̂ ≥ 1 */
  readonly samples: number;
  /** Whether μ_s is the estimate μ̂ (and Ĉ is taken around it) or the true μ. */
  readonly meanError: boolean;
  /** Rows of its own, or the first n̂ ≤ n training rows; the latter always with mean error. */
  readonly source: 'independent' | 'training';
}

/** A Gaussian that is given, with C_s diagonal in C's eigenbasis ("exact" and "shifted"). */
export interface FixedGenerator {
  readonly kind: 'fixed';
  /** μ_s */
  readonly mean: Float64Array;
  /** of C_s, each ≥ 0, in the same order as C's */
  readonly eigenvalues: Float64Array;
}

/** What one repetition measures of the trained w, on fresh real data (theory.md §1). */
export interface Repetition {
  /** Φ(M/√Q), in [0, 1]; ½ for w = 0 */
  readonly accuracy: number;
  /** (1 − M)² + Q */
  readonly risk: number;
  /** M = w·μ */
  readonly meanMargin: number;
  /** Q = wᵀCw */
  readonly marginVariance: number;
}

/** Where a repetition's random numbers come from. */
export interface StreamAddress {
  /** 0 … 2^53 − 1 */
  readonly seed: number;
  /** 0 … 2^64 − 1 */
  readonly stream: bigint;
}

/** Draw the sufficient statistics of the data, or its rows: the same law (theory.md §7). */
export type Sampler = 'sufficient' | 'explicit';
