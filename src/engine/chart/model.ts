import type { TopLevelSpec } from 'vega-lite';

/** One mark of the chart as a row of data. `kind` says which layer draws it. */
export type ChartRow =
  | { readonly kind: 'theory'; readonly series: string; readonly x: number; readonly value: number }
  | {
      readonly kind: 'simulation';
      readonly series: string;
      readonly x: number;
      readonly value: number;
      /** Ends of the bar of ± 1 standard error; equal to the value for a single repetition. */
      readonly low: number;
      readonly high: number;
      readonly standardError: number | null;
      readonly repetitions: number;
      /** Of an earlier state of the experiment: drawn grey. */
      readonly outOfDate: boolean;
    }
  /** A horizontal reference, such as the Bayes accuracy. */
  | { readonly kind: 'reference'; readonly label: string; readonly value: number }
  /** A vertical mark, such as the critical label noise ε*. */
  | { readonly kind: 'mark'; readonly label: string; readonly x: number }
  /** The name of a curve beside its end, placed so that names do not overlap. */
  | { readonly kind: 'label'; readonly series: string; readonly x: number; readonly value: number };

/**
 * A chart, free of colours and sizes: those belong to the theme of whoever draws it. The spec refers to the data set
 * named `rows`, so that new points can be shown without drawing anew; only a change of `spec` needs that.
 */
export interface ChartModel {
  readonly spec: TopLevelSpec;
  readonly rows: readonly ChartRow[];
  /** What the chart shows in one sentence, for screen readers. */
  readonly description: string;
}
