import type { FirstMoments } from './firstMoments';
import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import { formOfSignal, type Traces } from './traces';

/** Second moments of the classifier w (theory.md §2). */
export interface SecondMoments {
  /** Q = wᵀCw. */
  marginVariance: number;
  /** Q_s = wᵀC_s w. */
  syntheticMarginVariance: number;
}

/**
 * The second system of theory.md §2, by Cramer's rule.
 *
 * Its entries are 1 minus contractions that approach 1 at the interpolation peak. The fixed point's equations turn
 * every such difference into a sum of positive terms; with v = tr(aλθl/H²), z_r = tr(γaλ/H²), z_s = tr(γθl/H²) and
 * T = n̂g + z_s + v,
 *
 *     n̂ (1 − θ² s₂) = T                                gχ = n̂g/T
 *     N c_r (1 − c_r ν_r² t₁₁) = N c_r a/a_max + z_r + v (n̂g + z_s)/T
 *     N c_s (1 − c_s ν_s² t₂₂) = N c_s σ/σ_max + ψ (1 − ψ) β + ψ² gχ (z_s + v)
 *
 * for c_s = c_c + c_f, σ = c_s ν_s, ψ = σ/b and β = tr(θl/H); likewise the determinant. Without fit noise n̂ = ∞.
 */
export function secondMoments(
  traces: Traces,
  groups: Groups,
  fixedPoint: FixedPoint,
  first: FirstMoments,
): SecondMoments {
  const { total, fresh, synthetic, fit, trainingWeight } = groups;
  const { a, generator, shares } = fixedPoint;
  const { theta, g, synthetic: sigma } = generator;
  const { realReal, realSynthetic, syntheticSynthetic } = traces;
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const fitted = fit < Infinity;
  const open = fit * g + ridgeSynthetic + v; // T
  const gChi = fitted ? (fit * g) / open : 1;

  // What drives w: its mean, and the residuals of the rows.
  const r12 = fitted ? (theta * theta * realSynthetic) / open : 0; // θ² χ x₁₂
  const meanError = groups.meanError ? first.syntheticSignal ** 2 / fit : 0;
  const formReal =
    formOfSignal(traces.realForm, first.realSignal, first.syntheticSignal) + meanError * realSynthetic;
  const formSynthetic =
    formOfSignal(traces.syntheticForm, first.realSignal, first.syntheticSignal) +
    meanError * syntheticSynthetic;
  const t11 = (realReal + r12 * realSynthetic) / total;
  const t12 = (g * gChi * realSynthetic) / total;
  const d = traces.synthetic / fit;
  const t22 =
    ((fitted ? fit * g * g * d * d : 0) + (fitted ? g * g * g * gChi : 1) * syntheticSynthetic) / total;
  const perReal = fresh > 0 ? total / fresh : 0; // 1/c_r
  const perSynthetic = synthetic > 0 ? total / synthetic : 0; // 1/c_s
  const residualReal = first.realSignal ** 2 * perReal; // E_r
  const residualSynthetic =
    sigma *
    sigma *
    perSynthetic *
    (groups.rightShare * first.syntheticShortfall ** 2 + groups.wrongShare * first.syntheticExcess ** 2); // E_s
  const sourceReal = formReal + r12 * formSynthetic + residualReal * t11 + residualSynthetic * t12;
  const sourceSynthetic = g * gChi * formSynthetic + residualReal * t12 + residualSynthetic * t22;

  // The matrix, each row times the number of its samples; a group without samples has the row (1, 0).
  const couplingReal = sigma * sigma * perSynthetic * t12;
  const couplingSynthetic = a * a * perReal * t12;
  const psi = sigma > 0 ? sigma / (sigma + trainingWeight) : 0;
  const rowsSynthetic = synthetic > 0 ? synthetic : 1;
  const ownSynthetic =
    synthetic > 0
      ? synthetic * (sigma / groups.syntheticWeight) + psi * (1 - psi) * (generator.rank - generator.deficit)
      : 1;
  const sharedSynthetic = psi * psi * gChi * (ridgeSynthetic + v);
  const diagonalSynthetic = ownSynthetic + sharedSynthetic;
  if (fresh === 0) {
    return {
      marginVariance: sourceReal + (rowsSynthetic * couplingReal * sourceSynthetic) / diagonalSynthetic,
      syntheticMarginVariance: (rowsSynthetic * sourceSynthetic) / diagonalSynthetic,
    };
  }
  const ownReal = fresh * (a / groups.freshWeight) + ridgeReal;
  const sharedReal = v * (gChi + (fitted ? ridgeSynthetic / open : 0));
  const determinant =
    ownReal * diagonalSynthetic + sharedReal * ownSynthetic + psi * psi * v * gChi * ridgeSynthetic;
  return {
    marginVariance:
      (fresh * (diagonalSynthetic * sourceReal + rowsSynthetic * couplingReal * sourceSynthetic)) /
      determinant,
    syntheticMarginVariance:
      (rowsSynthetic * ((ownReal + sharedReal) * sourceSynthetic + fresh * couplingSynthetic * sourceReal)) /
      determinant,
  };
}
