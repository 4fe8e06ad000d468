import type { FitNoise } from './generator/response';
import type { Shares } from './shares';
import { formOfSignals, type Signal, type Traces } from './traces';

/** How the generator's fit noise multiplies second-order quantities. */
export interface FitGain {
  /** slack + z_s + v, with z_s = tr(γθl/H²) and v = tr(aλθl/H²): θ times 1/k + X − θY of theory.md §11. */
  readonly open: number;
  /** slack/open; gχ of theory.md §2. */
  readonly gain: number;
}

/** The gain for a resolvent's shares; 1 without fit noise, where open = ∞. */
export function fitGain(noise: FitNoise, shares: Shares): FitGain {
  const open = noise.slack + shares.ridgeSynthetic + shares.cross;
  return { open, gain: noise.slack < Infinity ? noise.slack / open : 1 };
}

/** In what Q and Q_s are linear, whatever the loss and the number of classes (theory.md §2, §5, §10, §11). */
export interface SecondOrder {
  /** R = λ + realShare · l and P = syntheticShare · l. */
  readonly realShare: number;
  readonly syntheticShare: number;
  /** What the fit noise of the generator's mean adds to q(R) and q(P) for b_s = 1; 0 without mean error. */
  readonly meanNoiseReal: number;
  readonly meanNoiseSynthetic: number;
  /** t₁₁, t₁₂ and t₂₂, times N. */
  readonly realReal: number;
  readonly realSynthetic: number;
  readonly syntheticSynthetic: number;
}

/**
 * The second-order quantities: minus the derivatives of the first-order ones in a and in b (theory.md §11), in
 * terms of one sign. With G = gain, w = z_s + v, Y = tr(·/H²) and X = tr(l/H):
 *
 *     θ_a = θ² Y_rs/open       θ_b = g G
 *     N t₁₁ = Y_rr + θ_a Y_rs   N t₁₂ = g G Y_rs    N t₂₂ = g² (G Y_ss + X² (w/β)/open)
 *     −∂e₀/∂a = Y_rs/open       −∂e₀/∂b = g² Y_ss/open + G g² X² Σ_{s>r} (pairs of generations)
 */
export function secondOrder(
  traces: Traces,
  shares: Shares,
  noise: FitNoise,
  meanError: boolean,
): SecondOrder {
  const { realReal, realSynthetic, syntheticSynthetic, synthetic: trace } = traces;
  const { theta, g } = noise;
  const { open, gain } = fitGain(noise, shares);
  const fitted = open < Infinity;
  const realShare = fitted ? (theta * theta * realSynthetic) / open : 0;
  const syntheticShare = g * gain;
  const released = shares.ridgeSynthetic + shares.cross;
  const releasedShare = shares.synthetic > 0 ? released / shares.synthetic : 1;
  return {
    realShare,
    syntheticShare,
    meanNoiseReal: meanError ? realSynthetic / open : 0,
    meanNoiseSynthetic: meanError
      ? (g * g * syntheticSynthetic) / open + gain * trace * trace * noise.pairNoise
      : 0,
    realReal: realReal + realShare * realSynthetic,
    realSynthetic: syntheticShare * realSynthetic,
    syntheticSynthetic:
      g * g * (gain * syntheticSynthetic + (fitted ? (trace * trace * releasedShare) / open : 0)),
  };
}

/** Two numbers that go with C and with C_s: what drives Q and Q_s, or Q and Q_s themselves. */
export interface Pair {
  readonly real: number;
  readonly synthetic: number;
}

/** q(R) and q(P) at a mean of w: what it adds to Q and to Q_s. With a second mean, the bilinear forms at the two. */
export function signalForms(order: SecondOrder, traces: Traces, signal: Signal, other = signal): Pair {
  const formReal = formOfSignals(traces.realForm, signal, other);
  const formSynthetic = formOfSignals(traces.syntheticForm, signal, other);
  const squared = signal.apart * other.apart;
  return {
    real: formReal + order.realShare * formSynthetic + squared * order.meanNoiseReal,
    synthetic: order.syntheticShare * formSynthetic + squared * order.meanNoiseSynthetic,
  };
}

/**
 * The right-hand side of the second system: the forms of the mean of w, and what the rows' residuals add.
 * @param residualReal E_r/N
 * @param residualSynthetic E_s/N
 */
export function varianceSources(
  { realReal, realSynthetic, syntheticSynthetic }: SecondOrder,
  forms: Pair,
  residualReal: number,
  residualSynthetic: number,
): Pair {
  return {
    real: forms.real + residualReal * realReal + residualSynthetic * realSynthetic,
    synthetic: forms.synthetic + residualReal * realSynthetic + residualSynthetic * syntheticSynthetic,
  };
}
