import type { PointParameters } from '../experiment/complete';
import type { ExperimentFile } from '../experiment/schema';
import type { Sampler } from '../simulation/problem';
import type { PointDetails } from './details';
import type { SeriesInsights } from './insights/insights';
import type { TheorySettings } from './theoryFor';
import type { PointTheory } from './theoryOfPoint';

/** What the pool and its workers say to each other. One task at a time per worker. */
export type HostToWorker =
  | {
      readonly type: 'simulate';
      readonly id: number;
      readonly parameters: PointParameters;
      readonly labelNoise: number;
      readonly sampler: Sampler;
      readonly seed: number;
      /** Streams of the repetitions to run, one each. */
      readonly streams: readonly bigint[];
    }
  | {
      readonly type: 'sampleSpectrum';
      readonly id: number;
      readonly parameters: PointParameters;
      readonly seed: number;
      /** Streams of the draws, one each. */
      readonly streams: readonly bigint[];
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
  | { readonly type: 'details'; readonly id: number; readonly parameters: PointParameters };

export type WorkerToHost =
  | {
      readonly type: 'simulated';
      readonly id: number;
      /** The metrics of each repetition, in the order of `metricsOf`. */
      readonly values: Float64Array;
      /** Time it took, for the time that is left. */
      readonly milliseconds: number;
    }
  | {
      readonly type: 'spectrumSampled';
      readonly id: number;
      /** As `sampleSpectra` gives them. */
      readonly eigenvalues: Float64Array;
      readonly milliseconds: number;
    }
  | { readonly type: 'predicted'; readonly id: number; readonly points: readonly PointTheory[] }
  | { readonly type: 'explored'; readonly id: number; readonly insights: SeriesInsights }
  | { readonly type: 'details'; readonly id: number; readonly details: PointDetails }
  /** The task cannot be done, for a reason that a person can act on. */
  | { readonly type: 'refused'; readonly id: number; readonly reason: string };
