import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import { fitGain, type Pair } from './secondOrder';

/** The inverse of the second system's matrix (theory.md §2): Q and Q_s from their two sources. */
export interface SecondSystem {
  readonly realFromReal: number;
  readonly realFromSynthetic: number;
  readonly syntheticFromReal: number;
  readonly syntheticFromSynthetic: number;
}

/**
 * Inverts the matrix of the second system, which is the same for any labels (theory.md §2, §6, §10).
 *
 * Its entries are 1 minus contractions that approach 1 at the interpolation peak. The fixed point's equations turn
 * every such difference into a sum of positive terms; with v = tr(aλθl/H²), z_r = tr(γaλ/H²), z_s = tr(γθl/H²) and
 * slack and G = slack/(slack + z_s + v) of the generator's fit (n̂g and gχ for one generation),
 *
 *     N c_r (1 − c_r ν_r² t₁₁) = N c_r a/a_max + z_r + v G (slack + z_s)/slack
 *     N c_s (1 − c_s ν_s² t₂₂) = N c_s σ/σ_max + ψ (1 − ψ) β + ψ² G (z_s + v)
 *
 * for c_s = c_c + c_f, σ = c_s ν_s, ψ = σ/b and β = tr(θl/H); likewise the determinant. Without fit noise G = 1.
 * @param realSynthetic N t₁₂
 */
export function secondSystem(groups: Groups, fixedPoint: FixedPoint, realSynthetic: number): SecondSystem {
  const { total, fresh, synthetic, trainingWeight } = groups;
  const { a, generator, shares } = fixedPoint;
  const sigma = generator.synthetic;
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const { open, gain } = fitGain(generator, shares);

  // Each row times the number of its samples; a group without samples has the row (1, 0).
  const t12 = realSynthetic / total;
  const couplingReal = synthetic > 0 ? sigma * sigma * (total / synthetic) * t12 : 0;
  const couplingSynthetic = fresh > 0 ? a * a * (total / fresh) * t12 : 0;
  const psi = sigma > 0 ? sigma / (sigma + trainingWeight) : 0;
  const rowsSynthetic = synthetic > 0 ? synthetic : 1;
  const ownSynthetic =
    synthetic > 0
      ? synthetic * (sigma / groups.syntheticWeight) + psi * (1 - psi) * (generator.rank - generator.deficit)
      : 1;
  const diagonalSynthetic = ownSynthetic + psi * psi * gain * (ridgeSynthetic + v);
  if (fresh === 0) {
    const scale = rowsSynthetic / diagonalSynthetic;
    return {
      realFromReal: 1,
      realFromSynthetic: couplingReal * scale,
      syntheticFromReal: 0,
      syntheticFromSynthetic: scale,
    };
  }
  const ownReal = fresh * (a / groups.freshWeight) + ridgeReal;
  const sharedReal = v * (gain + ridgeSynthetic / open);
  const determinant =
    ownReal * diagonalSynthetic + sharedReal * ownSynthetic + psi * psi * v * gain * ridgeSynthetic;
  return {
    realFromReal: (fresh * diagonalSynthetic) / determinant,
    realFromSynthetic: (fresh * rowsSynthetic * couplingReal) / determinant,
    syntheticFromReal: (rowsSynthetic * fresh * couplingSynthetic) / determinant,
    syntheticFromSynthetic: (rowsSynthetic * (ownReal + sharedReal)) / determinant,
  };
}

/** Q and Q_s from their sources. */
export function solveSecondSystem(system: SecondSystem, { real, synthetic }: Pair): Pair {
  return {
    real: system.realFromReal * real + system.realFromSynthetic * synthetic,
    synthetic: system.syntheticFromReal * real + system.syntheticFromSynthetic * synthetic,
  };
}
