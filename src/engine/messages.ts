import type { FieldChange } from '../experiment/edit';
import type { LocatedProblem, Path } from '../experiment/problem';
import type { Metric } from '../experiment/schema';
import type { ChartModel } from './chart/model';
import type { PointDetails } from './details';
import type { ResultsDocument } from './results';

/** Every message that crosses a thread or a frame: host ↔ worker and host ↔ designer. */

export type { ChartModel, ChartRow } from './chart/model';
export type { PointDetails } from './details';
export { measuredEstimate, pairedEstimate, predictedOrNearest, predictedValue } from './results';
export { spectrumBins } from './spectrum/table';
export type {
  Derived,
  Estimate,
  Measurement,
  Prediction,
  ResultPoint,
  ResultSeries,
  ResultsDocument,
} from './results';

/** The outcome of a request. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

// ── Host → designer ─────────────────────────────────────────────────────────────────────────────────────────────

/** The experiment file as the designer shows it. Sent on every change of the text. */
export interface DocumentState {
  /** File name without folder. */
  readonly name: string;
  readonly status: 'empty' | 'invalid' | 'valid';
  /** The file's contents as far as they could be read: of an unreadable text, the last readable ones. */
  readonly contents: unknown;
  /** Whether `contents` are those of the present text; false after a syntax error. */
  readonly contentsCurrent: boolean;
  readonly problems: readonly LocatedProblem[];
  /** Numeric fields that a sweep may vary in this experiment. */
  readonly sweepable: readonly string[];
  /** Number of points over all series, and repetitions per point. Zero points while invalid. */
  readonly points: number;
  readonly repetitions: number;
  /** Whether the file can be written (false: the form is read-only). */
  readonly editable: boolean;
}

/** Theory and simulation as they are to be shown now. */
export interface AnalysisState {
  readonly chart: ChartModel;
  /** One to three sentences with numbers: what the theory says of this experiment. */
  readonly findings: readonly string[];
  /** Warnings in words: where the theory does not apply, what was assumed, what to mind. */
  readonly notes: readonly string[];
  /** Theory of the present experiment, and the simulation of its last run where the two match. */
  readonly results: ResultsDocument;
  readonly metric: Metric;
  /** current: simulated points belong to this experiment; outOfDate: to an earlier state of it. */
  readonly simulation: 'none' | 'current' | 'outOfDate';
}

/** The state of the runs of one experiment. Times in milliseconds. */
export type RunState =
  | { readonly status: 'idle' }
  | { readonly status: 'queued' }
  | {
      readonly status: 'running';
      readonly done: number;
      readonly total: number;
      readonly elapsed: number;
      /** Expected time left; null until it can be told. */
      readonly left: number | null;
    }
  | {
      readonly status: 'complete' | 'cancelled';
      readonly done: number;
      readonly total: number;
      readonly elapsed: number;
    }
  /** A run that was killed, or whose window was: its journal is there, and the next run continues it. */
  | { readonly status: 'interrupted'; readonly done: number; readonly total: number }
  | {
      readonly status: 'failed';
      /** What went wrong and what to do. */
      readonly reason: string;
    };

export type HostToDesigner =
  | { readonly type: 'document'; readonly document: DocumentState }
  | { readonly type: 'analysis'; readonly analysis: AnalysisState }
  | { readonly type: 'run'; readonly run: RunState }
  /** What was asked for of a point of the analysis that was sent last; answers that come too late are not sent. */
  | {
      readonly type: 'details';
      readonly series: number;
      readonly point: number;
      readonly details: Outcome<PointDetails>;
    }
  /** The host wants the chart as a picture; the answer is `chartImage` with the same id. */
  | { readonly type: 'renderChart'; readonly id: number; readonly format: 'svg' | 'png' }
  /** Move the focus to a field, for a click on a problem elsewhere. */
  | { readonly type: 'reveal'; readonly path: Path };

// ── Designer → host ─────────────────────────────────────────────────────────────────────────────────────────────

export type DesignerToHost =
  /** The designer has loaded and wants its state. */
  | { readonly type: 'ready' }
  /** Change fields of the file. An undefined value removes the field. Several changes are one undo step. */
  | { readonly type: 'edit'; readonly changes: readonly FieldChange[] }
  /** Show what the theory would be with these changes, without writing them: while a slider is dragged. */
  | { readonly type: 'preview'; readonly changes: readonly FieldChange[] }
  | { readonly type: 'run' }
  | { readonly type: 'cancel' }
  /** Tell the details of a point, by its place in the analysis' results. Only the newest request is answered. */
  | { readonly type: 'details'; readonly series: number; readonly point: number }
  /** Show the file as JSON, at an offset of its text where one is given. */
  | { readonly type: 'openJson'; readonly offset?: number }
  /** Start from a template: replaces an empty file. */
  | { readonly type: 'useTemplate'; readonly id: string }
  | { readonly type: 'export'; readonly format: 'svg' | 'png' | 'csv' }
  /** A picture that the host asked for: SVG text, or PNG as a data URL. */
  | { readonly type: 'chartImage'; readonly id: number; readonly image: Outcome<string> }
  /** An error in the designer itself, for the log. */
  | { readonly type: 'fault'; readonly message: string };
