/** A number of a results file that is another one when it is computed again. */
export interface NumberDifference {
  /** The series' label. */
  readonly series: string;
  readonly x: number | null;
  readonly y: number | null;
  /** Counted from 0; null where the number is of all repetitions together, as the counts of a histogram are. */
  readonly repetition: number | null;
  /** A metric, or a part of a histogram: "counts[3]", "zeros". */
  readonly metric: string;
  readonly recorded: number;
  readonly recomputed: number;
  /** recomputed − recorded */
  readonly difference: number;
}

export const verificationOutcomes = ['verified', 'differs', 'notComparable', 'cancelled'] as const;

/** What came of computing a results file's numbers again. */
export interface Verification {
  /**
   * differs: some number is another one, or the file contradicts itself. notComparable: nothing could be computed that
   * would have to be the same. cancelled: stopped before the sample was through.
   */
  readonly outcome: (typeof verificationOutcomes)[number];
  /** What is counted: trainings, or the draws of a chart of eigenvalues. */
  readonly unit: 'repetition' | 'draw';
  /** How many the file has, how many were to be compared at least, and how many were compared. */
  readonly recorded: number;
  readonly sampled: number;
  readonly recomputed: number;
  /** How many of those compared have a number that differs. */
  readonly differing: number;
  /** The numbers that differ, the first thousand of them. */
  readonly differences: readonly NumberDifference[];
  /** What else is wrong with the file, a sentence each. */
  readonly problems: readonly string[];
  /** What could not be compared, and why; and what may explain the differences. */
  readonly notes: readonly string[];
  /** Why it is not comparable. */
  readonly reason?: string;
}

/** Two numbers are the same if all their bits are; JSON has no −0. */
export function isSame(a: number, b: number): boolean {
  return Object.is(a + 0, b + 0);
}
