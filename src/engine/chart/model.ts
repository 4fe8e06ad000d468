import type { TopLevelSpec } from 'vega-lite';
import type { DrawnTheory } from '../results';
import type { HeatMapPlot, HeatMapRow } from './heatMap/model';
import type { PanelRow } from './panels/model';

/** All that is known of one point, which the pointer tells of it. */
export interface PointValues {
  /** By variant, of those that are drawn; null where it has no value. Empty for an earlier run. */
  readonly theory: Readonly<Partial<Record<DrawnTheory, number | null>>>;
  readonly simulation: {
    readonly mean: number;
    readonly standardError: number | null;
    readonly repetitions: number;
  } | null;
}

/** One mark of the chart as a row of data. `kind` says which layer draws it. */
export type ChartRow =
  | {
      readonly kind: 'theory';
      readonly series: string;
      readonly variant: DrawnTheory;
      /** The sweep's value; without a sweep the series' place from the left, counted from 0. */
      readonly x: number;
      readonly value: number;
      /** Stretch of the curve between points without a value: the line joins points of one segment only. */
      readonly segment: number;
      readonly known: PointValues;
    }
  | {
      readonly kind: 'simulation';
      readonly series: string;
      readonly x: number;
      readonly value: number;
      /** Ends of the bar of ± 1 standard error; equal to the value for a single repetition. */
      readonly low: number;
      readonly high: number;
      /** Of an earlier state of the experiment: drawn grey. */
      readonly outOfDate: boolean;
      readonly known: PointValues;
    }
  /** The label of a reference, such as the Bayes accuracy, that ends at `value`: placed at `labelValue`. */
  | {
      readonly kind: 'reference';
      readonly label: string;
      readonly value: number;
      readonly labelValue: number;
      /** Whether it is the same everywhere, and drawn through the whole plot. */
      readonly level: boolean;
      /** The only series of several that it belongs to. */
      readonly series: string | null;
    }
  /** A place on a reference that varies along the sweep. */
  | {
      readonly kind: 'referencePoint';
      readonly label: string;
      readonly series: string | null;
      readonly x: number;
      readonly value: number;
      readonly segment: number;
    }
  | LandmarkRow
  /** A vertical mark, such as the critical label noise ε*. `row` counts the lines that its label is raised by. */
  | { readonly kind: 'mark'; readonly label: string; readonly x: number; readonly row: number }
  /** The name of a curve that ends at (`x`, `end`), placed at `value` so that names do not overlap. */
  | {
      readonly kind: 'label';
      readonly series: string;
      readonly x: number;
      readonly end: number;
      readonly value: number;
    }
  | PanelRow
  | HeatMapRow;

/** A place on a curve to point out, and its label, `dx` and `dy` pixels away from it. */
export interface LandmarkRow {
  readonly kind: 'landmark';
  readonly series: string;
  readonly shape: 'highest' | 'lowest' | 'breakEven';
  readonly x: number;
  readonly value: number;
  /** In words: "best 0.764 at 38 %". */
  readonly text: string;
  /** `text`, or nothing where it has no room. */
  readonly label: string;
  readonly dx: number;
  readonly dy: number;
  readonly align: 'left' | 'center' | 'right';
}

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
  /** Ends of the value axis, or of the values that have colours. */
  readonly domain: readonly [number, number];
  /** Names of the series, in the experiment's order. */
  readonly series: readonly string[];
  /** What the chart shows in one sentence, for screen readers. */
  readonly description: string;
  /** Of curves along a sweep: their horizontal axis. */
  readonly sweep?: { readonly domain: readonly [number, number]; readonly scale: 'linear' | 'log' };
  /** Of heat maps: what finds the cell at a place. */
  readonly heatMap?: HeatMapPlot;
}
