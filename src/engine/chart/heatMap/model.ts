import type { Metric } from '../../../experiment/schema';

/** Which way a line goes where a label stands on it. */
interface Along {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** A mark of a heat map as a row of data. Places are in the plane of the maps (see `PanelLayout`). */
export type HeatMapRow =
  /** Cells of one colour. `order`: later ones cover earlier ones. */
  | {
      readonly kind: 'cell';
      readonly x: number;
      readonly x2: number;
      readonly y: number;
      readonly y2: number;
      readonly value: number;
      readonly order: number;
    }
  /** The whole of a map in which some cells have no value: it shows where nothing covers it. */
  | {
      readonly kind: 'ground';
      readonly x: number;
      readonly x2: number;
      readonly y: number;
      readonly y2: number;
    }
  /** The edge of a map, drawn over the uneven ends of its cells. */
  | {
      readonly kind: 'frame';
      readonly x: number;
      readonly x2: number;
      readonly y: number;
      readonly y2: number;
    }
  /** A place on a contour line. `strong`: where a gain is 0. `onStrong`: over colours far from the background. */
  | {
      readonly kind: 'contour';
      readonly line: number;
      readonly order: number;
      readonly x: number;
      readonly y: number;
      readonly strong: boolean;
      readonly onStrong: boolean;
    }
  | (Along & {
      readonly kind: 'contourLabel';
      readonly text: string;
      readonly level: number;
      readonly onStrong: boolean;
    })
  /** What a side of the contour of no gain means. */
  | (Along & { readonly kind: 'side'; readonly text: 'helps' | 'hurts'; readonly above: boolean })
  /** A place on the line λ = 0. */
  | {
      readonly kind: 'critical';
      readonly line: number;
      readonly order: number;
      readonly x: number;
      readonly y: number;
    }
  | (Along & { readonly kind: 'criticalLabel'; readonly text: string })
  /** The simulated value in the middle of its cell. */
  | {
      readonly kind: 'measured';
      readonly x: number;
      readonly y: number;
      readonly value: number;
      readonly outOfDate: boolean;
    }
  /** The name of a map, above its upper left corner. */
  | { readonly kind: 'panel'; readonly x: number; readonly y: number; readonly text: string };

/** What finds the cell at a place of a heat map. */
export interface HeatMapPlot {
  readonly metric: Metric;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly panels: readonly {
    readonly x: number;
    readonly y: number;
    /** Its place among the series of the results. */
    readonly series: number;
  }[];
  /** Whether the simulation is of an earlier state of the experiment. */
  readonly outOfDate: boolean;
}

interface PlotAxis {
  readonly title: string;
  /** The values of the cells, ascending, and in shares of the axis where each cell begins and the last one ends. */
  readonly values: readonly number[];
  readonly edges: readonly number[];
}
