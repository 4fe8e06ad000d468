import { isPredicted, metrics, type ResultsDocument } from './results';

/**
 * Results as CSV with the columns series, x, y, source, metric, value, standardError, repetitions. Sources are `exact`
 * and `simulation`. Numbers are written in full; a cell without a value is empty.
 */
export function resultsCsv(document: Pick<ResultsDocument, 'series'>): string {
  const lines = ['series,x,y,source,metric,value,standardError,repetitions'];
  const add = (...cells: readonly (string | number | null)[]) => lines.push(cells.map(cell).join(','));
  for (const { label, points } of document.series) {
    for (const { x, y, theory, simulation } of points) {
      for (const metric of metrics) {
        if (isPredicted(theory.exact)) add(label, x, y, 'exact', metric, theory.exact[metric], null, null);
      }
      if (simulation === undefined) continue;
      for (const metric of metrics) {
        const { mean, standardError } = simulation[metric];
        add(label, x, y, 'simulation', metric, mean, standardError, simulation.repetitions);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Quoted where CSV needs it (RFC 4180).
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
