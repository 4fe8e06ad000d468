import type { TopLevelSpec } from 'vega-lite';

/** One mark of the chart as a row of data. `kind` says which layer draws it. */
export type ChartRow =
  | {
      readonly kind: 'theory';
      readonly series: string;
      /** The sweep's value; without a sweep the series' place from the left, counted from 0. */
      readonly x: number;
      readonly value: number;
      /** Stretch of the curve between points without a value: the line joins points of one segment only. */
      readonly segment: number;
    }
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
      /** The theory's value at the same point; null where there is none. */
      readonly theory: number | null;
      /** Of an earlier state of the experiment: drawn grey. */
      readonly outOfDate: boolean;
    }
  /** A horizontal reference, such as the Bayes accuracy, and where its label stands. */
  | {
      readonly kind: 'reference';
      readonly label: string;
      readonly value: number;
      readonly labelValue: number;
    }
  /** A vertical mark, such as the critical label noise ε*. `row` counts the lines that its label is raised by. */
  | { readonly kind: 'mark'; readonly label: string; readonly x: number; readonly row: number }
  /** The name of a curve that ends at (`x`, `end`), placed at `value` so that names do not overlap. */
  | {
      readonly kind: 'label';
      readonly series: string;
      readonly x: number;
      readonly end: number;
      readonly value: number;
    };

/** The spec of a chart: layers under a title that is the experiment's, with the metric and a key to the marks below. */
export type ChartSpec = Omit<Extract<TopLevelSpec, { layer: unknown[] }>, 'title'> & {
  readonly title: ChartTitle;
};

export interface ChartTitle {
  /** The experiment's title. */
  readonly text: string;
  /** What the vertical axis shows, and what lines and rings are. */
  readonly subtitle: [metric: string, key: string];
  readonly anchor: 'start';
  readonly frame: 'bounds';
}

/**
 * A chart, free of colours and sizes: those belong to the theme of whoever draws it. The spec refers to the data set
 * named `rows`, so that new points can be shown without drawing anew; only a change of `spec` needs that.
 */
export interface ChartModel {
  readonly spec: ChartSpec;
  readonly rows: readonly ChartRow[];
  /** Ends of the value axis. */
  readonly domain: readonly [number, number];
  /** Names of the series, in the experiment's order. */
  readonly series: readonly string[];
  /** What the chart shows in one sentence, for screen readers. */
  readonly description: string;
}
