import type { FirstMoments } from './firstMoments';
import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import { fitGain, trainingForms } from './trainingForms';
import type { Traces } from './traces';

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
 * slack and G = slack/(slack + z_s + v) of the generator's fit (n̂g and gχ for one generation),
 *
 *     N c_r (1 − c_r ν_r² t₁₁) = N c_r a/a_max + z_r + v G (slack + z_s)/slack
 *     N c_s (1 − c_s ν_s² t₂₂) = N c_s σ/σ_max + ψ (1 − ψ) β + ψ² G (z_s + v)
 *
 * for c_s = c_c + c_f, σ = c_s ν_s, ψ = σ/b and β = tr(θl/H); likewise the determinant. Without fit noise G = 1.
 */
export function secondMoments(
  traces: Traces,
  groups: Groups,
  fixedPoint: FixedPoint,
  first: FirstMoments,
): SecondMoments {
  const { total, fresh, synthetic, trainingWeight } = groups;
  const { a, generator, shares } = fixedPoint;
  const sigma = generator.synthetic;
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const { open, gain } = fitGain(generator, shares);

  // What drives w: its mean, and the residuals of the rows.
  const forms = trainingForms(traces, shares, generator, groups.meanError, first);
  const t11 = forms.realReal / total;
  const t12 = forms.realSynthetic / total;
  const t22 = forms.syntheticSynthetic / total;
  const perReal = fresh > 0 ? total / fresh : 0; // 1/c_r
  const perSynthetic = synthetic > 0 ? total / synthetic : 0; // 1/c_s
  const residualReal = first.realSignal ** 2 * perReal; // E_r
  const residualSynthetic =
    sigma *
    sigma *
    perSynthetic *
    (groups.rightShare * first.syntheticShortfall ** 2 + groups.wrongShare * first.syntheticExcess ** 2); // E_s
  const sourceReal = forms.real + residualReal * t11 + residualSynthetic * t12;
  const sourceSynthetic = forms.synthetic + residualReal * t12 + residualSynthetic * t22;

  // The matrix, each row times the number of its samples; a group without samples has the row (1, 0).
  const couplingReal = sigma * sigma * perSynthetic * t12;
  const couplingSynthetic = a * a * perReal * t12;
  const psi = sigma > 0 ? sigma / (sigma + trainingWeight) : 0;
  const rowsSynthetic = synthetic > 0 ? synthetic : 1;
  const ownSynthetic =
    synthetic > 0
      ? synthetic * (sigma / groups.syntheticWeight) + psi * (1 - psi) * (generator.rank - generator.deficit)
      : 1;
  const sharedSynthetic = psi * psi * gain * (ridgeSynthetic + v);
  const diagonalSynthetic = ownSynthetic + sharedSynthetic;
  if (fresh === 0) {
    return {
      marginVariance: sourceReal + (rowsSynthetic * couplingReal * sourceSynthetic) / diagonalSynthetic,
      syntheticMarginVariance: (rowsSynthetic * sourceSynthetic) / diagonalSynthetic,
    };
  }
  const ownReal = fresh * (a / groups.freshWeight) + ridgeReal;
  const sharedReal = v * (gain + ridgeSynthetic / open);
  const determinant =
    ownReal * diagonalSynthetic + sharedReal * ownSynthetic + psi * psi * v * gain * ridgeSynthetic;
  return {
    marginVariance:
      (fresh * (diagonalSynthetic * sourceReal + rowsSynthetic * couplingReal * sourceSynthetic)) /
      determinant,
    syntheticMarginVariance:
      (rowsSynthetic * ((ownReal + sharedReal) * sourceSynthetic + fresh * couplingSynthetic * sourceReal)) /
      determinant,
  };
}
