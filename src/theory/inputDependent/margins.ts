import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import type { KeptLaw } from './keptLaw';
import { solveInPlace } from '../../numerics/linearSystem';
import type { IsotropicPopulation } from './population';
import type { Resolvent } from './resolvent';
import type { PlanePart } from './truncatedNormal';

/**
 * First moments of the classifier (theory.md §6). Its mean, given C_s, is
 * 𝓗⁻¹(b_r μ + b_s μ_s + C_s U A/√l) with 𝓗 = γ + aλ + bC_s and the orthonormal directions U of KeptLaw.
 */
export interface Margins {
  /** M = w·μ and 1 − M. */
  readonly meanMargin: number;
  readonly meanShortfall: number;
  /** h₀ = w·μ_s. */
  readonly syntheticMeanMargin: number;
  /** Γ/√l = UᵀC_s w/√l: what w·x̃ gains for one standard deviation along each direction. */
  readonly slope1: number;
  readonly slope2: number;
  /** b_r, b_s and A. */
  readonly realSignal: number;
  readonly syntheticSignal: number;
  readonly directed1: number;
  readonly directed2: number;
  /** E[(y − h₀ − Γ·ξ/√l)² | kept]. */
  readonly residual: number;
}

/** Solves for the margins. */
export function solveMargins(
  population: IsotropicPopulation,
  law: KeptLaw,
  groups: Groups,
  { a, generator }: FixedPoint,
  { h, g, aspect }: Resolvent,
): Margins {
  const { meanSquared, crossMean, syntheticMeanSquared, syntheticVariance: l } = population;
  const { meanNorm, syntheticAlong, dimension } = population;
  const { right, wrong, cosine1, cosine2 } = law;

  // Margins (M, h₀, Γ/√l) as linear functions of the signals (b_r, b_s, A).
  const meanNoise = groups.meanError ? (dimension * l) / groups.fit : 0;
  const along = (Math.sqrt(l) * g) / h;
  const real1 = along * meanNorm * cosine1;
  const real2 = along * meanNorm * cosine2;
  const synthetic1 = along * syntheticAlong * cosine1;
  const synthetic2 = along * syntheticAlong * cosine2;
  const own = (l * g * (g + aspect)) / h;
  const margins = [
    [meanSquared / h, crossMean / h, real1, real2],
    [crossMean / h, (syntheticMeanSquared + meanNoise) / h, synthetic1, synthetic2],
    [real1, synthetic1, own, 0],
    [real2, synthetic2, 0, own],
  ];

  // Signals as linear functions of the margins: what the rows pull with, less how they give way.
  const weight = generator.synthetic; // c_s ν_s m₁
  const kept = right.probability + wrong.probability;
  const rightShare = kept > 0 ? right.probability / kept : 0;
  const wrongShare = kept > 0 ? wrong.probability / kept : 0;
  const ofKept = (f: (part: PlanePart, label: 1 | -1) => number): number =>
    rightShare * f(right, 1) + wrongShare * f(wrong, -1);
  const mean1 = weight * ofKept((part) => part.mean1);
  const mean2 = weight * ofKept((part) => part.mean2);
  const spread12 = weight * ofKept((part) => part.excess12 + part.mean1 * part.mean2);
  const yielding = [
    [a, 0, 0, 0],
    [0, weight, mean1, mean2],
    [0, mean1, weight * ofKept((part) => part.excess11 + part.mean1 ** 2), spread12],
    [0, mean2, spread12, weight * ofKept((part) => part.excess22 + part.mean2 ** 2)],
  ];
  const signals = [
    a,
    weight * (rightShare - wrongShare),
    weight * ofKept((part, label) => label * part.mean1),
    weight * ofKept((part, label) => label * part.mean2),
  ];

  const system = yielding.map((row, i) =>
    row.map((_, j) => (i === j ? 1 : 0) + row.reduce((sum, entry, k) => sum + entry * margins[k]![j]!, 0)),
  );
  solveInPlace(system, signals);
  const [meanMargin, syntheticMeanMargin, slope1, slope2] = margins.map((row) =>
    row.reduce((sum, entry, j) => sum + entry * signals[j]!, 0),
  ) as [number, number, number, number];
  const [realSignal, syntheticSignal, directed1, directed2] = signals as [number, number, number, number];

  const residual = ofKept((part, label) => {
    const short = label - syntheticMeanMargin - slope1 * part.mean1 - slope2 * part.mean2;
    const variance =
      slope1 * slope1 * (1 + part.excess11) +
      2 * slope1 * slope2 * part.excess12 +
      slope2 * slope2 * (1 + part.excess22);
    return short * short + variance;
  });
  return {
    meanMargin,
    meanShortfall: a > 0 ? realSignal / a : 1 - meanMargin,
    syntheticMeanMargin,
    slope1,
    slope2,
    realSignal,
    syntheticSignal,
    directed1,
    directed2,
    residual,
  };
}
