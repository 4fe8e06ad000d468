import type { Groups } from '../groups';
import { secondOrder, signalForms, varianceSources } from '../secondOrder';
import type { GroupMoments, MomentsOf, Sensitive } from './groupMoments';
import type { Resolvent, Resolvents } from './resolvent';

/** τ, M and Q of the real rows, then those of the generator's (theory.md §5): τ_r, M, Q, τ_s, M_s, Q_s. */
export type State = Float64Array;

/** A state's numbers by name. */
export function namedState(state: State) {
  return {
    tauReal: state[0]!,
    meanMargin: state[1]!,
    marginVariance: state[2]!,
    tauSynthetic: state[3]!,
    syntheticMeanMargin: state[4]!,
    syntheticMarginVariance: state[5]!,
  };
}

/** What the groups put into the classifier: a, b, b_r, b_s, c_r E_r and c_c E_c + c_f E_f. */
export type Drive = Float64Array;

/** Numbers in a State and in a Drive. */
export const SIZE = 6;

/** The equations' right-hand sides at a state. */
export interface Update {
  readonly state: State;
  readonly drive: Drive;
  readonly resolvent: Resolvent;
  /** 6×6 by rows: derivatives of the drive by log τ_r, M, log Q, log τ_s, M_s, log Q_s. */
  readonly driveByState: Float64Array;
}

/** Relative step of the central differences in a and b, whose errors then are near 1e-10. */
const DIFFERENCE = 6e-6;

/** The state equations of theory.md §5 for one problem and loss: state = update(state).state. */
export class StateEquations {
  readonly #groups: Groups;
  readonly #moments: MomentsOf;
  readonly #weights: { readonly real: number; readonly synthetic: number };
  readonly #resolvents: Resolvents;

  constructor(
    groups: Groups,
    moments: MomentsOf,
    weights: { readonly real: number; readonly synthetic: number },
    resolvents: Resolvents,
  ) {
    this.#groups = groups;
    this.#moments = moments;
    this.#weights = weights;
    this.#resolvents = resolvents;
  }

  /** One pass: from the laws of the margins to what the rows do, to the classifier, to the laws of the margins. */
  update(state: State): Update {
    const { total, fresh, synthetic, rightShare, wrongShare } = this.#groups;
    const drive = new Float64Array(SIZE);
    const driveByState = new Float64Array(SIZE * SIZE);
    const [tauReal, mean, variance, tauSynthetic, syntheticMean, syntheticVariance] = state;
    const add = (share: number, first: number, sign: 1 | -1, moments: GroupMoments) => {
      const rows = first === 0 ? REAL_ROWS : SYNTHETIC_ROWS;
      collect(drive, driveByState, rows[0], first, share, sign, moments.curvature);
      collect(drive, driveByState, rows[1], first, share * sign, sign, moments.pull);
      collect(drive, driveByState, rows[2], first, share, sign, moments.squaredPull);
    };
    if (fresh > 0) {
      const { real: weight } = this.#weights;
      add(fresh / total, 0, 1, this.#moments({ weight, tau: tauReal!, mean: mean!, variance: variance! }));
    }
    const own = { weight: this.#weights.synthetic, tau: tauSynthetic!, variance: syntheticVariance! };
    const share = synthetic / total;
    if (share * rightShare > 0)
      add(share * rightShare, 3, 1, this.#moments({ ...own, mean: syntheticMean! }));
    if (share * wrongShare > 0)
      add(share * wrongShare, 3, -1, this.#moments({ ...own, mean: -syntheticMean! }));
    const resolvent = this.#resolvents.at(drive[0]!, drive[1]!);
    return { state: this.#stateOf(resolvent, drive), drive, resolvent, driveByState };
  }

  /** M, M_s, Q, Q_s and τ_r, τ_s from a resolvent and what drives the classifier. */
  #stateOf({ noise, traces, shares }: Resolvent, drive: Drive): State {
    const { total, meanError } = this.#groups;
    const [, , realSignal = 0, syntheticSignal = 0, realNoise = 0, syntheticNoise = 0] = drive;
    const { mean: i0, cross, shift } = traces.resolvent;
    const i1 = i0 + cross;
    const i2 = i1 + cross + shift + (meanError ? noise.noise * traces.synthetic : 0);
    const order = secondOrder(traces, shares, noise, meanError);
    const forms = signalForms(order, traces, realSignal, syntheticSignal);
    const variances = varianceSources(order, forms, realNoise / total, syntheticNoise / total);
    return Float64Array.of(
      traces.real / total,
      realSignal * i0 + syntheticSignal * i1,
      variances.real,
      (noise.g * traces.synthetic) / total,
      realSignal * i1 + syntheticSignal * i2,
      variances.synthetic,
    );
  }

  /** 6×6 by rows: derivatives of update(state).state, τ and Q in logarithms on both sides. */
  jacobian(update: Update): Float64Array {
    const { drive, resolvent, driveByState, state } = update;
    const stateByDrive = new Float64Array(SIZE * SIZE);
    const signalScale = Math.abs(drive[2]!) + Math.abs(drive[3]!);
    for (let j = 0; j < SIZE; j++) {
      // In the signals the state is quadratic and in the squares linear: any difference is exact but for rounding.
      const step = j < 2 ? DIFFERENCE * drive[j]! : 0.01 * (j < 4 ? signalScale : drive[j]!);
      if (step === 0) continue;
      const at = (sign: 1 | -1) => {
        const moved = drive.slice();
        moved[j]! += sign * step;
        return this.#stateOf(j < 2 ? this.#resolvents.at(moved[0]!, moved[1]!) : resolvent, moved);
      };
      const above = at(1);
      const below = at(-1);
      for (let i = 0; i < SIZE; i++) {
        const scale = i === 1 || i === 4 ? 1 : state[i]!;
        const difference = (above[i]! - below[i]!) / (2 * step);
        stateByDrive[i * SIZE + j] = difference === 0 ? 0 : difference / scale;
      }
    }
    const product = new Float64Array(SIZE * SIZE);
    for (let i = 0; i < SIZE; i++) {
      for (let j = 0; j < SIZE; j++) {
        let sum = 0;
        for (let k = 0; k < SIZE; k++) sum += stateByDrive[i * SIZE + k]! * driveByState[k * SIZE + j]!;
        product[i * SIZE + j] = sum;
      }
    }
    return product;
  }
}

/** Where the curvature, the pull and its square go in a Drive. */
const REAL_ROWS = [0, 2, 4] as const;
const SYNTHETIC_ROWS = [1, 3, 5] as const;

/** Adds `share` of a mean to one number of the drive; `sign` is that of the group's M in the state's. */
function collect(
  drive: Drive,
  driveByState: Float64Array,
  row: number,
  first: number,
  share: number,
  sign: 1 | -1,
  mean: Sensitive,
): void {
  drive[row]! += share * mean.value;
  const at = row * SIZE + first;
  driveByState[at]! += share * mean.logTau;
  driveByState[at + 1]! += share * sign * mean.mean;
  driveByState[at + 2]! += share * mean.logVariance;
}
