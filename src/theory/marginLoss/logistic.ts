import { normalGrid } from '../../numerics/quadrature';
import type { GroupMoments, GroupState, MomentsOf } from './groupMoments';
import { wideLogisticMoments } from './logisticWide';

/** The spread √Q from which the sums over h have more nodes than the panels over t. */
const WIDE = 20;

/** Newton's last step: the error left after it is of the order of its square. */
const LAST_STEP = 1e-8;
const MAX_STEPS = 200;
/** Standard deviations on either side of what carries an integrand; beyond them is less than 1e-16 of it. */
const REACH = 8.5;
/** No integrand's mass is looked for farther out than this. */
const FARTHEST = 27;

/** ℓ(t) = log(1 + e^(−t)): f = κσ(−t), where t solves t = h + τκσ(−t). */
export const logisticMoments: MomentsOf = (state) =>
  state.variance > WIDE * WIDE ? wideLogisticMoments(state) : sumsOverMargins(state);

/**
 * The means over h = M + √Q z are trapezoidal sums in z. t(h) is analytic for |Im h| < π whatever κτ (its branch
 * points are at h = iπ ± 2√(κτ) or, for a large κτ, log κτ + 1 ± iπ), hence a step of ½/√Q is exact to rounding. The
 * nodes reach far enough to find the e^(−h) and e^(−2h) of a group whose rows are nearly all on one side.
 */
function sumsOverMargins({ weight, tau, mean, variance }: GroupState): GroupMoments {
  const deviation = Math.sqrt(variance);
  const { step, weights } = normalGrid(deviation > 1 ? 0.5 / deviation : 0.5);
  const shift = deviation > 0 ? Math.min(2 * deviation, Math.abs(mean) / deviation, FARTHEST) : 0;
  const first = -Math.ceil((REACH + (mean > 0 ? shift : 0)) / step);
  const last = Math.ceil((REACH + (mean < 0 ? shift : 0)) / step);
  const pullOfTau = weight * tau;
  const stride = deviation * step;

  let sumN = 0;
  let sumF = 0;
  let sumFF = 0;
  let sumNF = 0;
  let sumNN = 0;
  let sumNFF = 0;
  let sumSlope = 0; // of n_h = ∂n/∂h
  let sumSlopeZ = 0;
  let sumSlopeF = 0;

  let h = mean + deviation * (first * step);
  let t = h;
  for (let k = first; k <= last; k++) {
    h = mean + deviation * (k * step);
    // Newton from the neighbour's t moved along the tangent, within the bracket [h, h + κτ].
    let low = h;
    let high = h + pullOfTau;
    if (!(t >= low)) t = low;
    if (t > high) t = high;
    let miss = 0; // σ(−t)
    let hit = 0; // σ(t)
    for (let i = 0; i < MAX_STEPS; i++) {
      const e = Math.exp(-Math.abs(t));
      const small = e / (1 + e);
      const large = 1 / (1 + e);
      miss = t > 0 ? small : large;
      hit = t > 0 ? large : small;
      const excess = t - h - pullOfTau * miss;
      const bend = miss * hit;
      const change = -excess / (1 + pullOfTau * bend);
      if (Math.abs(change) <= LAST_STEP * Math.max(1, Math.abs(t))) {
        t += change;
        miss -= bend * change;
        hit += bend * change;
        break;
      }
      if (excess > 0) high = t;
      else low = t;
      t += change;
      if (!(t > low && t < high)) t = (low + high) / 2;
    }
    const z = k * step;
    const p = weights[k < 0 ? -k : k]!;
    const bend = miss * hit; // ℓ″
    const open = 1 / (1 + pullOfTau * bend); // ∂t/∂h
    const f = weight * miss;
    const n = weight * bend * open;
    const slope = n * (miss - hit) * open * open;
    const pn = p * n;
    const pf = p * f;
    const ps = p * slope;
    sumN += pn;
    sumF += pf;
    sumFF += pf * f;
    sumNF += pn * f;
    sumNN += pn * n;
    sumNFF += pn * f * f;
    sumSlope += ps;
    sumSlopeZ += ps * z;
    sumSlopeF += ps * f;
    t += stride * (open - 0.5 * tau * slope * stride);
  }
  // ∂f/∂h = −n, ∂f/∂τ = −n f, ∂n/∂τ = f n_h − n²; ∂/∂Q of a mean is half that of the second derivative (Stein).
  return {
    curvature: {
      value: sumN,
      logTau: tau * (sumSlopeF - sumNN),
      mean: sumSlope,
      logVariance: 0.5 * deviation * sumSlopeZ,
    },
    pull: {
      value: sumF,
      logTau: -tau * sumNF,
      mean: -sumN,
      logVariance: -0.5 * variance * sumSlope,
    },
    squaredPull: {
      value: sumFF,
      logTau: -2 * tau * sumNFF,
      mean: -2 * sumNF,
      logVariance: variance * (sumNN - sumSlopeF),
    },
  };
}
