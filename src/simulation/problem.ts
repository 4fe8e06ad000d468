/** What of a problem decides its memory and its work: everything but values of vectors and penalties. */
export interface ProblemSizes {
  /** p ≥ 1 */
  readonly dimension: number;
  /** n ≥ 0 */
  readonly realSamples: number;
  /** m ≥ 0, before pruning */
  readonly syntheticSamples: number;
  readonly generator: FittedGenerator | Pick<FixedGenerator, 'kind'>;
  readonly loss: Loss;
  readonly labels: Labels;
  readonly verifier: Verifier;
  /** Of real rows; left out: Gaussian. */
  readonly features?: Features;
  /** Fresh rows that accuracy is counted on where features are not Gaussian: ≥ 1 there. */
  readonly testSamples?: number;
}

/** The law of the features in C's eigenbasis, each with variance 1 before C scales it. All are symmetric. */
export type Features =
  | { readonly kind: 'gaussian' | 'rademacher' | 'laplace' }
  /** ν > 2 */
  | { readonly kind: 'studentT'; readonly degreesOfFreedom: number };

/**
 * Of the margin t = label·w·x (theory.md §5): (1 − t)²/2, log(1 + e^−t) or max(0, 1 − t)²/2, each with the penalty
 * (γ/2)‖w‖².
 */
export type Loss = 'square' | 'logistic' | 'squaredHinge';

/** Who gives the synthetic samples their labels. */
export type Labels =
  /** The truth, wrong with probability ε = rate whatever the sample. */
  | { readonly kind: 'uniform'; readonly rate: number }
  /** sign(u·x̃) with a unit vector u, μ·u = alignment·‖μ‖ (theory.md §6). */
  | { readonly kind: 'linear'; readonly alignment: number };

/** Who decides which synthetic samples are kept. */
export type Verifier =
  /** Keeps a sample with probability φ = keepCorrect if its label is right, ρ = keepIncorrect if it is wrong. */
  | { readonly kind: 'random'; readonly keepCorrect: number; readonly keepIncorrect: number }
  /**
   * Keeps the samples on whose label sign(v·x̃) agrees: v is a unit vector, μ·v = alignment·‖μ‖. `correlation` is u·v
   * for linear labels and looked at only for these.
   */
  | { readonly kind: 'linear'; readonly alignment: number; readonly correlation: number }
  /** Keeps the share `keep` of the samples that lie nearest to the real training rows, or look most like them. */
  | { readonly kind: 'mahalanobis' | 'discriminator'; readonly keep: number };

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
  /** Share of the class +1, in (0, 1); left out: ½. It matters only where a generator fits a Gaussian per class. */
  readonly positiveShare?: number;
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
  /**
   * T ≥ 1: from the second on, each generation is fitted on n̂ rows that the one before it drew (theory.md §11). More
   * than one needs rows of its own.
   */
  readonly generations: number;
  /** One covariance for both classes (left out: this), or a Gaussian for each, fitted on its own rows. */
  readonly covariance?: 'pooled' | 'perClass';
  /** Whether later generations are fitted on rows of the one before alone (left out: this), or on all so far. */
  readonly retraining?: 'replace' | 'accumulate';
  /** Labels of those rows: true ones (left out: these), or those that labels and verifier leave. */
  readonly retrainingLabels?: 'clean' | 'verified';
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

/** Draw the sufficient statistics of the data, or its rows: the same law (theory.md §7). */
export type Sampler = 'sufficient' | 'explicit';
