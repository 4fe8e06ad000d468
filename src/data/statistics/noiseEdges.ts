/** A spectrum next to what pure noise would have. */
export interface SpectrumSummary {
  readonly largest: number;
  readonly smallest: number;
  /** exp of the entropy of the eigenvalues as shares (Roy and Vetterli): p for white noise, 1 for a single direction. */
  readonly effectiveRank: number;
  /** Where Marchenko and Pastur's law of white noise with the same trace, n and p begins and ends, its zeros aside. */
  readonly noiseEdges: readonly [low: number, high: number];
  /** Shares of the eigenvalues that are not necessarily 0: below, inside and above these edges. */
  readonly below: number;
  readonly inside: number;
  readonly above: number;
}

/**
 * Compares the eigenvalues of a covariance of n rows with Marchenko and Pastur's law for C = σ² I (theory.md §4), with
 * σ² their mean.
 * @param eigenvalues ascending, p of them; where p > n the first p − n are the zeros of the missing rows
 */
export function summariseSpectrum(eigenvalues: Float64Array, rows: number): SpectrumSummary {
  const p = eigenvalues.length;
  const trace = eigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const spread = Math.sqrt(p / rows);
  const variance = trace / p;
  const [low, high] = [variance * (1 - spread) ** 2, variance * (1 + spread) ** 2] as const;
  const proper = eigenvalues.subarray(Math.max(0, p - rows));
  const share = (isCounted: (value: number) => boolean) => proper.filter(isCounted).length / proper.length;
  const entropy = eigenvalues.reduce((sum, value) => {
    const part = value / trace;
    return part > 0 ? sum - part * Math.log(part) : sum;
  }, 0);
  return {
    largest: eigenvalues[p - 1]!,
    // An eigenvalue of 0 comes out a rounding error above or below.
    smallest: Math.max(eigenvalues[0]!, 0),
    effectiveRank: Math.exp(entropy),
    noiseEdges: [low, high],
    below: share((value) => value < low),
    inside: share((value) => value >= low && value <= high),
    above: share((value) => value > high),
  };
}
