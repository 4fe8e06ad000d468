import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import type { KeptLaw } from './keptLaw';
import type { Margins } from './margins';
import type { IsotropicPopulation } from './population';
import type { Resolvent } from './resolvent';

/** Second moments of the classifier. */
export interface Variances {
  /** Q = wᵀCw. */
  readonly marginVariance: number;
  /** Q_s = wᵀC_s w. */
  readonly syntheticMarginVariance: number;
}

/**
 * The second system of theory.md §2 and §6 in the unknowns Q and Q_s − |Γ|²/l: the variance of w·x̃ along the
 * labeller's and the verifier's directions is not the kept rows' own, so that what they do not see stands alone.
 *
 * Every entry is a sum of positive terms. Write m = b_r μ + b_s μ_s, in the plane of U and beside it; with the
 * moments of Resolvent, completing squares gives
 *
 *     q(R) = λχ/h² { |m beside|² + |m in + g²√l A|² + l g² [g(1 − g) + ηζ] |A|² }
 *     q(P) − |Γ|²/l = lχg²/h² { |m beside|² + η |(1 − ζ) m in − gζ√l A|² }
 *
 * and the matrix is rewritten by the fixed point's equations as for independent label noise (secondMoments.ts).
 */
export function solveVariances(
  population: IsotropicPopulation,
  law: KeptLaw,
  groups: Groups,
  { a, generator, shares }: FixedPoint,
  { h, rest, g, lost, chi, aspect }: Resolvent,
  margins: Margins,
): Variances {
  const { dimension, variance, syntheticVariance: l, meanNorm, syntheticAlong } = population;
  const { total, fresh, synthetic } = groups;
  const { realSignal, syntheticSignal, directed1, directed2 } = margins;

  // The mean of w.
  const along = realSignal * meanNorm + syntheticSignal * syntheticAlong;
  const in1 = along * law.cosine1;
  const in2 = along * law.cosine2;
  const outside = Math.max(0, 1 - law.cosine1 ** 2 - law.cosine2 ** 2);
  const shift =
    meanNorm > 0
      ? Math.max(0, population.syntheticMeanSquared - syntheticAlong ** 2)
      : population.syntheticMeanSquared;
  const meanNoise = groups.meanError ? (dimension * l) / groups.fit : 0;
  const beside = along * along * outside + syntheticSignal * syntheticSignal * (shift + meanNoise);
  const directed = directed1 * directed1 + directed2 * directed2;
  const root = Math.sqrt(l);
  const formReal =
    ((variance * chi) / h / h) *
    (beside +
      (in1 + g * g * root * directed1) ** 2 +
      (in2 + g * g * root * directed2) ** 2 +
      l * g * g * (g * lost + aspect * rest) * directed);
  const formSynthetic =
    ((l * chi * g * g) / h / h) *
    (beside +
      aspect *
        (((1 - rest) * in1 - g * rest * root * directed1) ** 2 +
          ((1 - rest) * in2 - g * rest * root * directed2) ** 2));

  // The residuals of the rows, and what they do to Q and Q_s.
  const perDirection = dimension / (h * h) / total;
  const t11 = variance * variance * chi * perDirection;
  const t12 = variance * l * g * g * chi * perDirection;
  const t22 = l * l * g * g * (aspect + g * g * chi) * perDirection;
  const { synthetic: sigma } = generator;
  const perReal = fresh > 0 ? total / fresh : 0; // 1/c_r
  const perSynthetic = synthetic > 0 ? total / synthetic : 0; // 1/(c_s m₁)
  const residualReal = realSignal * realSignal * perReal;
  const residualSynthetic = sigma * sigma * perSynthetic * margins.residual;
  const sourceReal = formReal + residualReal * t11 + residualSynthetic * t12;
  const sourceSynthetic = formSynthetic + residualReal * t12 + residualSynthetic * t22;

  // The matrix, each row times the number of its samples; a group without samples has the row (1, 0).
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const couplingReal = sigma * sigma * perSynthetic * t12;
  const couplingSynthetic = a * a * perReal * t12;
  const rowsReal = fresh > 0 ? fresh : 1;
  const rowsSynthetic = synthetic > 0 ? synthetic : 1;
  const ownSynthetic = synthetic > 0 ? synthetic * (sigma / groups.syntheticWeight) : 1;
  const ownReal = fresh > 0 ? fresh * (a / groups.freshWeight) + ridgeReal : 1;
  const gChi = g * chi;
  const sharedReal = v * (gChi + lostToFit(groups, g, ridgeSynthetic, v));
  const diagonalReal = ownReal + sharedReal;
  const diagonalSynthetic = ownSynthetic + gChi * (ridgeSynthetic + v);
  const determinant = ownReal * diagonalSynthetic + sharedReal * ownSynthetic + v * gChi * ridgeSynthetic;
  const unseen =
    (rowsSynthetic * (diagonalReal * sourceSynthetic + rowsReal * couplingSynthetic * sourceReal)) /
    determinant;
  return {
    marginVariance:
      (rowsReal * (diagonalSynthetic * sourceReal + rowsSynthetic * couplingReal * sourceSynthetic)) /
      determinant,
    syntheticMarginVariance: unseen + margins.slope1 ** 2 + margins.slope2 ** 2,
  };
}

/** z_s/(n̂g + z_s + v): the part of the real rows' coupling that the fit noise brings; 0 without it. */
function lostToFit(groups: Groups, g: number, ridgeSynthetic: number, v: number): number {
  return groups.fit < Infinity ? ridgeSynthetic / (groups.fit * g + ridgeSynthetic + v) : 0;
}
