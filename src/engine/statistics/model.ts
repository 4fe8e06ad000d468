import type { Metric } from '../../experiment/schema';

/** One metric of a point minus the same of another, over repetitions that both have. */
export interface PairedEstimate {
  readonly mean: number;
  /** Of the mean of the differences; null for a single repetition. */
  readonly standardError: number | null;
  /** Variance of the differences over the sum of both variances: 1 for independent values. Null where that is 0. */
  readonly varianceRatio: number | null;
}

/** Where simulation and theory are compared. */
export interface VerdictPlace {
  /** The series' label. */
  readonly series: string;
  readonly x: number | null;
  readonly y: number | null;
  /** Simulation minus theory, in the metric's unit and in standard errors. */
  readonly difference: number;
  readonly standardErrors: number;
  /** How large a difference a finite dimension explains here. */
  readonly bound: number;
}

export const verdictKinds = ['agrees', 'finiteSize', 'differs', 'tooFew'] as const;

/** How a run's simulation compares with the exact theory, over all its points together. */
export interface Verdict {
  readonly metric: Metric;
  /**
   * agrees: nothing beyond chance. finiteSize: differences that are no chance, but none is shown to exceed what a finite
   * dimension explains. differs: some do. tooFew: nothing beyond chance, but large differences would not be seen.
   */
  readonly kind: (typeof verdictKinds)[number];
  /** Points that have a theory and a standard error. */
  readonly points: number;
  /** Points whose difference is no chance; of `differs`, those whose difference is too large as well. */
  readonly significant: number;
  /** The largest distance in standard errors among those, or among all points where there are none. */
  readonly largest: VerdictPlace;
  /** A difference that would be found with a probability of 0.9, at a typical point (the median). */
  readonly detectable: number;
}
