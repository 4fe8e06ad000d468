import { assembleResults, notSimulated } from '../engine/assemble';
import { resultsCsv } from '../engine/csv';
import { findingsOn } from '../engine/findings/findings';
import { exploreSeries } from '../engine/insights/insights';
import { notesOn } from '../engine/notes';
import { resultsText } from '../engine/resultsFile';
import { theoryFor } from '../engine/theoryFor';
import { readInput } from './input';
import { theoryTable } from './table';

/** `resolvent predict`: the theory of an experiment as text for standard output. */
export async function predict(path: string, format: 'table' | 'json' | 'csv'): Promise<string> {
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
  if (format === 'json') return resultsText(results);
  if (format === 'csv') return resultsCsv(results);
  const findings = findingsOn(expansion, results);
  const notes = results.warnings.map((warning) => `Note: ${warning}`);
  const lines = [...findings, ...notes].map((line) => `${line}\n`).join('');
  return `${theoryTable(results, expansion.sweeps)}\n${lines && `\n${lines}`}`;
}
