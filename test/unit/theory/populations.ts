import type { Atom } from '../../../src/theory/problem';

/** Isotropic data and a generator that is isotropic too (theory.md §1). */
export interface IsotropicPopulation {
  /** p > 0. */
  dimension: number;
  /** ‖μ‖ ≥ 0. */
  meanNorm: number;
  /** Variance of the real data along every direction; 1 if left out. */
  variance?: number;
  /** β of the generator's mean βμ + μ⊥; 1 if left out. */
  alignment?: number;
  /** ‖μ⊥‖; 0 if left out. */
  orthogonalShift?: number;
  /** Variance of the generator along every direction, before fit noise; that of the real data if left out. */
  syntheticVariance?: number;
}

/**
 * The one atom of an isotropic population. One is enough: the theory is linear in the atoms' sums of squares, so
 * directions that share both eigenvalues need not be told apart, whatever their share of the means.
 */
export function isotropicAtoms(population: IsotropicPopulation): Atom[] {
  const { dimension, meanNorm, variance = 1, alignment = 1, orthogonalShift = 0 } = population;
  const meanSquared = meanNorm * meanNorm;
  return [
    {
      eigenvalue: variance,
      multiplicity: dimension,
      meanSquared,
      crossMean: alignment * meanSquared,
      syntheticMeanSquared: alignment * alignment * meanSquared + orthogonalShift * orthogonalShift,
      syntheticEigenvalue: population.syntheticVariance ?? variance,
    },
  ];
}

/**
 * One atom per eigenvalue of C, for a generator centred and shaped like the real data (fitted or exact).
 * @param eigenvalues λ_i, length p
 * @param meanSquared squared component of μ along each eigenvector, length p
 */
export function spectrumAtoms(eigenvalues: ArrayLike<number>, meanSquared: ArrayLike<number>): Atom[] {
  return Array.from(eigenvalues, (eigenvalue, i) => ({
    eigenvalue,
    multiplicity: 1,
    meanSquared: meanSquared[i]!,
    crossMean: meanSquared[i]!,
    syntheticMeanSquared: meanSquared[i]!,
    syntheticEigenvalue: eigenvalue,
  }));
}
