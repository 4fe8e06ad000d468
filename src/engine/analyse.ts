import type { ReadExperiment } from '../experiment/read';
import { assembleResults } from './assemble';
import { chartOf } from './chart/chartOf';
import { findingsOn } from './findings/findings';
import type { SeriesInsights } from './insights/insights';
import type { AnalysisState } from './messages';
import { notesOn } from './notes';
import type { ExpansionTheory } from './predictor';
import type { Measurement, ResultsDocument } from './results';

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
  const measured = known === undefined ? () => undefined : measurementsOf(expansion, known);
  const results = assembleResults(expansion, theory, measured, {
    spec: file,
    started: known ? new Date(known.document.started) : now,
    finished: known ? new Date(known.document.finished) : now,
    status: known?.document.status ?? 'complete',
    warnings: notesOn(expansion, theory, known?.current ? measured : undefined),
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
function measurementsOf(
  { series }: NonNullable<ReadExperiment['experiment']>['expansion'],
  { document, current }: KnownResults,
): (series: number, point: number) => Measurement | undefined {
  if (current) {
    return (i, j) => {
      const simulation = document.series[i]?.points[j]?.simulation;
      return simulation && withoutValues(simulation);
    };
  }
  const byPlace = new Map<string, Measurement>();
  for (const { label, points } of document.series) {
    for (const { x, y, simulation } of points)
      if (simulation) byPlace.set(JSON.stringify([label, x, y]), withoutValues(simulation));
  }
  return (i, j) => {
    const { label, points } = series[i]!;
    const { x, y } = points[j]!;
    return byPlace.get(JSON.stringify([label, x, y]));
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
