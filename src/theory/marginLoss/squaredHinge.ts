import { normalPdf } from '../../numerics/normal';
import type { MomentsOf } from './groupMoments';
import { normalShortfall } from './normalShortfall';

/**
 * ℓ(t) = (1 − t)₊²/2: the square loss for rows below the margin 1, nothing for the others. The proximal map is
 * piecewise linear, f = ν (1 − h)₊ with ν = κ/(1 + κτ), so that all means are those of a truncated normal law.
 */
export const squaredHingeMoments: MomentsOf = ({ weight, tau, mean, variance }) => {
  const nu = weight / (1 + weight * tau);
  const fade = -tau * nu; // d log ν/d log τ
  const deviation = Math.sqrt(variance);
  const gap = 1 - mean;
  const s = deviation > 0 ? gap / deviation : gap > 0 ? Infinity : -Infinity;
  const below = deviation > 0 ? normalShortfall(s) : certain(gap);
  const curvature = nu * below.probability;
  const pull = nu * below.mean * (deviation > 0 ? deviation : 1);
  const squaredPull = nu * nu * below.squared * (deviation > 0 ? variance : 1);
  const density = normalPdf(s);
  return {
    curvature: {
      value: curvature,
      logTau: fade * curvature,
      mean: deviation > 0 ? (-nu * density) / deviation : 0,
      logVariance: deviation > 0 ? (-nu * density * s) / 2 : 0,
    },
    pull: {
      value: pull,
      logTau: fade * pull,
      mean: -curvature,
      logVariance: (nu * density * deviation) / 2,
    },
    squaredPull: {
      value: squaredPull,
      logTau: 2 * fade * squaredPull,
      mean: -2 * nu * pull,
      logVariance: nu * curvature * variance,
    },
  };
};

/** A group whose margins are all alike: the powers of (1 − h)₊ themselves. */
function certain(gap: number): { probability: number; mean: number; squared: number } {
  return gap > 0
    ? { probability: 1, mean: gap, squared: gap * gap }
    : { probability: 0, mean: 0, squared: 0 };
}
