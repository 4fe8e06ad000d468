/** How far the mean of the oriented rows is from 0. */
export interface MeanSeparation {
  /** ‖μ̂‖, half the distance of the class means as measured: too large, since the noise of the means adds to it. */
  readonly measured: number;
  /** The same without what noise alone is expected to add to ‖μ̂‖²; 0 where that is more than all of it. */
  readonly corrected: number;
}

/**
 * ‖μ‖ from the class means (theory.md §8). Noise adds tr C (1/n₊ + 1/n₋)/4 to ‖μ̂‖²: tr C/n for classes of equal size.
 * @param positiveMean, negativeMean the class means
 * @param trace tr C of the covariance within the classes
 * @param positives, negatives n₊ and n₋, both at least 1
 */
export function meanSeparation(
  positiveMean: Float64Array,
  negativeMean: Float64Array,
  trace: number,
  positives: number,
  negatives: number,
): MeanSeparation {
  const square = positiveMean.reduce((sum, value, j) => sum + ((value - negativeMean[j]!) / 2) ** 2, 0);
  const noise = (trace / 4) * (1 / positives + 1 / negatives);
  return { measured: Math.sqrt(square), corrected: Math.sqrt(Math.max(square - noise, 0)) };
}
