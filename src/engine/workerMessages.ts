import type { PointParameters } from '../experiment/complete';
import type { ExperimentFile } from '../experiment/schema';
import type { PointDetails } from './details';
import type { SeriesInsights } from './insights/insights';
import type { TheorySettings } from './theoryFor';
import type { PointTheory } from './theoryOfPoint';
import type { Stock } from './journal/stock';
import type { UnitTask } from './units';

/** What the pool and its workers say to each other. One task at a time per worker. */
export type HostToWorker =
  | {
      /** Repetitions of units that the worker has been told of. */
      readonly type: 'simulate' | 'sampleSpectrum';
      readonly id: number;
      /** Of units, as shared. */
      readonly block: number;
      readonly seed: number;
      /** Units, counted from the block's first one, and their repetitions, in pairs. */
      readonly units: readonly number[];
      readonly repetitions: readonly number[];
    }
  | {
      readonly type: 'predict';
      readonly id: number;
      readonly points: readonly PointParameters[];
      /** Which theories are wanted beside the exact one, and for which chart. */
      readonly settings: TheorySettings;
    }
  | {
      readonly type: 'explore';
      readonly id: number;
      /** A file that `expand` accepts, and the place of the series in it. */
      readonly file: ExperimentFile;
      readonly series: number;
    }
  | { readonly type: 'details'; readonly id: number; readonly parameters: PointParameters }
  | {
      /** What earlier runs have left in these files, of what can be used again. */
      readonly type: 'takeStock';
      readonly id: number;
      readonly results: string;
      readonly journal: string;
    };

/**
 * Units that tasks refer to, sent to a worker before its first task with one of them, so that they are not sent with
 * every task. A worker has those of one run at a time.
 */
export interface SharedUnits {
  readonly type: 'share';
  readonly run: number;
  readonly block: number;
  readonly units: readonly UnitTask[];
}

export type WorkerToHost =
  | {
      readonly type: 'simulated';
      readonly id: number;
      /**
       * For each pair of the task the numbers of the unit's members: the metrics in the order of `metricsOf`, or the p
       * eigenvalues of a draw.
       */
      readonly values: Float64Array;
      /** Milliseconds that each pair took. */
      readonly times: Float64Array;
    }
  | { readonly type: 'predicted'; readonly id: number; readonly points: readonly PointTheory[] }
  | { readonly type: 'explored'; readonly id: number; readonly insights: SeriesInsights }
  | { readonly type: 'details'; readonly id: number; readonly details: PointDetails }
  | { readonly type: 'stockTaken'; readonly id: number; readonly stock: Stock }
  /** The task cannot be done, for a reason that a person can act on. */
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly reason: string;
      /** Whether it was memory that did not suffice, which others at work may have taken. */
      readonly forMemory: boolean;
      /** Of a task with pairs, what was done before the one that is refused. */
      readonly partial?: { readonly values: Float64Array; readonly times: Float64Array };
    };
