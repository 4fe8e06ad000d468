import type { ClassAtom } from './problem';

/** Quadratic forms of the class means V = (m_1 … m_K, s_1 … s_K), each 2K×2K (theory.md §10). */
export interface MeanForms {
  /** Vᵀ H⁻¹ V, V ᵀ(λ/H²) V and Vᵀ (l/H²) V, before fit noise. */
  readonly resolvent: Float64Array;
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
}

/** The forms for the weights a and θ of H_i = γ + a λ_i + θ l_i, in one pass over the population. */
export function sumForms(
  atoms: readonly ClassAtom[],
  classes: number,
  ridge: number,
  a: number,
  theta: number,
): MeanForms {
  const size = 2 * classes;
  const resolvent = new Float64Array(size * size);
  const real = new Float64Array(size * size);
  const synthetic = new Float64Array(size * size);
  for (const { eigenvalue, syntheticEigenvalue, means } of atoms) {
    const inverse = 1 / (ridge + a * eigenvalue + theta * syntheticEigenvalue);
    const weightReal = eigenvalue * inverse * inverse;
    const weightSynthetic = syntheticEigenvalue * inverse * inverse;
    for (let i = 0; i < size; i++) {
      for (let at = i * size; at <= i * size + i; at++) {
        const product = means[at]!;
        resolvent[at]! += product * inverse;
        real[at]! += product * weightReal;
        synthetic[at]! += product * weightSynthetic;
      }
    }
  }
  for (const form of [resolvent, real, synthetic]) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) form[j * size + i] = form[i * size + j]!;
    }
  }
  return { resolvent, real, synthetic };
}
