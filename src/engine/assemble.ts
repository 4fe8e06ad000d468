import type { Expansion } from '../experiment/expand';
import type { SeriesInsights } from './insights/insights';
import type { ExpansionTheory } from './predictor';
import type { Measurement, ResultPoint, ResultsDocument, RunStatus, ResultSeries } from './results';
import type { SpectrumHistogram } from './spectrum/model';
import { streamLayout } from '../simulation/streams';
import { inOneGo, inPieces } from './pauses';
import { specHash } from './specHash';
import { pairedDifferences } from './statistics/pairs';
import { judging } from './statistics/verdict';
import { engineVersion } from './version';

/** The parts of a results document that do not come from theory or simulation. */
export interface Provenance {
  /** The experiment's contents as run. */
  readonly spec: unknown;
  readonly started: Date;
  readonly finished: Date;
  readonly status: RunStatus;
  readonly reason?: string;
  readonly warnings: readonly string[];
  /** By series; left out while they are not known. */
  readonly insights?: readonly SeriesInsights[] | undefined;
  /** Whether it is only a moment's state of a run. */
  readonly passing?: boolean;
  /** Workers that simulated; left out where there were none. */
  readonly workers?: number;
}

/** What the simulation has of a point, by series and point: measurements of trainings, or eigenvalues. */
export interface Simulated {
  readonly measured: (series: number, point: number) => Measurement | undefined;
  readonly spectrum: (series: number, point: number) => SpectrumHistogram | undefined;
  /** As `pointKey` gives it; undefined where nothing was to be simulated. */
  readonly key: (series: number, point: number) => string | undefined;
}

export const notSimulated: Simulated = {
  measured: () => undefined,
  spectrum: () => undefined,
  key: () => undefined,
};

/** Puts a results document together. */
export function assembleResults(...parts: Parameters<typeof assembling>): ResultsDocument {
  return inOneGo(assembling(...parts));
}

/** The same with pauses, for very many points. */
export function assembleInPieces(...parts: Parameters<typeof assembling>): Promise<ResultsDocument> {
  return inPieces(assembling(...parts));
}

/** @param provenance its `passing`: a document that is only shown for a moment has nothing compared in it */
function* assembling(
  expansion: Expansion,
  theory: ExpansionTheory,
  simulated: Simulated,
  provenance: Provenance,
): Generator<void, ResultsDocument> {
  const { spec, started, finished, status, reason, warnings, insights, workers } = provenance;
  const compares = provenance.passing !== true;
  const series: ResultSeries[] = [];
  for (const [i, { label, points: all }] of expansion.series.entries()) {
    const points: ResultPoint[] = [];
    for (const [j, { x, y }] of all.entries()) {
      const { derived, spectralLaw, ...predictions } = theory[i]![j]!;
      const key = simulated.key(i, j);
      const simulation = simulated.measured(i, j);
      const first = i === 0 || simulation === undefined ? undefined : simulated.measured(0, j);
      const againstFirst =
        first === undefined || !compares ? undefined : pairedDifferences(simulation!, first);
      const spectrum = simulated.spectrum(i, j);
      points.push({
        x,
        y,
        derived,
        theory: predictions,
        ...(key === undefined || simulation === undefined ? {} : { key }),
        ...(simulation === undefined ? {} : { simulation }),
        ...(againstFirst === undefined ? {} : { againstFirst }),
        ...(spectralLaw === undefined ? {} : { spectralLaw }),
        ...(spectrum === undefined ? {} : { spectrum }),
      });
      yield;
    }
    series.push({ label, points, ...(insights === undefined ? {} : { insights: insights[i]! }) });
  }
  const verdict = compares ? yield* judging(expansion, series, expansion.settings.metric) : undefined;
  return {
    format: 'resolvent-results',
    version: 1,
    spec,
    specHash: specHash(expansion),
    engine: engineVersion,
    streams: streamLayout,
    platform: {
      os: process.platform,
      arch: process.arch,
      node: process.versions.node,
      ...(workers === undefined ? {} : { workers }),
    },
    seed: expansion.settings.seed,
    started: started.toISOString(),
    finished: finished.toISOString(),
    status,
    ...(reason === undefined ? {} : { reason }),
    series,
    warnings,
    ...(verdict === undefined ? {} : { verdict }),
  };
}
