import type { Groups } from '../groups';
import type { GroupMoments, MomentsOf, Sensitive } from './groupMoments';

/** What all rows of one covariance do together: a sum over their groups g of c_g times its moments. */
export type RowsMoments = (tau: number, meanMargin: number, variance: number) => GroupMoments;

/** The real rows and the synthetic ones, by the law of their margins. */
export interface Rows {
  readonly real: RowsMoments;
  /** Pulls count towards the right label's side: c_c f̄_c − c_f f̄_f, by τ_s, M_s and Q_s. */
  readonly synthetic: RowsMoments;
}

/** The rows of a problem's groups under a loss. */
export function rowsOf(
  groups: Groups,
  weights: { real: number; synthetic: number },
  moments: MomentsOf,
): Rows {
  const { total, fresh, synthetic, rightShare, wrongShare } = groups;
  const right = (synthetic / total) * rightShare;
  const wrong = (synthetic / total) * wrongShare;
  return {
    real: (tau, mean, variance) => {
      const sum = emptyMoments();
      if (fresh > 0) add(sum, fresh / total, 1, moments({ weight: weights.real, tau, mean, variance }));
      return sum;
    },
    synthetic: (tau, mean, variance) => {
      const sum = emptyMoments();
      const weight = weights.synthetic;
      if (right > 0) add(sum, right, 1, moments({ weight, tau, mean, variance }));
      if (wrong > 0) add(sum, wrong, -1, moments({ weight, tau, mean: -mean, variance }));
      return sum;
    },
  };
}

function emptyMoments(): GroupMoments {
  return { curvature: nothing(), pull: nothing(), squaredPull: nothing() };
}

function nothing(): Sensitive {
  return { value: 0, logTau: 0, mean: 0, logVariance: 0 };
}

/** Adds `share` of a group's moments; `sign` is that of its mean margin in the rows'. */
function add(sum: GroupMoments, share: number, sign: 1 | -1, group: GroupMoments): void {
  addMean(sum.curvature, share, sign, group.curvature);
  addMean(sum.pull, share * sign, sign, group.pull);
  addMean(sum.squaredPull, share, sign, group.squaredPull);
}

function addMean(sum: Sensitive, share: number, sign: 1 | -1, mean: Sensitive): void {
  sum.value += share * mean.value;
  sum.logTau += share * mean.logTau;
  sum.mean += share * sign * mean.mean;
  sum.logVariance += share * mean.logVariance;
}
