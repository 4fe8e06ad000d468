import type { Metric, TheoryVariant } from '../experiment/schema';
import type { SeriesInsights } from './insights/insights';
import type { SpectralLawTable, SpectrumHistogram } from './spectrum/model';
import type { PairedEstimate, Verdict } from './statistics/model';

/** What is measured and predicted of one trained classifier (theory.md §1, "Metrics"); a gain is a difference of two. */
export type MeasuredMetric = Exclude<Metric, 'gain'>;
export const metrics: readonly MeasuredMetric[] = ['accuracy', 'risk', 'meanMargin', 'marginVariance'];

/**
 * What is measured and predicted besides where there are more than two classes (theory.md §10): means of the diagonal
 * and of the other entries of A (a class's mean scores) and of Q (the scores' covariance).
 */
export type ClassMetric = 'ownScore' | 'otherScore' | 'scoreVariance' | 'scoreCovariance';
export const classMetrics: readonly ClassMetric[] = [
  'ownScore',
  'otherScore',
  'scoreVariance',
  'scoreCovariance',
];

/** All that is measured at a point with so many classes. */
export function metricsOf(classes: number): readonly (MeasuredMetric | ClassMetric)[] {
  return classes > 2 ? [...metrics, ...classMetrics] : metrics;
}

/** Values of the metrics at one point; those of several classes only where there are several. */
export type MetricValues = Readonly<Record<MeasuredMetric, number> & Partial<Record<ClassMetric, number>>>;

/** A theory's prediction at a point, or the sentence why there is none. */
export type Prediction = MetricValues | { readonly error: string };

/** What the exact theory predicts of the nearest point that it covers, where it does not cover the point itself. */
export type NearestPrediction = MetricValues & {
  /** What that point has in place of what is not covered: "Gaussian features". */
  readonly of: string;
};

/** The theories that are drawn: the variants, and in the exact one's place the nearest. */
export type DrawnTheory = TheoryVariant | 'nearest';

/** Predictions at a point: of the variants that are asked for, and the nearest where the exact one has no value. */
export type Predictions = Readonly<
  Partial<Record<TheoryVariant, Prediction>> & { nearest?: NearestPrediction }
>;

/** One metric over the repetitions of a point. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation / √repetitions; null for a single repetition, which has none. */
  readonly standardError: number | null;
  /** One value per repetition, in the repetitions' order. Results files have them; what is only shown does not. */
  readonly values?: readonly number[];
}

/** What the simulation measured at a point. */
export interface Measurement extends Readonly<
  Record<MeasuredMetric, Estimate> & Partial<Record<ClassMetric, Estimate>>
> {
  readonly repetitions: number;
  /** Which repetitions they are, in their order, where they are not the first ones: of a cancelled run. */
  readonly numbers?: readonly number[];
}

/** One simulation minus another, by repetition. */
export interface PairedDifferences extends Readonly<
  Record<MeasuredMetric, PairedEstimate> & Partial<Record<ClassMetric, PairedEstimate>>
> {
  /** Those that both have. */
  readonly repetitions: number;
}

/** Quantities that follow from a point's parameters and help to read it. */
export interface Derived {
  /** n and m as they were used. */
  readonly realSamples: number;
  readonly syntheticSamples: number;
  /**
   * ε as it was used: for a self-trained labeller it depends on the point, for linear labels it follows from their
   * alignment. Null, like the next four, where the theory does not cover what it would follow from.
   */
  readonly labelNoise: number | null;
  /** φ */
  readonly keepCorrect: number | null;
  /** ρ */
  readonly keepIncorrect: number | null;
  /** α = φ(1−ε) + ρε */
  readonly keptFraction: number | null;
  /** λ = φ(1−ε) − ρε; of K classes φ(1−ε) − ρε/(K−1), since a wrong label is any of the others. */
  readonly keptSignal: number | null;
  /** Accuracy of the best possible classifier (theory.md §4). */
  readonly bayesAccuracy: number;
  /** Accuracy of training on the n real rows alone (m = 0), by the exact theory, or why there is none. */
  readonly realOnly: Reference;
  /** Accuracy of training on n + m real rows, by the exact theory, or why there is none. */
  readonly allReal: Reference;
  /** τ_r, τ_s and d of the exact theory (theory.md §2); null where it has no value. */
  readonly fixedPoint: FixedPoint | null;
  /** The same of the published formulas, where they are asked for and have a value. */
  readonly publishedFixedPoint?: PublishedFixedPoint;
}

/** An accuracy to compare with, or the sentence why there is none. */
export type Reference = number | { readonly error: string };

export interface FixedPoint {
  readonly tauReal: number;
  readonly tauSynthetic: number;
  readonly d: number;
}

/** The published δ_r, δ_s and δ_g (theory.md §3) as what they are of τ_r, τ_s and d; null for those that a form lacks. */
export interface PublishedFixedPoint {
  readonly tauReal: number | null;
  readonly tauSynthetic: number;
  readonly d: number | null;
}

export interface ResultPoint {
  /** The sweep's value; null without a sweep. */
  readonly x: number | null;
  /** The second sweep's value. */
  readonly y: number | null;
  readonly derived: Derived | { readonly error: string };
  readonly theory: Predictions;
  /** Stands for all that determines the repetitions' numbers (`pointKey`). */
  readonly key?: string;
  /** Missing while nothing has been simulated at this point. */
  readonly simulation?: Measurement;
  /** The simulation minus that of the first series at the same place; missing in the first series. */
  readonly againstFirst?: PairedDifferences;
  /**
   * Of a chart of kind "spectrum": the law of the eigenvalues of the generator's covariance, or why there is none, and
   * those that were simulated in place of trainings. Missing without a fitted generator.
   */
  readonly spectralLaw?: SpectralLawTable | { readonly error: string };
  readonly spectrum?: SpectrumHistogram;
}

export interface ResultSeries {
  readonly label: string;
  readonly points: readonly ResultPoint[];
  /** Turns, break-even points and best values, by the exact theory. Missing while they are not known. */
  readonly insights?: SeriesInsights;
}

export type RunStatus = 'complete' | 'cancelled' | 'failed';

/** Where results were computed: system and processor as Node.js names them, its version, and how many workers. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly node: string;
  readonly workers?: number;
}

/** A results file: `NAME.results.json`. */
export interface ResultsDocument {
  readonly format: 'resolvent-results';
  readonly version: 1;
  /** The experiment as it was run. */
  readonly spec: unknown;
  /** SHA-256 of the experiment's meaning: two files with the same hash have the same numbers. */
  readonly specHash: string;
  /** Version of the engine that computed it. */
  readonly engine: string;
  /** Which random numbers it draws (`streamLayout`); files from before have none. */
  readonly streams?: number;
  /** What it was computed on. */
  readonly platform?: Platform;
  readonly seed: number;
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string;
  readonly status: RunStatus;
  /** Why a failed run failed. */
  readonly reason?: string;
  readonly series: readonly ResultSeries[];
  readonly warnings: readonly string[];
  /** How simulation and exact theory compare in the chart's metric; missing where nothing can be compared. */
  readonly verdict?: Verdict;
}

/**
 * What a variant of the theory says of a metric at a point; null where it says nothing. A gain is the variant's
 * accuracy minus the exact theory's of the real data alone.
 */
export function predictedValue(
  { theory, derived }: Pick<ResultPoint, 'theory' | 'derived'>,
  metric: Metric,
  variant: DrawnTheory = 'exact',
): number | null {
  const prediction = theory[variant];
  if (!isPredicted(prediction)) return null;
  if (metric !== 'gain') return prediction[metric];
  const realOnly = realOnlyOf(derived);
  return realOnly === null ? null : prediction.accuracy - realOnly;
}

/**
 * What the simulation measured of a metric at a point; null where it did not. A gain is the measured accuracy minus
 * the exact theory's of the real data alone, which has no error of its own.
 */
export function measuredEstimate(
  { simulation, derived }: Pick<ResultPoint, 'simulation' | 'derived'>,
  metric: Metric,
): Estimate | null {
  if (simulation === undefined) return null;
  if (metric !== 'gain') return simulation[metric];
  const realOnly = realOnlyOf(derived);
  if (realOnly === null) return null;
  const { mean, standardError, values } = simulation.accuracy;
  const gain = { mean: mean - realOnly, standardError };
  return values === undefined ? gain : { ...gain, values: values.map((value) => value - realOnly) };
}

/**
 * What the simulation measured of a metric at a point minus what it measured of the first series there, by repetition;
 * null where it did not. Of gains, which are counted from different accuracies of the real data alone, that is as exact.
 */
export function pairedEstimate(
  point: Pick<ResultPoint, 'againstFirst' | 'derived'>,
  first: Pick<ResultPoint, 'derived'>,
  metric: Metric,
): PairedEstimate | null {
  const { againstFirst } = point;
  if (againstFirst === undefined) return null;
  if (metric !== 'gain') return againstFirst[metric];
  const [own, firsts] = [realOnlyOf(point.derived), realOnlyOf(first.derived)];
  if (own === null || firsts === null) return null;
  const { mean, ...spread } = againstFirst.accuracy;
  return { mean: mean - (own - firsts), ...spread };
}

function realOnlyOf(derived: ResultPoint['derived']): number | null {
  return !('error' in derived) && typeof derived.realOnly === 'number' ? derived.realOnly : null;
}

/**
 * What the nearest theories of some points are of: "Gaussian features", each once, and none that is a part of another:
 * that one names it too.
 */
export function namesOfNearest(points: readonly Pick<ResultPoint, 'theory'>[]): string[] {
  const all = [...new Set(points.flatMap(({ theory }) => theory.nearest?.of ?? []))];
  return all.filter((name) => !all.some((other) => other !== name && other.includes(name)));
}

/** What the exact theory says of a metric at a point, or in its place the nearest. */
export function predictedOrNearest(
  point: Pick<ResultPoint, 'theory' | 'derived'>,
  metric: Metric,
): number | null {
  return predictedValue(point, metric) ?? predictedValue(point, metric, 'nearest');
}

/** Whether a prediction is there: a value rather than a reason. */
export function isPredicted(prediction: Prediction | undefined): prediction is MetricValues {
  return prediction !== undefined && !('error' in prediction);
}
