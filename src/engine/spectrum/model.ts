/** The limiting law of the eigenvalues of a generator's covariance Ĉ, as a table (theory.md §4). */
export interface SpectralLawTable {
  /** Share of eigenvalues that are 0. */
  readonly massAtZero: number;
  /** Where the density is above 0: [low, high], ascending. */
  readonly intervals: readonly (readonly [low: number, high: number])[];
  /** Ascending eigenvalues: the ends of every interval, and places between them. */
  readonly x: readonly number[];
  /** The density there; it integrates to 1 − massAtZero. */
  readonly density: readonly number[];
  /** Share of eigenvalues up to there. */
  readonly cumulative: readonly number[];
}

/** Simulated eigenvalues of Ĉ, counted over independent draws of the generator's rows. */
export interface SpectrumHistogram {
  /** Ends of the bins, ascending, one more than bins. */
  readonly edges: readonly number[];
  /** Eigenvalues above 0 in each bin. */
  readonly counts: readonly number[];
  /** Eigenvalues that are 0. */
  readonly zeros: number;
  /** Those that lie in no bin: far above the others. */
  readonly beyond: number;
  /** Draws of Ĉ, each of which has p eigenvalues. */
  readonly draws: number;
}
