import type { Atom } from '../problem';

/** Isotropic data and an isotropic generator, in the symbols of theory.md §2 and §6. */
export interface IsotropicPopulation {
  /** p, λ and l (before fit noise). */
  readonly dimension: number;
  readonly variance: number;
  readonly syntheticVariance: number;
  /** A = ‖μ‖², X = μ·μ_s, S = ‖μ_s‖². */
  readonly meanSquared: number;
  readonly crossMean: number;
  readonly syntheticMeanSquared: number;
  /** ‖μ‖, and the component of μ_s along μ; 0 where μ = 0. */
  readonly meanNorm: number;
  readonly syntheticAlong: number;
}

/** The population of atoms that all have the same two eigenvalues. */
export function isotropicPopulation(atoms: readonly Atom[]): IsotropicPopulation {
  let dimension = 0;
  let meanSquared = 0;
  let crossMean = 0;
  let syntheticMeanSquared = 0;
  for (const atom of atoms) {
    dimension += atom.multiplicity;
    meanSquared += atom.meanSquared;
    crossMean += atom.crossMean;
    syntheticMeanSquared += atom.syntheticMeanSquared;
  }
  const meanNorm = Math.sqrt(meanSquared);
  return {
    dimension,
    variance: atoms[0]!.eigenvalue,
    syntheticVariance: atoms[0]!.syntheticEigenvalue,
    meanSquared,
    crossMean,
    syntheticMeanSquared,
    meanNorm,
    syntheticAlong: meanNorm > 0 ? crossMean / meanNorm : 0,
  };
}
