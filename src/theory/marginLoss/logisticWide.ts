import { gaussLegendre } from '../../numerics/gaussLegendre';
import { normalCdf } from '../../numerics/normal';
import type { MomentsOf } from './groupMoments';

const { nodes, weights } = gaussLegendre(16);

/** Panels are no wider in t, near 0 where ℓ″ has its structure, nor in u. */
const WIDEST = 2.5;
/** Beyond this |t| ℓ″ is e^(−|t|) to rounding. */
const REACH = 40;
/** Standard deviations beyond which Φ and φ are constant: above, and below where even a tail of them is 0. */
const ABOVE = 9;
const BELOW = 39;
/** Panels are halved no further: then h is steep beyond what doubles of t can tell apart. */
const NARROWEST = 1e-12;
/** A normal density has fallen by e^(−37) where its squared deviation is this times the variance. */
const DECADES = 74;

/**
 * The logistic loss's moments for margins of any spread, best for √Q ≫ 1, without a proximal map to be found: integrated
 * by parts over h, then with t for the variable of integration, h(t) = t − κτσ(−t), u = (h − M)/√Q,
 *
 *     E f = κ ∫ ℓ″ Φ(u) dt     E n = κ ∫ ℓ″ φ(u) dt/√Q     E f² = 2κ ∫ f ℓ″ Φ(u) dt     f = κσ(−t)
 *
 * whose derivatives are integrals of the same kind. By Gauss–Legendre on panels that neither ℓ″ nor φ is steep on.
 */
export const wideLogisticMoments: MomentsOf = ({ weight, tau, mean, variance }) => {
  const deviation = Math.sqrt(variance);
  const pullOfTau = weight * tau;
  const standard = (t: number): number => (t - pullOfTau / (1 + Math.exp(t)) - mean) / deviation;
  const seen = (t: number): number => Math.max(-BELOW, standard(t));

  // ℓ″Φ(u) falls like e^(−t) beyond M, ℓ″φ(u) like e^(−|t|) from 0 or like a normal density from M − Q on the right, M + κτ + Q on the left.
  const right = mean - variance;
  const left = mean + pullOfTau + variance;
  const farthest = (centre: number): number =>
    centre + Math.sqrt(Math.min(0, centre) ** 2 + DECADES * variance);
  const to =
    left < -REACH
      ? Math.min(REACH, -farthest(-left) - 2 * left)
      : Math.max(REACH + Math.max(0, mean), farthest(right));
  const from =
    right > REACH ? Math.max(-REACH, 2 * right - farthest(right)) : -Math.max(REACH, farthest(-left));

  let sumTail = 0; // of ℓ″Φ
  let sumTailF = 0;
  let sumN = 0; // of ℓ″φ
  let sumNU = 0;
  let sumNUU = 0;
  let sumNF = 0;
  let sumNFF = 0;
  let sumNUF = 0;
  for (let start = from; start < to;) {
    let width = to - start;
    if (start < -REACH) width = Math.min(width, -REACH - start);
    else if (start < REACH) width = Math.min(width, WIDEST);
    const first = seen(start);
    const shortest = NARROWEST * (1 + Math.abs(start));
    while (first < ABOVE && seen(start + width) - first > WIDEST && width > shortest) width /= 2;
    for (let i = 0; i < nodes.length; i++) {
      const t = start + width * 0.5 * (1 + nodes[i]!);
      const e = Math.exp(-Math.abs(t));
      const miss = (t > 0 ? e : 1) / (1 + e); // σ(−t)
      const u = (t - pullOfTau * miss - mean) / deviation;
      const bend = (0.5 * width * weights[i]! * e) / ((1 + e) * (1 + e));
      const f = weight * miss;
      const tail = bend * normalCdf(u);
      const n = bend * (Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI));
      sumTail += tail;
      sumTailF += tail * f;
      sumN += n;
      sumNU += n * u;
      sumNUU += n * u * u;
      sumNF += n * f;
      sumNFF += n * f * f;
      sumNUF += n * u * f;
    }
    start += width;
  }
  const perDeviation = weight / deviation;
  return {
    curvature: {
      value: perDeviation * sumN,
      logTau: (perDeviation / deviation) * tau * sumNUF,
      mean: (perDeviation / deviation) * sumNU,
      logVariance: 0.5 * perDeviation * (sumNUU - sumN),
    },
    pull: {
      value: weight * sumTail,
      logTau: -perDeviation * tau * sumNF,
      mean: -perDeviation * sumN,
      logVariance: -0.5 * weight * sumNU,
    },
    squaredPull: {
      value: 2 * weight * sumTailF,
      logTau: -2 * perDeviation * tau * sumNFF,
      mean: -2 * perDeviation * sumNF,
      logVariance: -weight * sumNUF,
    },
  };
};
