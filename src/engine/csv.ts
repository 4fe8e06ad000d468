import { classMetrics, isPredicted, metrics, type ResultsDocument } from './results';

const variants = ['exact', 'published', 'independentNoise'] as const;
const allMetrics = [...metrics, ...classMetrics];

/**
 * Results as CSV with the columns series, x, y, source, metric, value, standardError, repetitions. Sources are the
 * theory's variants and `simulation`. Numbers are written in full; a cell without a value is empty.
 */
export function resultsCsv(document: Pick<ResultsDocument, 'series'>): string {
  const lines = ['series,x,y,source,metric,value,standardError,repetitions'];
  const add = (...cells: readonly (string | number | null)[]) => lines.push(cells.map(cell).join(','));
  for (const { label, points } of document.series) {
    for (const { x, y, theory, simulation } of points) {
      for (const variant of variants) {
        const prediction = theory[variant];
        if (!isPredicted(prediction)) continue;
        for (const metric of allMetrics) {
          const value = prediction[metric];
          if (value !== undefined) add(label, x, y, variant, metric, value, null, null);
        }
      }
      if (simulation === undefined) continue;
      for (const metric of allMetrics) {
        const estimate = simulation[metric];
        if (estimate === undefined) continue;
        const { mean, standardError } = estimate;
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
