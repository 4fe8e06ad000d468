import { assembleResults } from '../engine/assemble';
import { resultsCsv } from '../engine/csv';
import { notesOn } from '../engine/notes';
import { resultsText } from '../engine/resultsFile';
import { theoryReader } from '../engine/theoryOfPoint';
import { readInput } from './input';
import { theoryTable } from './table';

/** `resolvent predict`: the theory of an experiment as text for standard output. */
export async function predict(path: string, format: 'table' | 'json' | 'csv'): Promise<string> {
  const { file, expansion } = await readInput(path);
  const started = new Date();
  const theoryAt = theoryReader(expansion.settings.variants);
  const theory = expansion.series.map(({ points }) => points.map(({ parameters }) => theoryAt(parameters)));
  const results = assembleResults(expansion, theory, () => undefined, {
    spec: file,
    started,
    finished: new Date(),
    status: 'complete',
    warnings: notesOn(expansion, theory),
  });
  if (format === 'json') return resultsText(results);
  if (format === 'csv') return resultsCsv(results);
  const notes = results.warnings.map((warning) => `Note: ${warning}\n`).join('');
  return `${theoryTable(results, expansion.sweeps)}\n${notes && `\n${notes}`}`;
}
