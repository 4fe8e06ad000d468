import type { Metric } from '../experiment/schema';

/** What is measured and predicted of one trained classifier (theory.md §1, "Metrics"). */
export const metrics: readonly Metric[] = ['accuracy', 'risk', 'meanMargin', 'marginVariance'];

/** Values of all metrics at one point. */
export type MetricValues = Readonly<Record<Metric, number>>;

/** A theory's prediction at a point, or the sentence why there is none. */
export type Prediction = MetricValues | { readonly error: string };

/** One metric over the repetitions of a point. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation / √repetitions; null for a single repetition, which has none. */
  readonly standardError: number | null;
  /** One value per repetition, in the repetitions' order. Results files have them; what is only shown does not. */
  readonly values?: readonly number[];
}

/** What the simulation measured at a point. */
export interface Measurement extends Readonly<Record<Metric, Estimate>> {
  readonly repetitions: number;
}

/** Quantities that follow from a point's parameters and help to read it. */
export interface Derived {
  /** n and m as they were used. */
  readonly realSamples: number;
  readonly syntheticSamples: number;
  /** ε as it was used: for a self-trained labeller it depends on the point. */
  readonly labelNoise: number;
  /** α = φ(1−ε) + ρε */
  readonly keptFraction: number;
  /** λ = φ(1−ε) − ρε */
  readonly keptSignal: number;
  /** Accuracy of the best possible classifier (theory.md §4). */
  readonly bayesAccuracy: number;
}

export interface ResultPoint {
  /** The sweep's value; null without a sweep. */
  readonly x: number | null;
  /** The second sweep's value. */
  readonly y: number | null;
  readonly derived: Derived | { readonly error: string };
  readonly theory: { readonly exact?: Prediction };
  /** Missing while nothing has been simulated at this point. */
  readonly simulation?: Measurement;
}

export interface ResultSeries {
  readonly label: string;
  readonly points: readonly ResultPoint[];
}

export type RunStatus = 'complete' | 'cancelled' | 'failed';

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
  readonly seed: number;
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string;
  readonly status: RunStatus;
  /** Why a failed run failed. */
  readonly reason?: string;
  readonly series: readonly ResultSeries[];
  readonly warnings: readonly string[];
}

/** Whether a prediction is there: a value rather than a reason. */
export function isPredicted(prediction: Prediction | undefined): prediction is MetricValues {
  return prediction !== undefined && !('error' in prediction);
}
