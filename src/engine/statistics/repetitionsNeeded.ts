import { studentTQuantile } from '../../numerics/studentT';

/** Probability that a normal variable is within one standard deviation of its mean, from below: Φ(1). */
const oneStandardError = 0.8413447460685429;

/**
 * How many repetitions a point needs in all for its mean to have a standard error, by Stein's two-stage rule (1945): a
 * number that follows from the variance s² of the first k repetitions, the pilot, and from nothing later.
 *
 * That is why the mean over all repetitions stays unbiased: of normal values the variance says nothing about the mean,
 * so that stopping does not depend on where the mean is. (Looking at it again and again, and stopping once it looks
 * good, would bias it, and its standard error.)
 *
 * The number is f·s²/target², rounded up, at least k and at most `maximum`. The plain choice f = 1 would fall short,
 * since s² is itself uncertain and an s² that is too small by chance costs more than one too large saves: the mean of
 * 1/s² is (k−1)/(k−3) times 1/σ². Therefore
 * - from four repetitions on, f = (k−1)/(k−3): the mean over all repetitions has a root mean square error, taken over
 *   pilots too, of at most the target, which is what a standard error is (1.29 for k = 10, 1.02 for k = 100);
 * - for two and three, of which no multiple of s² can promise that, Stein's own f = t², with the quantile of Student's t
 *   at Φ(1) with k − 1 degrees of freedom: the mean is within ± target of the truth in at least 68.27 % of all runs, as
 *   often as within one standard error.
 *
 * Of values that are not normal (accuracies nearly are) both hold approximately.
 *
 * @param pilot the values of the first k ≥ 2 repetitions
 * @param target the standard error wanted, > 0, in the values' unit
 * @param maximum most repetitions; the target is then missed
 * @throws RangeError for fewer than two values or a target that is not positive
 */
export function repetitionsNeeded(pilot: readonly number[], target: number, maximum: number): number {
  const k = pilot.length;
  if (k < 2) throw new RangeError('A pilot needs two repetitions or more.');
  if (!(target > 0))
    throw new RangeError(`The target standard error is ${target}; it must be greater than 0.`);
  const mean = pilot.reduce((sum, value) => sum + value, 0) / k;
  const variance = pilot.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1);
  const factor = k > 3 ? (k - 1) / (k - 3) : studentTQuantile(oneStandardError, k - 1) ** 2;
  const needed = Math.ceil((factor * variance) / target ** 2);
  return Math.max(k, Math.min(needed, maximum));
}
