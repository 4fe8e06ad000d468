import type { ReadExperiment } from '../experiment/read';
import { assembleResults, notSimulated, type Simulated } from './assemble';
import { chartOf } from './chart/chartOf';
import { findingsOn } from './findings/findings';
import type { SeriesInsights } from './insights/insights';
import type { AnalysisState } from './messages';
import { notesOn } from './notes';
import type { ExpansionTheory } from './predictor';
import { classMetrics, metrics, type Measurement, type ResultPoint, type ResultsDocument } from './results';

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
  const outOfDate = known !== undefined && !known.current;
  const assembled = assembleResults(expansion, theory, simulated, {
    spec: file,
    started: known ? new Date(known.document.started) : now,
    finished: known ? new Date(known.document.finished) : now,
    status: known?.document.status ?? 'complete',
    warnings: notesOn(expansion, theory, known?.current ? simulated.measured : undefined),
    insights,
  });
  // The scores that were simulated follow from every repetition's M and Q.
  const complete = expansion.settings.chart === 'scores' ? assembled : withoutValues(assembled);
  const { verdict, ...others } = complete;
  // Of a simulation and a theory of other parameters there is nothing to say.
  const results = outOfDate || verdict === undefined ? others : complete;
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
  { series }: NonNullable<ReadExperiment['experiment']>['expansion'],
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
    measured: (i, j) => pointAt(i, j)?.simulation,
    spectrum: (i, j) => pointAt(i, j)?.spectrum,
    key: () => undefined,
  };
}

/** What is shown needs no single repetitions, which are most of a large experiment's results. */
function withoutValues(results: ResultsDocument): ResultsDocument {
  return {
    ...results,
    series: results.series.map((series) => ({
      ...series,
      points: series.points.map((point) =>
        point.simulation === undefined ? point : { ...point, simulation: shortened(point.simulation) },
      ),
    })),
  };
}

function shortened(measurement: Measurement): Measurement {
  const short = [...metrics, ...classMetrics].flatMap((metric) => {
    const estimate = measurement[metric];
    if (estimate === undefined) return [];
    const { mean, standardError } = estimate;
    return [[metric, { mean, standardError }]];
  });
  return { repetitions: measurement.repetitions, ...Object.fromEntries(short) } as Measurement;
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
