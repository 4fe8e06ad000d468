// What the tests of random numbers measure with.

/** Kolmogorov–Smirnov: √n·sup |F_n − F|. P(> 2.2) ≈ 1.3e-4, P(> 2.5) ≈ 7.5e-6 for the right law. */
export function kolmogorov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let largest = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    largest = Math.max(largest, f - i / n, (i + 1) / n - f);
  });
  return largest * Math.sqrt(n);
}

/** Two-sample Kolmogorov–Smirnov, √(ab/(a+b))·sup |F_a − F_b|: the same tail probabilities as `kolmogorov`. */
export function twoSampleKolmogorov(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const x = Float64Array.from(a).sort();
  const y = Float64Array.from(b).sort();
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return largest * Math.sqrt((x.length * y.length) / (x.length + y.length));
}

/** Pearson's chi-square against expected counts, standardised: (X² − df)/√(2 df). About normal for many bins. */
export function pearson(observed: readonly number[], expected: readonly number[]): number {
  const df = observed.length - 1;
  const x2 = observed.reduce((sum, o, i) => sum + (o - expected[i]!) ** 2 / expected[i]!, 0);
  return (x2 - df) / Math.sqrt(2 * df);
}

export function mean(values: ArrayLike<number>, f: (x: number) => number = (x) => x): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += f(values[i]!);
  return sum / values.length;
}

/** Unbiased variance. */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  return (mean(values, (x) => (x - centre) ** 2) * values.length) / (values.length - 1);
}

/** Distribution function of chi-square by the power series of the incomplete gamma function. */
export function chiSquareCdf(x: number, df: number): number {
  const a = df / 2;
  const h = x / 2;
  let term = Math.exp(a * Math.log(h) - h - logGamma(a + 1));
  let sum = term;
  for (let k = 1; term > 1e-17 * sum || k < h; k++) {
    term *= h / (a + k);
    sum += term;
  }
  return Math.min(sum, 1);
}

/** log Γ(x), x > 0: Stirling's series, shifted to where it is accurate. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 15; y++) shift += Math.log(y);
  const y2 = y * y;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * y2)) / y2) / y2) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
