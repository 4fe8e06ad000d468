import { TheoryError } from '../error';
import type { ExactProblem } from '../problem';
import { formOfSignals, sumTraces, type MeanForm } from '../traces';
import type { PublishedMean } from './mean';

/**
 * E₂ − M² of the general form (Theorem 4.2, theory.md §3).
 *
 * With t₁, t₃, t₂ = tr(1, l, l²; A⁻²)/N, a₁ and a₂ = π (t₁, t₃)/(1+δ_r)², b₁ and b₂ = α(1−π) (t₃, t₂)/(1+δ_s)²,
 * h = (1−a₁)(1−b₂) − a₂b₁ and the deterministic equivalent of Q F Q for F = I,
 * E = [(1−b₂) Q̄(μμᵀ+I)Q̄ + b₁ Q̄(μ_sμ_sᵀ+C_s)Q̄]/h, the second moment is s_rᵀE s_r summed over the signal
 * π μ/(1+δ_r) + λ(1−π) μ_s/(1+δ_s), plus a row's own contribution: T_r (1 − 2M) + T_s (α − 2λM_s), where
 * T_r = (a₁(1−b₂) + a₂b₁)/h and T_s = b₁/(αh). Since T_r = (1−b₂)/h − 1, the terms in M² and M_s² of E join those
 * of the rows, M² drops out, and what is left is the solution of
 *
 *     (1 − a₁) Q − b₁ Q_s = q(I) + a₁ u + b₁ v        u = (1−M)²
 *     −a₂ Q + (1 − b₂) Q_s = q(C_s) + a₂ u + b₂ v     v = 1 − 2(λ/α) M_s + M_s²
 *
 * with q(F) the form of A⁻¹FA⁻¹ at the mean of A w. Every term but 1−a₁, 1−b₂ and h is positive.
 * @throws TheoryError where h vanishes
 */
export function generalVariance(problem: ExactProblem, mean: PublishedMean): number {
  const { traces, real, synthetic } = rowsOf(problem, mean);
  const { realReal, realSynthetic, syntheticSynthetic, realForm, syntheticForm } = traces;
  const a1 = real.weight * realReal;
  const a2 = real.weight * realSynthetic;
  const b1 = synthetic.weight * realSynthetic;
  const b2 = synthetic.weight * syntheticSynthetic;
  const sourceReal = atSignal(realForm, mean) + a1 * real.loss + b1 * synthetic.loss;
  const sourceSynthetic = atSignal(syntheticForm, mean) + a2 * real.loss + b2 * synthetic.loss;
  const h = (1 - a1) * (1 - b2) - a2 * b1;
  return quotient((1 - b2) * sourceReal + b1 * sourceSynthetic, h);
}

/**
 * E₂ − M² of the toy form (theory.md §3, with h̄, a₁, b₁ and h as there), where h E₂ − h M² is again a sum of
 * positive terms. The formula takes wᵀC_s w for wᵀw, which holds for n̂ → ∞ only: at finite n̂ its variance
 * is off even without pruning.
 * @throws TheoryError where h or h̄ vanishes
 */
export function toyVariance(problem: ExactProblem, mean: PublishedMean): number {
  const { traces, real, synthetic } = rowsOf(problem, mean);
  const { realReal, realForm } = traces;
  const fit = problem.fit!.samples; // chooseForm: the toy form has a fitted generator
  const hBar = 1 - (mean.resolvent.synthetic * (mean.resolvent.synthetic * realReal)) / fit;
  const responseSquared = (1 / (1 + mean.deltaGenerator)) ** 2;
  const a1 = quotient(real.weight * realReal, hBar);
  const b1 = quotient(synthetic.weight * responseSquared * realReal, hBar);
  const source = quotient(atSignal(realForm, mean), hBar) + a1 * real.loss + b1 * synthetic.loss;
  return quotient(source, 1 - a1 - b1);
}

/** A difference of numbers of order 1 that is below this has no more than six digits left. */
const VANISHING = 1e-9;

function quotient(numerator: number, denominator: number): number {
  if (Math.abs(denominator) < VANISHING) {
    throw new TheoryError('No value: the published formula divides by (nearly) 0 here.');
  }
  return numerator / denominator;
}

/** The rows of one kind: the factor of tr(F A⁻²) in a and b, and their mean squared residual. */
interface Rows {
  /** π/(1+δ_r)²/N or α(1−π)/(1+δ_s)²/N. */
  weight: number;
  loss: number;
}

function rowsOf(problem: ExactProblem, mean: PublishedMean) {
  const total = problem.realSamples + problem.syntheticSamples;
  const { meanMargin, syntheticMeanMargin, resolvent } = mean;
  const real: Rows = {
    weight: (problem.realSamples / total / total) * (1 / (1 + mean.deltaReal)) ** 2,
    loss: (1 - meanMargin) ** 2,
  };
  const synthetic: Rows = {
    weight: ((mean.kept * problem.syntheticSamples) / total / total) * (1 / (1 + mean.deltaSynthetic)) ** 2,
    loss: mean.rightShare * (1 - syntheticMeanMargin) ** 2 + mean.wrongShare * (1 + syntheticMeanMargin) ** 2,
  };
  const traces = sumTraces(problem.atoms, resolvent.ridge, resolvent.real, resolvent.synthetic);
  return { traces, real, synthetic };
}

function atSignal(form: MeanForm, { signal }: PublishedMean): number {
  return formOfSignals(form, { along: signal.real + signal.synthetic, apart: signal.synthetic });
}
