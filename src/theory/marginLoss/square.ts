import type { MomentsOf } from './groupMoments';

/** ℓ(t) = (1 − t)²/2: f = ν (1 − h), ν = κ/(1 + κτ). */
export const squareMoments: MomentsOf = ({ weight, tau, mean, variance }) => {
  const nu = weight / (1 + weight * tau);
  const fade = -tau * nu; // d log ν/d log τ
  const gap = 1 - mean;
  const squared = nu * nu * (gap * gap + variance);
  return {
    curvature: { value: nu, logTau: fade * nu, mean: 0, logVariance: 0 },
    pull: { value: nu * gap, logTau: fade * nu * gap, mean: -nu, logVariance: 0 },
    squaredPull: {
      value: squared,
      logTau: 2 * fade * squared,
      mean: -2 * nu * nu * gap,
      logVariance: nu * nu * variance,
    },
  };
};
