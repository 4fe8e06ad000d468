import type { Atom } from './problem';

/** The eigenvalues of a population, laid out for the loops over them. */
export interface Spectrum {
  readonly size: number;
  /** λ_i, l_i and k_i of theory.md §2. */
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
  readonly multiplicity: Float64Array;
  /** p = Σ k_i. */
  readonly dimension: number;
}

/** Lays the atoms out. */
export function spectrumOf(atoms: readonly Atom[]): Spectrum {
  const size = atoms.length;
  const storage = new Float64Array(3 * size);
  const real = storage.subarray(0, size);
  const synthetic = storage.subarray(size, 2 * size);
  const multiplicity = storage.subarray(2 * size);
  let dimension = 0;
  for (let i = 0; i < size; i++) {
    const atom = atoms[i]!;
    real[i] = atom.eigenvalue;
    synthetic[i] = atom.syntheticEigenvalue;
    multiplicity[i] = atom.multiplicity;
    dimension += atom.multiplicity;
  }
  return { size, real, synthetic, multiplicity, dimension };
}
