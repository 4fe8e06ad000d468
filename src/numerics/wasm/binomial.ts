// Binomial counts as quantiles of one uniform number: they grow with n and with p, so that neighbouring problems that
// share the uniform get neighbouring counts. The distribution function is added up to rounding (about 1e-14, 1e-13 for
// n of a thousand million), for every n up to 2^31 and every probability in [0, 1].

/** Below this expected count the probabilities are added up from 0, and the mode's is of no use. */
const SMALL_MEAN: f64 = 10;

/** Probabilities below this, against the law's largest, are no longer added. */
const NEGLIGIBLE: f64 = 1e-20;

/** The smallest k with P(X ≤ k) ≥ u for X successes in n trials of probability p, 0 < u < 1. */
export function binomialQuantile(n: f64, p: f64, u: f64): f64 {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - atMostHalf(n, 1 - p, 1 - u);
  return atMostHalf(n, p, u);
}

function atMostHalf(n: f64, p: f64, u: f64): f64 {
  return n * p < SMALL_MEAN ? fromZero(n, p, u) : fromMode(n, p, u);
}

function fromZero(n: f64, p: f64, u: f64): f64 {
  const odds = p / (1 - p);
  let probability = Math.exp(n * Math.log1p(-p));
  let rest = u;
  let k: f64 = 0;
  // Beyond 110 nothing is left that a uniform of 52 bits could see.
  while (rest > probability && k < n && k < 110) {
    rest -= probability;
    probability *= ((n - k) / (k + 1)) * odds;
    k += 1;
  }
  return k;
}

function fromMode(n: f64, p: f64, u: f64): f64 {
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  const largest = modeProbability(n, p, mode);
  const negligible = NEGLIGIBLE * largest;
  let k = mode;
  let probability = largest;
  let above: f64 = 0;
  while (probability > negligible && k < n) {
    probability *= ((n - k) / (k + 1)) * odds;
    k += 1;
    above += probability;
  }
  /** P(X > k) − (1 − u): positive as long as k is too small. */
  let excess = above - (1 - u);
  k = mode;
  probability = largest;
  while (excess > 0 && probability > negligible && k < n) {
    probability *= ((n - k) / (k + 1)) * odds;
    k += 1;
    excess -= probability;
  }
  if (k > mode) return k;
  while (excess + probability <= 0 && probability > negligible && k > 0) {
    excess += probability;
    probability *= k / ((n - k + 1) * odds);
    k -= 1;
  }
  return k;
}

/** P(X = k) for k within 1 of n p ≥ 10, p ≤ ½ (Loader, "Fast and accurate computation of binomial probabilities", 2000). */
function modeProbability(n: f64, p: f64, k: f64): f64 {
  const rest = n - k;
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(rest) -
    deviance(k, n * p) -
    deviance(rest, n * (1 - p));
  return Math.sqrt(n / (2 * Math.PI * k * rest)) * Math.exp(exponent);
}

/** log k! − [(k + ½) log k − k + ½ log 2π] for k ≥ 10, to 1e-15. */
function stirlingError(k: f64): f64 {
  const s = 1 / (k * k);
  const inner = 1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360 - s * (1.0 / 156))));
  return (1.0 / 12 - s * (1.0 / 360 - s * inner)) / k;
}

/** k log(k/m) + m − k for |k − m| ≤ m/5: m Σ (−e)^j/(j (j − 1)) over j ≥ 2, e = (k − m)/m. */
function deviance(k: f64, m: f64): f64 {
  const e = (k - m) / m;
  let power = e * e;
  let sum = power * 0.5;
  for (let j: f64 = 3; j < 30; j += 1) {
    power *= -e;
    sum += power / (j * (j - 1));
  }
  return m * sum;
}
