import { solveExact } from '../exact';
import { sampleGroups } from '../groups';
import type { ExactProblem } from '../problem';

/** The published fixed point and first moments (theory.md §3), with what the second moment needs of them. */
export interface PublishedMean {
  deltaReal: number;
  deltaSynthetic: number;
  /** 0 unless the generator was fitted. */
  deltaGenerator: number;
  /** A_i = γ + real + synthetic·l_i: π/(1+δ_r) and α(1−π)/((1+δ_s)(1+δ_g)). */
  resolvent: { ridge: number; real: number; synthetic: number };
  /** The mean of w is A⁻¹(real·μ + synthetic·μ_s). */
  signal: { real: number; synthetic: number };
  /** M = w·μ and w·μ_s. */
  meanMargin: number;
  syntheticMeanMargin: number;
  /** α, and the shares of the kept synthetic labels that are right and wrong (1 and 0 if none is kept). */
  kept: number;
  rightShare: number;
  wrongShare: number;
}

/**
 * Solves the published fixed point of a problem that the published formulas cover.
 *
 * It has α inside the synthetic equation: δ_s = α tr(l/A)/N, with weight α(1−π)/(1+δ_s). That is the exact fixed
 * point (theory.md §2) of other data: all m samples kept, each with the loss weight α, and wrong with the
 * probability ρε/α of a kept one. Then c_s ν_s = (1−π) α/(1 + α τ_s), so δ_s = α τ_s, and the margins are those
 * of the formulas as well, since (c_c − c_f) ν_s = λ(1−π)/(1+δ_s). The same holds with a fitted generator, where
 * d of §2 times α(1−π)/(1+δ_s) is δ_g.
 */
export function meanOfPublished(problem: ExactProblem): PublishedMean {
  const { labelNoise, keepCorrect, keepIncorrect, realSamples, syntheticSamples } = problem;
  const { rightShare, wrongShare } = sampleGroups(problem);
  const kept = keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise;
  const solution = solveExact({
    ...problem,
    keepCorrect: 1,
    keepIncorrect: 1,
    labelNoise: wrongShare,
    syntheticWeight: kept,
  });
  const { fixedPoint, resolvent, signal, meanMargin, syntheticMeanMargin } = solution;
  const deltaSynthetic = kept * fixedPoint.tauSynthetic;
  const synthetic = syntheticSamples / (realSamples + syntheticSamples);
  return {
    deltaReal: fixedPoint.tauReal,
    deltaSynthetic,
    deltaGenerator: ((kept * synthetic) / (1 + deltaSynthetic)) * fixedPoint.d,
    resolvent,
    signal,
    meanMargin,
    syntheticMeanMargin,
    kept,
    rightShare,
    wrongShare,
  };
}
