import { assembleResults, notSimulated } from '../engine/assemble';
import { resultsCsv } from '../engine/csv';
import { detailsOf } from '../engine/details';
import { findingsOn } from '../engine/findings/findings';
import { exploreSeries } from '../engine/insights/insights';
import { notesOn } from '../engine/notes';
import type { ResultsDocument } from '../engine/results';
import { resultsText } from '../engine/resultsFile';
import { theoryFor } from '../engine/theoryFor';
import { readInput } from './input';
import { reasonsOf, theoryTable, type DetailsTable } from './table';

export type Format = 'table' | 'json' | 'csv';

/**
 * `resolvent predict`: the theory of an experiment as text for standard output.
 * @param withDetails whether a table or JSON also says what each point is worth in real rows, its best threshold, and
 * what its generator's generations cost
 */
export async function predict(path: string, format: Format, withDetails: boolean): Promise<string> {
  const { file, expansion } = await readInput(path);
  const started = new Date();
  const theoryAt = theoryFor(expansion.settings);
  const theory = expansion.series.map(({ points }) => points.map(({ parameters }) => theoryAt(parameters)));
  const results = assembleResults(expansion, theory, notSimulated, {
    spec: file,
    started,
    finished: new Date(),
    status: 'complete',
    warnings: notesOn(expansion, theory),
    insights: expansion.series.map((_, i) => exploreSeries(file, i)),
  });
  if (format === 'csv') return resultsCsv(results);
  const details = withDetails
    ? expansion.series.map(({ points }) => points.map(({ parameters }) => detailsOf(parameters)))
    : undefined;
  if (format === 'json') return resultsText(details === undefined ? results : detailed(results, details));
  const findings = findingsOn(expansion, results);
  const reasons = details === undefined ? [] : reasonsOf(details);
  const notes = [...results.warnings, ...reasons].map((note) => `Note: ${note}`);
  const lines = [...findings, ...notes].map((line) => `${line}\n`).join('');
  return `${theoryTable(results, expansion.sweeps, details)}\n${lines && `\n${lines}`}`;
}

/** Results whose points have their details. */
function detailed(results: ResultsDocument, details: DetailsTable): ResultsDocument {
  const series = results.series.map((entry, i) => ({
    ...entry,
    points: entry.points.map((point, j) => ({ ...point, details: details[i]![j]! })),
  }));
  return { ...results, series };
}
