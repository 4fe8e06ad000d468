import type { Expansion } from '../experiment/expand';
import type { SeriesInsights } from './insights/insights';
import type { ExpansionTheory } from './predictor';
import type { Measurement, ResultPoint, ResultsDocument, RunStatus } from './results';
import { specHash } from './specHash';
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
}

/** Puts a results document together. `measured` gives what the simulation has of a point, if anything. */
export function assembleResults(
  expansion: Expansion,
  theory: ExpansionTheory,
  measured: (series: number, point: number) => Measurement | undefined,
  provenance: Provenance,
): ResultsDocument {
  const { spec, started, finished, status, reason, warnings, insights } = provenance;
  return {
    format: 'resolvent-results',
    version: 1,
    spec,
    specHash: specHash(expansion),
    engine: engineVersion,
    seed: expansion.settings.seed,
    started: started.toISOString(),
    finished: finished.toISOString(),
    status,
    ...(reason === undefined ? {} : { reason }),
    series: expansion.series.map((series, i) => ({
      label: series.label,
      points: series.points.map((point, j): ResultPoint => {
        const { derived, ...predictions } = theory[i]![j]!;
        const simulation = measured(i, j);
        const base: ResultPoint = { x: point.x, y: point.y, derived, theory: predictions };
        return simulation === undefined ? base : { ...base, simulation };
      }),
      ...(insights === undefined ? {} : { insights: insights[i]! }),
    })),
    warnings,
  };
}
