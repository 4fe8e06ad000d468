import { classMetrics, isPredicted, metrics, type ResultPoint, type ResultsDocument } from './results';
import { densitiesOf } from './spectrum/bins';

const variants = ['exact', 'nearest', 'published', 'independentNoise'] as const;
const allMetrics = [...metrics, ...classMetrics];

/**
 * Results as CSV with the columns series, x, y, source, metric, value, standardError, repetitions. Sources are the
 * theory's variants, `nearest` in the exact one's place where it does not cover a point, and `simulation`. Numbers are written in full; a cell without a value is empty.
 *
 * Differences have sources of their own: `differenceFromExact` and so on, the simulation minus a theory, and
 * `differenceFromFirstSeries`, the simulation minus the first series', by repetition, with the standard error of that.
 *
 * Of eigenvalues, x is an eigenvalue (the middle of a bin of the histogram), the metrics are `eigenvalueDensity` and
 * `shareAtZero`, the sources `exact` for the law and `simulation`, whose repetitions are draws.
 */
export function resultsCsv(document: Pick<ResultsDocument, 'series'>): string {
  const lines = ['series,x,y,source,metric,value,standardError,repetitions'];
  const add = (...cells: Cells) => lines.push(cells.map(cell).join(','));
  for (const { label, points } of document.series) {
    for (const point of points) {
      for (const row of spectrumRows(point)) add(label, ...row);
      const { x, y, theory, simulation } = point;
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
      for (const row of differenceRows(point)) add(label, x, y, ...row);
    }
  }
  return `${lines.join('\n')}\n`;
}

type Cells = readonly (string | number | null)[];

const differencesFrom = {
  exact: 'differenceFromExact',
  nearest: 'differenceFromNearest',
  published: 'differenceFromPublished',
  independentNoise: 'differenceFromIndependentNoise',
} as const;

/** The simulation minus every theory and minus the first series' simulation, without series, x and y. */
function differenceRows({ theory, simulation, againstFirst }: ResultPoint): Cells[] {
  const rows: Cells[] = [];
  if (simulation === undefined) return rows;
  for (const variant of variants) {
    const prediction = theory[variant];
    if (!isPredicted(prediction)) continue;
    for (const metric of allMetrics) {
      const [value, estimate] = [prediction[metric], simulation[metric]];
      if (value === undefined || estimate === undefined) continue;
      const { mean, standardError } = estimate;
      rows.push([differencesFrom[variant], metric, mean - value, standardError, simulation.repetitions]);
    }
  }
  if (againstFirst === undefined) return rows;
  for (const metric of allMetrics) {
    const estimate = againstFirst[metric];
    if (estimate === undefined) continue;
    const { mean, standardError } = estimate;
    rows.push(['differenceFromFirstSeries', metric, mean, standardError, againstFirst.repetitions]);
  }
  return rows;
}

/** The law's density and the histogram's, without the series. */
function spectrumRows({ spectralLaw: law, spectrum }: ResultPoint): Cells[] {
  const rows: Cells[] = [];
  if (law !== undefined && !('error' in law)) {
    rows.push([null, null, 'exact', 'shareAtZero', law.massAtZero, null, null]);
    law.x.forEach((x, i) => rows.push([x, null, 'exact', 'eigenvalueDensity', law.density[i]!, null, null]));
  }
  if (spectrum !== undefined) {
    const { edges, draws, shareAtZero, densities } = densitiesOf(spectrum);
    rows.push([null, null, 'simulation', 'shareAtZero', shareAtZero, null, draws]);
    densities.forEach((density, i) => {
      const middle = (edges[i]! + edges[i + 1]!) / 2;
      rows.push([middle, null, 'simulation', 'eigenvalueDensity', density, null, draws]);
    });
  }
  return rows;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // Quoted where CSV needs it (RFC 4180).
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
