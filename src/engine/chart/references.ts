import type { Metric } from '../../experiment/schema';
import type { ResultSeries } from '../results';

/** A horizontal line that curves are compared with. */
export interface Reference {
  readonly label: string;
  readonly value: number;
}

/** More lines than this hide the curves. */
const maxReferences = 3;

/**
 * The accuracy of the best possible classifier (theory.md §4), in an accuracy chart: one line if it is the same
 * everywhere, otherwise one for each different value with the names of its series, at most three. None where it
 * varies along the sweep: it is then a curve, not a level.
 */
export function bayesAccuracy(series: readonly ResultSeries[], metric: Metric): Reference[] {
  if (metric !== 'accuracy') return [];
  const seriesAt = new Map<number, string[]>();
  for (const { label, points } of series) {
    const values = points.flatMap(({ derived }) =>
      'error' in derived ? [] : [rounded(derived.bayesAccuracy)],
    );
    const [value, ...others] = new Set(values);
    if (value === undefined) continue;
    if (others.length > 0) return [];
    seriesAt.set(value, [...(seriesAt.get(value) ?? []), label]);
  }
  if (seriesAt.size > maxReferences) return [];
  return [...seriesAt].map(([value, labels]) => {
    const whose = seriesAt.size > 1 && labels.length === 1 ? `, ${labels[0]!}` : '';
    return { label: `Bayes ${value.toFixed(3)}${whose}`, value };
  });
}

/** The same accuracy computed in two ways is one line. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
