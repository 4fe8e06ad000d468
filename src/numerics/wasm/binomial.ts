// Binomial counts, exact in law for every n up to 2^31 and every probability in [0, 1].
import { uniform } from './continuous';

/** Below this expected count, adding up probabilities from 0 is quicker than rejection, and rejection not valid. */
const SMALL_MEAN: f64 = 10;

/** The number of successes in n trials of probability p. */
export function binomial(n: f64, p: f64): f64 {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - atMostHalf(n, 1 - p);
  return atMostHalf(n, p);
}

function atMostHalf(n: f64, p: f64): f64 {
  return n * p < SMALL_MEAN ? byInversion(n, p) : byRejection(n, p);
}

/** The distribution function's inverse, from 0 upwards with the ratio of successive probabilities. */
function byInversion(n: f64, p: f64): f64 {
  const odds = p / (1 - p);
  const none = Math.exp(n * Math.log1p(-p));
  while (true) {
    let rest = uniform();
    let probability = none;
    // A count above 110 has probability below 1e-70 here: only rounding gets there, and starts again.
    for (let k: f64 = 0; k <= 110; k += 1) {
      if (rest < probability) return k;
      rest -= probability;
      probability *= ((n - k) / (k + 1)) * odds;
    }
  }
}

/** Hörmann's BTRS ("The generation of binomial random variates", 1993), with p ≤ ½ and n p ≥ 10. */
function byRejection(n: f64, p: f64): f64 {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const inside = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) * p);
  const odds = p / (1 - p);
  while (true) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= inside) return k;
    if (k < 0 || k > n) continue;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= logRatio(n, odds, mode, k)) return k;
  }
}

/** log P(k)/P(mode), arranged in log1p so that nothing is lost to cancellation even at n = 1e9. */
function logRatio(n: f64, odds: f64, mode: f64, k: f64): f64 {
  const step = mode - k;
  return (
    (mode + 0.5) * (Math.log1p(step / (k + 1)) + Math.log1p(step / (n - mode + 1))) +
    (n + 1) * Math.log1p(-step / (n - k + 1)) -
    step * Math.log((odds * (n - k + 1)) / (k + 1)) +
    stirlingError(mode) +
    stirlingError(n - mode) -
    stirlingError(k) -
    stirlingError(n - k)
  );
}

/** log k! − [(k + ½) log(k + 1) − (k + 1) + ½ log 2π] */
function stirlingError(k: f64): f64 {
  if (k < 10) return unchecked(SMALL_STIRLING_ERRORS[<i32>k]);
  const x = k + 1;
  const x2 = x * x;
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / x2) / x2) / x;
}

const SMALL_STIRLING_ERRORS: StaticArray<f64> = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
];
