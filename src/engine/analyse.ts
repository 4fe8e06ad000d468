import type { ReadExperiment } from '../experiment/read';
import { assembleResults, notSimulated, type Simulated } from './assemble';
import { chartOf } from './chart/chartOf';
import { findingsOn } from './findings/findings';
import type { SeriesInsights } from './insights/insights';
import type { AnalysisState } from './messages';
import { notesOn } from './notes';
import type { ExpansionTheory } from './predictor';
import type { Measurement, ResultPoint, ResultsDocument } from './results';

/** Results of a run, and whether they are those of the experiment as it is now. */
export interface KnownResults {
  readonly document: ResultsDocument;
  readonly current: boolean;
}

/**
 * Puts theory and simulation together as they are shown: chart, findings, notes and the numbers.
 * @param insights by series; left out while they are not known
 */
export function analyse(
  { file, expansion }: NonNullable<ReadExperiment['experiment']>,
  theory: ExpansionTheory,
  known: KnownResults | undefined,
  insights?: readonly SeriesInsights[],
): AnalysisState {
  const now = new Date();
  const simulated = known === undefined ? notSimulated : simulatedOf(expansion, known);
  const results = assembleResults(expansion, theory, simulated, {
    spec: file,
    started: known ? new Date(known.document.started) : now,
    finished: known ? new Date(known.document.finished) : now,
    status: known?.document.status ?? 'complete',
    warnings: notesOn(expansion, theory, known?.current ? simulated.measured : undefined),
    insights,
  });
  const outOfDate = known !== undefined && !known.current;
  return {
    chart: chartOf(expansion, results, outOfDate ? known.document : undefined),
    findings: findingsOn(expansion, outOfDate ? withoutSimulation(results) : results),
    notes: results.warnings,
    results,
    metric: expansion.settings.metric,
    simulation: known === undefined ? 'none' : known.current ? 'current' : 'outOfDate',
  };
}

/** The simulation of each point: by place where the experiment is the same, else by series name and sweep value. */
function simulatedOf(
  { series, settings }: NonNullable<ReadExperiment['experiment']>['expansion'],
  { document, current }: KnownResults,
): Simulated {
  const byPlace = new Map<string, ResultPoint>();
  if (!current) {
    for (const { label, points } of document.series)
      for (const point of points) byPlace.set(JSON.stringify([label, point.x, point.y]), point);
  }
  const pointAt = (i: number, j: number): ResultPoint | undefined => {
    if (current) return document.series[i]?.points[j];
    const { label, points } = series[i]!;
    const { x, y } = points[j]!;
    return byPlace.get(JSON.stringify([label, x, y]));
  };
  return {
    measured: (i, j) => {
      const simulation = pointAt(i, j)?.simulation;
      // The scores that were simulated follow from every repetition's M and Q.
      return simulation && (settings.chart === 'scores' ? simulation : withoutValues(simulation));
    },
    spectrum: (i, j) => pointAt(i, j)?.spectrum,
  };
}

/** What is shown needs no single repetitions, which are most of a large experiment's results. */
function withoutValues(measurement: Measurement): Measurement {
  const { repetitions, ...estimates } = measurement;
  const short = Object.entries(estimates).map(([metric, { mean, standardError }]) => [
    metric,
    { mean, standardError },
  ]);
  return { repetitions, ...Object.fromEntries(short) } as Measurement;
}

function withoutSimulation(results: ResultsDocument): ResultsDocument {
  return {
    ...results,
    series: results.series.map((series) => ({
      ...series,
      points: series.points.map(({ x, y, derived, theory }) => ({ x, y, derived, theory })),
    })),
  };
}
