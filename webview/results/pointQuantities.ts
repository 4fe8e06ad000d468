import type { Derived, Estimate, Outcome, PointDetails, ResultPoint } from '../../src/engine/messages';
import { formatCount, formatShort, formatTable } from '../numbers';

/** One quantity of a point as a row shows it. */
export interface Quantity {
  readonly symbol?: string;
  readonly label: string;
  /** What it is, for the hover card. */
  readonly help: string;
  /** In full, for copying; null where there is no value. */
  readonly value: number | null;
  readonly text: string;
  /** Why it has no value, or what else is to be said of it. */
  readonly note?: string | undefined;
}

export interface QuantityGroup {
  readonly title: string;
  readonly rows: readonly Quantity[];
}

/** One measure of performance: what the theories say and what the simulation has measured. */
export interface PerformanceRow {
  readonly symbol?: string;
  readonly label: string;
  readonly help: string;
  /** By theory, in the order of `theories`; null where it has no value. */
  readonly predicted: readonly (number | null)[];
  readonly measured: Estimate | null;
  /** Simulation minus exact theory in standard errors; null where they cannot be compared. */
  readonly difference: number | null;
}

export interface PerformanceTable {
  /** The theories that have something to say, the exact one first. */
  readonly theories: readonly Theory[];
  readonly rows: readonly PerformanceRow[];
  /** Repetitions that the simulation is the mean of; 0 without one. */
  readonly repetitions: number;
  /** Why a theory has no value here. */
  readonly reasons: readonly { readonly theory: Theory; readonly reason: string }[];
}

const theories = ['exact', 'nearest', 'published', 'independentNoise'] as const;
export type Theory = (typeof theories)[number];

const performances = [
  ['accuracy', '', 'Test accuracy', 'Share of fresh real rows that are classified right.'],
  ['risk', '', 'Squared error', 'Mean squared difference of label and score on fresh real rows.'],
  [
    'meanMargin',
    'M',
    'Mean margin',
    'M = w·μ: mean of the score on the side of the right class. Of several classes: own score less another class’s.',
  ],
  [
    'marginVariance',
    'Q',
    'Margin variance',
    'Q = wᵀCw: variance of the score within a class. Of several classes: of the difference of two scores.',
  ],
  ['ownScore', '', 'Own score', 'Mean score of the class that a row belongs to.'],
  ['otherScore', '', 'Other scores', 'Mean score of a class that a row does not belong to.'],
  ['scoreVariance', '', 'Score variance', 'Variance of one class’s score on the rows of a class.'],
  ['scoreCovariance', '', 'Score covariance', 'Covariance of the scores of two classes.'],
] as const;

/** Theories and simulation side by side. A simulation of other parameters is shown, but not compared. */
export function performanceOf({ theory, simulation }: ResultPoint, outOfDate: boolean): PerformanceTable {
  // The nearest theory takes the exact one's column, not its reason.
  const given = theories.filter((name) => theory[name] !== undefined);
  const asked = theory.nearest === undefined ? given : given.filter((name) => name !== 'exact');
  const rows = performances.flatMap(([metric, symbol, label, help]): PerformanceRow[] => {
    const predicted = asked.map((name) => {
      const prediction = theory[name];
      return prediction === undefined || 'error' in prediction ? null : (prediction[metric] ?? null);
    });
    const measured = simulation?.[metric] ?? null;
    if (metric !== 'accuracy' && measured === null && predicted.every((value) => value === null)) return [];
    const [exact = null] = predicted;
    const error = measured?.standardError ?? 0;
    const difference =
      outOfDate || exact === null || measured === null || error === 0
        ? null
        : (measured.mean - exact) / error;
    return [{ ...(symbol === '' ? {} : { symbol }), label, help, predicted, measured, difference }];
  });
  const reasons = given.flatMap((name) => {
    const prediction = theory[name];
    if (prediction === undefined) return [];
    if ('error' in prediction) return [{ theory: name, reason: prediction.error }];
    return 'of' in prediction ? [{ theory: name, reason: `that of ${prediction.of}.` }] : [];
  });
  return { theories: asked, rows, repetitions: simulation?.repetitions ?? 0, reasons };
}

/**
 * What else is known of a point, in groups.
 * @param details undefined while they are on their way
 */
export function quantitiesOf(
  point: ResultPoint,
  details: Outcome<PointDetails> | undefined,
): QuantityGroup[] {
  const { derived } = point;
  if ('error' in derived) {
    const rows = [worthOf(details)];
    return [{ title: 'In comparison', rows }];
  }
  return [
    { title: 'In comparison', rows: comparison(point, derived, details) },
    { title: 'Trained on', rows: trainingData(derived) },
    ...(derived.fixedPoint === null ? [] : [{ title: 'Fixed point', rows: fixedPoint(derived.fixedPoint) }]),
  ];
}

function comparison(
  { theory }: ResultPoint,
  derived: Derived,
  details: Outcome<PointDetails> | undefined,
): Quantity[] {
  const { bayesAccuracy, realOnly, allReal } = derived;
  const exact = theory.exact;
  const accuracy = exact === undefined || 'error' in exact ? null : exact.accuracy;
  const gain = accuracy === null || typeof realOnly !== 'number' ? null : accuracy - realOnly;
  return [
    {
      label: 'Best possible (Bayes)',
      help: 'Accuracy of the best classifier there is, which knows the distribution of the data.',
      value: bayesAccuracy,
      text: formatTable(bayesAccuracy),
    },
    reference('Real data only', 'Accuracy of training on the n real rows alone.', realOnly),
    reference('n + m real rows', 'Accuracy if every synthetic row were a real one.', allReal),
    {
      label: 'Gain over real data',
      help: 'Accuracy less that of training on the real rows alone.',
      value: gain,
      text: gain === null ? '–' : `${gain > 0 ? '+' : ''}${formatDifference(gain)}`,
    },
    worthOf(details),
    ...thresholdOf(details),
  ];
}

function reference(label: string, help: string, value: number | { readonly error: string }): Quantity {
  return typeof value === 'number'
    ? { label, help, value, text: formatTable(value) }
    : { label, help, value: null, text: '–', note: value.error };
}

const waiting = { value: null, text: '…' } as const;

function worthOf(details: Outcome<PointDetails> | undefined): Quantity {
  const naming = {
    label: 'Worth',
    help: 'So many real rows alone, with the same loss and ridge, reach the same accuracy: the effective number of samples.',
  };
  if (details === undefined) return { ...naming, ...waiting };
  const worth = details.ok ? details.value.effectiveSamples : details;
  if (typeof worth !== 'number') return { ...naming, value: null, text: '–', note: worth.error };
  return { ...naming, value: worth, text: `${formatShort(worth)} real rows` };
}

function thresholdOf(details: Outcome<PointDetails> | undefined): Quantity[] {
  const best = details?.ok === true ? details.value.threshold : null;
  // Several classes have no threshold, and nobody expects one.
  if (best === null || 'error' in best) return [];
  const { threshold, accuracy, accuracyAtZero } = best;
  return [
    {
      symbol: 't',
      label: 'Best threshold',
      help: 'The score above which it is best to predict the class +1, which is not as frequent as the class −1.',
      value: threshold,
      text: threshold === null ? '–' : formatTable(threshold),
      note: threshold === null ? 'It is best to predict the more frequent class always.' : undefined,
    },
    {
      label: 'Accuracy with it',
      help: `Accuracy with the best threshold. With the threshold 0 it is ${formatTable(accuracyAtZero)}.`,
      value: accuracy,
      text: formatTable(accuracy),
    },
  ];
}

function trainingData(derived: Derived): Quantity[] {
  const { realSamples, syntheticSamples, labelNoise, keepCorrect, keepIncorrect } = derived;
  const count = (symbol: string, label: string, help: string, value: number): Quantity => ({
    symbol,
    label,
    help,
    value,
    text: formatCount(value),
  });
  const share = (symbol: string, label: string, help: string, value: number | null): Quantity => ({
    symbol,
    label,
    help,
    value,
    text: value === null ? '–' : formatShort(value, 4),
  });
  return [
    count('n', 'Real rows', 'Real rows that are trained on.', realSamples),
    count('m', 'Synthetic rows', 'Synthetic rows before the verifier prunes them.', syntheticSamples),
    share(
      'ε',
      'Label noise',
      'Share of wrong synthetic labels, as it is used: given, found for a self-trained labeller, or what linear labels amount to.',
      labelNoise,
    ),
    share('φ', 'Right labels kept', 'Share of the right labels that the verifier keeps.', keepCorrect),
    share('ρ', 'Wrong labels kept', 'Share of the wrong labels that the verifier keeps.', keepIncorrect),
    share(
      'α',
      'Kept fraction',
      'α = φ(1 − ε) + ρε: share of the synthetic rows that are kept.',
      derived.keptFraction,
    ),
    share(
      'λ',
      'Kept signal',
      'λ = φ(1 − ε) − ρε: below 0 the kept labels point the wrong way. Of K classes ρ counts as ρ/(K − 1).',
      derived.keptSignal,
    ),
  ];
}

function fixedPoint({ tauReal, tauSynthetic, d }: NonNullable<Derived['fixedPoint']>): Quantity[] {
  const row = (symbol: string, label: string, help: string, value: number): Quantity => ({
    symbol,
    label,
    help,
    value,
    text: formatTable(value),
  });
  return [
    row('τ_r', 'Leverage of a real row', 'How far one real row pulls its own score.', tauReal),
    row('τ_s', 'Leverage of a synthetic row', 'How far one synthetic row pulls its own score.', tauSynthetic),
    row('d', 'Damage by the fit', 'What the noise in the generator’s covariance does; 0 without a fit.', d),
  ];
}

/** A difference of accuracies, always to four decimals. */
export function formatDifference(value: number): string {
  return formatTable(Number(value.toFixed(4)));
}
