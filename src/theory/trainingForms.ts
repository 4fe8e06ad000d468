import type { FitNoise } from './response';
import type { Shares } from './shares';
import { formOfSignal, type Traces } from './traces';

/** The second-order quantities of theory.md §2 (§11), in which Q and Q_s are linear whatever the loss (§5). */
export interface TrainingForms {
  /** q(R) and q(P), what the mean of w adds to Q and to Q_s. */
  real: number;
  synthetic: number;
  /** t₁₁, t₁₂ and t₂₂, times N. */
  realReal: number;
  realSynthetic: number;
  syntheticSynthetic: number;
}

/** How the generator's fit noise multiplies forms: what the trainingForms and the second system share. */
export interface FitGain {
  /** n̂ (1 − u)/T + z_s + v, with z_s = tr(γθl/H²) and v = tr(aλθl/H²): 1/k + X − θY of theory.md §11, times θ. */
  readonly open: number;
  /** slack/open; g χ of theory.md §2. */
  readonly gain: number;
}

/** The gain for a resolvent's shares; 1 without fit noise. */
export function fitGain(noise: FitNoise, shares: Shares): FitGain {
  const open = noise.slack + shares.ridgeSynthetic + shares.cross;
  return { open, gain: noise.slack < Infinity ? noise.slack / open : 1 };
}

/**
 * The second-order quantities: minus the derivatives of the first-order ones in a and in b (theory.md §11), in
 * terms of one sign. With G = gain, w = z_s + v, Y = tr(·/H²) and X = tr(l/H):
 *
 *     θ_a = θ² Y_rs/open       θ_b = g G
 *     N t₁₁ = Y_rr + θ_a Y_rs   N t₁₂ = g G Y_rs    N t₂₂ = g² (G Y_ss + X² (w/β)/open)
 *     −∂e₀/∂a = Y_rs/open       −∂e₀/∂b = g² Y_ss/open + G g² X² Σ_{s>r} (pairs of generations)
 */
export function trainingForms(
  traces: Traces,
  shares: Shares,
  noise: FitNoise,
  meanError: boolean,
  signal: { realSignal: number; syntheticSignal: number },
): TrainingForms {
  const { realReal, realSynthetic, syntheticSynthetic, synthetic: trace } = traces;
  const { theta, g, slack } = noise;
  const { realSignal, syntheticSignal } = signal;
  const { open, gain } = fitGain(noise, shares);
  const fitted = slack < Infinity;
  const thetaReal = fitted ? (theta * theta * realSynthetic) / open : 0;
  const thetaSynthetic = g * gain;
  const formReal = formOfSignal(traces.realForm, realSignal, syntheticSignal);
  const formSynthetic = formOfSignal(traces.syntheticForm, realSignal, syntheticSignal);
  let real = formReal + thetaReal * formSynthetic;
  let synthetic = thetaSynthetic * formSynthetic;
  if (meanError) {
    const squared = syntheticSignal * syntheticSignal;
    real += squared * (realSynthetic / open);
    synthetic += squared * ((g * g * syntheticSynthetic) / open + gain * trace * trace * noise.pairNoise);
  }
  const released = shares.ridgeSynthetic + shares.cross;
  const releasedShare = shares.synthetic > 0 ? released / shares.synthetic : 1;
  return {
    real,
    synthetic,
    realReal: realReal + thetaReal * realSynthetic,
    realSynthetic: thetaSynthetic * realSynthetic,
    syntheticSynthetic:
      g * g * (gain * syntheticSynthetic + (fitted ? (trace * trace * releasedShare) / open : 0)),
  };
}
