import type { Atom } from './problem';

/** A quadratic form μ, μ_s ↦ f, kept as f(μ, μ), f(μ, μ_s − μ), f(μ_s − μ, μ_s − μ): exact zeros if μ_s = μ. */
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

/** The traces and forms for the weights a and θ of H_i = γ + a λ_i + θ l_i. */
export function sumTraces(atoms: readonly Atom[], ridge: number, a: number, theta: number): Traces {
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
    const cross = atom.crossMean - mean;
    const shift = atom.syntheticMeanSquared - atom.crossMean - cross;
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

/** The form at b_r μ + b_s μ_s. */
export function formOfSignal(form: MeanForm, realSignal: number, syntheticSignal: number): number {
  const both = realSignal + syntheticSignal;
  return both * both * form.mean + syntheticSignal * (2 * both * form.cross + syntheticSignal * form.shift);
}
