import type { Groups } from '../groups';
import { secondOrder, signalForms, varianceSources, type Pair, type SecondOrder } from '../secondOrder';
import type { Signal } from '../traces';
import type { Sensitive } from './groupMoments';
import { marginsOf, signalOf, signalResponse, solveMargins, type Gram, type Margins } from './margins';
import type { Resolvent, Resolvents } from './resolvent';
import type { Rows } from './rows';

/** What training comes to, as its equations know it: a, b, Q and Q_s of theory.md §5. */
export type State = Float64Array;

/** A state, what follows from it, and the state that leads to; a solution leads to itself. */
export interface Update {
  readonly from: State;
  readonly to: State;
  readonly classifier: Classifier;
  readonly margins: Margins;
}

/** What follows from a and b alone. */
export interface Classifier {
  readonly resolvent: Resolvent;
  readonly order: SecondOrder;
  readonly gram: Gram;
  readonly tauReal: number;
  readonly tauSynthetic: number;
}

/** Derivatives of an update by one number of its state. */
export interface Slopes {
  /** Of log to. */
  readonly to: readonly number[];
  readonly signal: Signal;
}

/** What one number of the state changes by itself, the signal and the residuals kept as they are. */
interface OwnSlopes {
  readonly logTau: Pair;
  readonly mean: Pair;
  readonly logVariance: Pair;
  /** Of to's Q and Q_s. */
  readonly variance: Pair;
}

const nothing: Pair = { real: 0, synthetic: 0 };

/** Relative step of the central differences in a and b, whose errors then are near 1e-10. */
const DIFFERENCE = 6e-6;

/** The equations of theory.md §5 for one problem and loss. */
export class StateEquations {
  readonly #groups: Groups;
  readonly #rows: Rows;
  readonly #resolvents: Resolvents;
  /** ρ of every signal. */
  readonly ratio: number;
  /**
   * Offsets of the state's numbers, so that log(number + offset) is what is solved for. Those of a and b are what the
   * ridge hides: rows that are all far on the right side may have an a or b of 0.
   */
  readonly offsets: readonly [number, number, 0, 0];

  constructor(groups: Groups, rows: Rows, resolvents: Resolvents) {
    this.#groups = groups;
    this.#rows = rows;
    this.#resolvents = resolvents;
    this.ratio = resolvents.ratio;
    this.offsets = [...resolvents.hidden, 0, 0];
  }

  /**
   * One pass from a state: the resolvent and τ, the mean margins there, what the rows do at these, and from that the
   * next a, b, Q and Q_s.
   * @param near a signal near which that of the state is looked for
   * @returns null if the numbers leave the range of double precision
   */
  update(from: State, near: Signal): Update | null {
    const classifier = this.#classifier(from[0]!, from[1]!);
    const { gram, tauReal, tauSynthetic } = classifier;
    const spreads = { tauReal, variance: from[2]!, tauSynthetic, syntheticVariance: from[3]! };
    const margins = solveMargins(gram, spreads, this.#rows, near);
    if (margins === null) return null;
    const { real, synthetic } = margins;
    const variances = this.#variances(classifier, margins);
    const to = Float64Array.of(
      real.curvature.value,
      synthetic.curvature.value,
      variances.real,
      variances.synthetic,
    );
    return { from, to, classifier, margins };
  }

  #classifier(a: number, b: number): Classifier {
    const { total, meanError } = this.#groups;
    const resolvent = this.#resolvents.at(a, b);
    const { noise, traces, shares } = resolvent;
    const { mean, cross, shift } = traces.resolvent;
    return {
      resolvent,
      order: secondOrder(traces, shares, noise, meanError),
      gram: {
        ratio: this.ratio,
        mean,
        cross,
        shift: shift + (meanError ? noise.noise * traces.synthetic : 0),
      },
      tauReal: traces.real / total,
      tauSynthetic: (noise.g * traces.synthetic) / total,
    };
  }

  /** Q and Q_s from the signal and the residuals. */
  #variances({ order, resolvent }: Classifier, { signal, real, synthetic }: Margins): Pair {
    const { total } = this.#groups;
    const forms = signalForms(order, resolvent.traces, signal);
    return varianceSources(order, forms, real.squaredPull.value / total, synthetic.squaredPull.value / total);
  }

  /** The derivatives of an update by log(from[j] + offset), for every j; 0 by numbers that are 0 without an offset. */
  slopes({ from, to, classifier, margins }: Update): Slopes[] {
    return Array.from(from, (value, j) => {
      const size = value + this.offsets[j]!;
      if (size === 0) return { to: Array.from(from, () => 0), signal: { along: 0, apart: 0 } };
      const slopes = this.#slopes(classifier, margins, this.#ownSlopes(from, margins, j));
      return {
        ...slopes,
        to: slopes.to.map((slope, i) => (slope === 0 ? 0 : slope / (to[i]! + this.offsets[i]!))),
      };
    });
  }

  #ownSlopes(from: State, margins: Margins, j: number): OwnSlopes {
    if (j >= 2) {
      const logVariance = { real: j === 2 ? 1 : 0, synthetic: j === 3 ? 1 : 0 };
      return { logTau: nothing, mean: nothing, logVariance, variance: nothing };
    }
    const step = DIFFERENCE * (from[j]! + this.offsets[j]!);
    const lowest = Math.max(0, from[j]! - step);
    const at = (value: number) => {
      const classifier = j === 0 ? this.#classifier(value, from[1]!) : this.#classifier(from[0]!, value);
      const { gram, tauReal, tauSynthetic } = classifier;
      return {
        logTau: { real: Math.log(tauReal), synthetic: Math.log(tauSynthetic) },
        mean: marginsOf(gram, margins.signal),
        variance: this.#variances(classifier, margins),
      };
    };
    const above = at(from[j]! + step);
    const below = at(lowest);
    const width = (DIFFERENCE * (from[j]! + step - lowest)) / step;
    const slope = (key: keyof typeof above): Pair => ({
      real: (above[key].real - below[key].real) / width,
      synthetic: (above[key].synthetic - below[key].synthetic) / width,
    });
    return {
      logTau: slope('logTau'),
      mean: slope('mean'),
      logVariance: nothing,
      variance: slope('variance'),
    };
  }

  /** Slopes of to's four numbers: the margins' means follow what the rows pull with, and the rows follow both. */
  #slopes(classifier: Classifier, margins: Margins, own: OwnSlopes): Slopes {
    const { order, gram, resolvent } = classifier;
    const { real, synthetic, signal } = margins;
    const { total } = this.#groups;
    const realPull = slopeOf(real.pull, own, own.mean.real, 'real');
    const syntheticPull = slopeOf(synthetic.pull, own, own.mean.synthetic, 'synthetic');
    const pull = signalOf(gram, { real: realPull, synthetic: syntheticPull });
    const response = signalResponse(gram, margins, pull);
    const follows = marginsOf(gram, response);
    const mean = own.mean.real + follows.real;
    const syntheticMean = own.mean.synthetic + follows.synthetic;
    const forms = signalForms(order, resolvent.traces, signal, response);
    const residuals = varianceSources(
      order,
      { real: 2 * forms.real, synthetic: 2 * forms.synthetic },
      slopeOf(real.squaredPull, own, mean, 'real') / total,
      slopeOf(synthetic.squaredPull, own, syntheticMean, 'synthetic') / total,
    );
    const to = [
      slopeOf(real.curvature, own, mean, 'real'),
      slopeOf(synthetic.curvature, own, syntheticMean, 'synthetic'),
      own.variance.real + residuals.real,
      own.variance.synthetic + residuals.synthetic,
    ];
    return { to, signal: response };
  }
}

/** The slope of a mean over rows. A slope of 0 stays 0 whatever the law's, which may have no logarithm. */
function slopeOf(mean: Sensitive, own: OwnSlopes, meanMargin: number, rows: keyof Pair): number {
  const byTau = mean.logTau === 0 ? 0 : mean.logTau * own.logTau[rows];
  const byVariance = mean.logVariance === 0 ? 0 : mean.logVariance * own.logVariance[rows];
  return byTau + mean.mean * meanMargin + byVariance;
}
