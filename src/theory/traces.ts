import type { Atom } from './problem';

/**
 * A quadratic form f, kept as f(μ, μ), f(μ, δ) and f(δ, δ) for δ = μ_s − ρμ and a number ρ. With ρ = 1 the last two are
 * exactly 0 if μ_s = μ.
 */
export interface MeanForm {
  mean: number;
  cross: number;
  shift: number;
}

/** Traces and quadratic forms of the resolvent, in one pass over the population. */
export interface Traces {
  /** tr(λ/H), tr(l/H). */
  real: number;
  synthetic: number;
  /** tr(λ²/H²), tr(λl/H²), tr(l²/H²). */
  realReal: number;
  realSynthetic: number;
  syntheticSynthetic: number;
  /** The forms of 1/H, λ/H², l/H². */
  resolvent: MeanForm;
  realForm: MeanForm;
  syntheticForm: MeanForm;
}

/** The traces, and forms with this ρ, for the weights a and θ of H_i = γ + a λ_i + θ l_i. */
export function sumTraces(
  atoms: readonly Atom[],
  ridge: number,
  a: number,
  theta: number,
  ratio = 1,
): Traces {
  let real = 0;
  let synthetic = 0;
  let realReal = 0;
  let realSynthetic = 0;
  let syntheticSynthetic = 0;
  const resolvent = { mean: 0, cross: 0, shift: 0 };
  const realForm = { mean: 0, cross: 0, shift: 0 };
  const syntheticForm = { mean: 0, cross: 0, shift: 0 };
  for (const atom of atoms) {
    const { eigenvalue, syntheticEigenvalue, multiplicity: k, meanSquared: mean } = atom;
    const inverse = 1 / (ridge + a * eigenvalue + theta * syntheticEigenvalue);
    const r = eigenvalue * inverse;
    const s = syntheticEigenvalue * inverse;
    real += k * r;
    synthetic += k * s;
    realReal += k * r * r;
    realSynthetic += k * r * s;
    syntheticSynthetic += k * s * s;
    const cross = atom.crossMean - ratio * mean;
    const shift = Math.max(0, atom.syntheticMeanSquared - ratio * (atom.crossMean + cross));
    resolvent.mean += mean * inverse;
    resolvent.cross += cross * inverse;
    resolvent.shift += shift * inverse;
    const weightReal = r * inverse;
    realForm.mean += mean * weightReal;
    realForm.cross += cross * weightReal;
    realForm.shift += shift * weightReal;
    const weightSynthetic = s * inverse;
    syntheticForm.mean += mean * weightSynthetic;
    syntheticForm.cross += cross * weightSynthetic;
    syntheticForm.shift += shift * weightSynthetic;
  }
  return { real, synthetic, realReal, realSynthetic, syntheticSynthetic, resolvent, realForm, syntheticForm };
}

/** The mean of w, H⁻¹(along·μ + apart·δ): along = b_r + ρ b_s and apart = b_s of theory.md §2. */
export interface Signal {
  readonly along: number;
  readonly apart: number;
}

/** The form at two signals; at one of them if the second is left out. */
export function formOfSignals({ mean, cross, shift }: MeanForm, s: Signal, t: Signal = s): number {
  return (
    s.along * t.along * mean + (s.along * t.apart + s.apart * t.along) * cross + s.apart * t.apart * shift
  );
}
