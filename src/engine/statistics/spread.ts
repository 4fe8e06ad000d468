import type { Estimate } from '../results';

/** How exactly a mean is known, as a test of it takes it. */
export interface Spread {
  /** Of the mean over all repetitions. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** What p-values are multiplied by. */
  readonly factor: 1 | 2;
}

/**
 * The spread with which Student's t of a mean is what it claims to be.
 *
 * Where the number of repetitions was given, that is the usual one. Where it followed from the variance of a pilot (see
 * `repetitionsNeeded`), a variance that was small by chance has also ended the repetitions early, and the usual t finds
 * differences that are not there twice as often as it says. Then
 * - where more repetitions followed than the pilot had, their variance alone is taken, which has had no part in the
 *   decision: given the number of repetitions the mean over them is Student's t;
 * - else the pilot's alone, with which it is Student's t over all pilots (Stein 1945).
 * Each of the two is wrong at most as often as it says, hence both together at most twice as often: p-values count
 * twice.
 *
 * @param estimate of k ≥ 2 repetitions
 * @param pilot how many of them decided how many there are; null where that was given
 */
export function spreadOf(estimate: Estimate, k: number, pilot: number | null): Spread | undefined {
  const { standardError, values } = estimate;
  if (standardError === null) return undefined;
  if (pilot === null || k < pilot || values === undefined)
    return { standardError, degreesOfFreedom: k - 1, factor: 1 };
  const deciding = k > 2 * pilot ? values.slice(pilot) : values.slice(0, pilot);
  return {
    standardError: Math.sqrt(varianceOf(deciding) / k),
    degreesOfFreedom: deciding.length - 1,
    factor: 2,
  };
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
