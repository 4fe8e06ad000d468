import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import type { Atom } from './problem';

/** First and second moments of the classifier w (theory.md §2). */
export interface Moments {
  /** M = w·μ. */
  meanMargin: number;
  /** 1 − M, without cancellation. */
  meanShortfall: number;
  /** M_s = w·μ_s. */
  syntheticMeanMargin: number;
  /** Q = wᵀCw. */
  marginVariance: number;
  /** Q_s = wᵀC_s w. */
  syntheticMarginVariance: number;
  /** b_r and b_s: the mean of w is H⁻¹(b_r μ + b_s μ_s). */
  realSignal: number;
  syntheticSignal: number;
  /** tr(λ/H) and tr(l/H). */
  traceReal: number;
  traceSynthetic: number;
}

/** A quadratic form μ, μ_s ↦ f, kept as f(μ, μ), f(μ, μ_s − μ), f(μ_s − μ, μ_s − μ): exact zeros if μ_s = μ. */
interface MeanForm {
  mean: number;
  cross: number;
  shift: number;
}

/** Traces and quadratic forms of the resolvent, in one pass over the population. */
interface Traces {
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

function sumTraces(atoms: readonly Atom[], ridge: number, a: number, theta: number): Traces {
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

/** The form of b_r μ + b_s μ_s. */
function formOfSignal(form: MeanForm, realSignal: number, syntheticSignal: number): number {
  const both = realSignal + syntheticSignal;
  return both * both * form.mean + syntheticSignal * (2 * both * form.cross + syntheticSignal * form.shift);
}

/**
 * Moments at the fixed point. The formulas are those of theory.md §2, solved by Cramer's rule and rearranged so
 * that every difference that could lose digits (1 − M, the two contractions' distance from 1, their determinant)
 * is a sum of terms of one sign.
 */
export function momentsAt(atoms: readonly Atom[], groups: Groups, fixedPoint: FixedPoint): Moments {
  const { total, fit, rightShare, wrongShare, trainingWeight: f } = groups;
  const { a, generator, shares } = fixedPoint;
  const { theta, g, synthetic: sigma } = generator;
  const traces = sumTraces(atoms, groups.ridge, a, theta);

  // First moments.
  const i0 = traces.resolvent.mean;
  const shiftCross = traces.resolvent.cross;
  const i1 = i0 + shiftCross;
  const meanError = groups.meanError ? traces.synthetic / fit : 0;
  const shiftSquared = traces.resolvent.shift + meanError;
  const i2 = i1 + shiftCross + shiftSquared;
  const gram = i0 * shiftSquared - shiftCross * shiftCross; // I₀I₂ − I₁²
  const mass = sigma + f; // B
  const lost = 2 * sigma * wrongShare; // B − K
  const signal = sigma * (rightShare - wrongShare) + f; // K
  const determinant = 1 + a * i0 + mass * i2 + a * mass * gram;
  const meanMargin = (a * i0 + signal * i1 + a * mass * gram) / determinant;
  const meanShortfall = (1 + lost * i2 + signal * (shiftCross + shiftSquared)) / determinant;
  const syntheticMeanMargin = (a * i1 + signal * i2 + a * signal * gram) / determinant;
  const syntheticShortfall = (1 - a * shiftCross + lost * (i2 + a * gram)) / determinant; // 1 − M_s
  const syntheticExcess = (1 + a * (i0 + i1) + 2 * (sigma * rightShare + f) * (i2 + a * gram)) / determinant; // 1 + M_s
  const realSignal = a * meanShortfall;
  const syntheticSignal = (signal - a * (lost * i1 + signal * shiftCross)) / determinant;

  // What the second moments are driven by: the mean of w, and the residuals of the rows.
  const { realReal, realSynthetic, syntheticSynthetic } = traces;
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const fitted = fit < Infinity;
  const free = fitted ? fit * g + ridgeSynthetic + v : 1; // n̂ g + tr(θl(γ + aλ)/H²) = n̂ (1 − θ² s₂)
  const gChi = fitted ? (fit * g) / free : 1;
  const meanErrorWeight = groups.meanError ? (syntheticSignal * syntheticSignal) / fit : 0;
  const formReal =
    formOfSignal(traces.realForm, realSignal, syntheticSignal) + meanErrorWeight * realSynthetic;
  const formSynthetic =
    formOfSignal(traces.syntheticForm, realSignal, syntheticSignal) + meanErrorWeight * syntheticSynthetic;
  const noiseWeight = fitted ? (theta * theta * realSynthetic) / free : 0; // θ² χ x₁₂
  const qReal = formReal + noiseWeight * formSynthetic;
  const qSynthetic = g * gChi * formSynthetic;
  const t11 = (realReal + noiseWeight * realSynthetic) / total;
  const t12 = (g * gChi * realSynthetic) / total;
  const d = traces.synthetic / fit;
  const t22 = fitted
    ? (fit * g * g * d * d + g * g * g * gChi * syntheticSynthetic) / total
    : syntheticSynthetic / total;
  const c = groups.fresh / total;
  const cSynthetic = groups.synthetic / total;
  const residualReal = c > 0 ? (realSignal * realSignal) / c : 0; // E_r
  const residualSynthetic =
    cSynthetic > 0
      ? (sigma * sigma * (rightShare * syntheticShortfall ** 2 + wrongShare * syntheticExcess ** 2)) /
        cSynthetic
      : 0; // E_s
  const sourceReal = qReal + residualReal * t11 + residualSynthetic * t12;
  const sourceSynthetic = qSynthetic + residualReal * t12 + residualSynthetic * t22;

  // The 2×2 system, its rows multiplied by N c_r and N (c_c + c_f) where those are not 0.
  const rowsReal = groups.fresh > 0 ? groups.fresh : 1;
  const rowsSynthetic = groups.synthetic > 0 ? groups.synthetic : 1;
  const leftReal = groups.fresh > 0 ? groups.fresh * (a / groups.freshWeight) : 1;
  const ofSynthetic = sigma > 0 ? sigma / mass : 0;
  const leftSynthetic =
    groups.synthetic > 0
      ? groups.synthetic * (sigma / groups.syntheticWeight) +
        ofSynthetic * (f / mass) * (generator.rank - generator.deficit)
      : 1;
  const openReal = fitted ? v * (gChi + ridgeSynthetic / free) : v;
  const openSynthetic = ofSynthetic * ofSynthetic * gChi * (ridgeSynthetic + v);
  const diagonalReal = groups.fresh > 0 ? leftReal + ridgeReal + openReal : 1;
  const diagonalSynthetic = leftSynthetic + openSynthetic;
  const couplingReal = (cSynthetic > 0 ? (sigma * sigma) / cSynthetic : 0) * t12;
  const couplingSynthetic = (c > 0 ? (a * a) / c : 0) * t12;
  const systemDeterminant =
    groups.fresh > 0
      ? (leftReal + ridgeReal) * diagonalSynthetic +
        openReal * leftSynthetic +
        ofSynthetic * ofSynthetic * v * gChi * ridgeSynthetic
      : diagonalSynthetic;
  const marginVariance =
    (rowsReal * (diagonalSynthetic * sourceReal + rowsSynthetic * couplingReal * sourceSynthetic)) /
    systemDeterminant;
  const syntheticMarginVariance =
    (rowsSynthetic * (diagonalReal * sourceSynthetic + rowsReal * couplingSynthetic * sourceReal)) /
    systemDeterminant;

  return {
    meanMargin,
    meanShortfall,
    syntheticMeanMargin,
    marginVariance,
    syntheticMarginVariance,
    realSignal,
    syntheticSignal,
    traceReal: traces.real,
    traceSynthetic: traces.synthetic,
  };
}
