import type { ChartReference, Metric } from '../../experiment/schema';
import type { Derived, ResultSeries } from '../results';

/** A line that curves are compared with. */
export interface Reference {
  readonly label: string;
  /** The only series of several that it belongs to. */
  readonly series: string | null;
  /** One value if it is a level, otherwise from left to right; `segment` as in the theory's rows. */
  readonly level: boolean;
  readonly points: readonly { readonly x: number; readonly value: number; readonly segment: number }[];
}

export interface References {
  readonly lines: readonly Reference[];
  /** Names of those that would be too many lines. */
  readonly tooMany: readonly string[];
}

/** More lines than this, of one reference and of all of them, hide the curves. */
const mostOfOne = 3;
const mostOfAll = 4;

const names: Readonly<Record<ChartReference, string>> = {
  bayes: 'Bayes',
  realOnly: 'Real alone',
  allReal: 'n + m real',
};

/**
 * Lines to compare accuracies with (theory.md §4): the best possible classifier, training on the real rows alone, and
 * on n + m real rows. Series with the same values share a line. In a chart of gains the real rows alone are at 0; other
 * metrics have none.
 */
export function referencesOf(
  series: readonly ResultSeries[],
  metric: Metric,
  wanted: readonly ChartReference[],
): References {
  if (metric === 'gain') {
    const zero = { x: 0, value: 0, segment: 0 };
    return { lines: [{ label: names.realOnly, series: null, level: true, points: [zero] }], tooMany: [] };
  }
  const lines: Reference[] = [];
  const tooMany: string[] = [];
  for (const id of metric === 'accuracy' ? wanted : []) {
    const own = linesOf(series, id);
    if (own.length > mostOfOne || lines.length + own.length > mostOfAll) tooMany.push(names[id]);
    else lines.push(...own);
  }
  return { lines, tooMany };
}

function linesOf(series: readonly ResultSeries[], id: ChartReference): Reference[] {
  const shared = new Map<string, { points: Reference['points']; labels: string[] }>();
  for (const one of series) {
    const points = pointsOf(one, id);
    if (points.length === 0) continue;
    const isLevel = points.every(({ value }) => value === points[0]!.value);
    const kept = isLevel ? points.slice(0, 1) : points;
    const key = JSON.stringify(isLevel ? points[0]!.value : points);
    const known = shared.get(key);
    if (known === undefined) shared.set(key, { points: kept, labels: [one.label] });
    else known.labels.push(one.label);
  }
  return [...shared.values()].map(({ points, labels }) => {
    const level = points.length === 1;
    const own = shared.size > 1 && labels.length === 1 ? labels[0]! : null;
    const value = level ? ` ${points[0]!.value.toFixed(3)}` : '';
    return { label: `${names[id]}${value}${own === null ? '' : `, ${own}`}`, series: own, level, points };
  });
}

function pointsOf({ points }: ResultSeries, id: ChartReference): Reference['points'] {
  let segment = 0;
  return [...points]
    .sort((a, b) => (a.x ?? 0) - (b.x ?? 0))
    .flatMap(({ x, derived }) => {
      const value = 'error' in derived ? null : valueOf(derived, id);
      if (value !== null) return [{ x: x ?? 0, value: rounded(value), segment }];
      segment++;
      return [];
    });
}

function valueOf(derived: Derived, id: ChartReference): number | null {
  if (id === 'bayes') return derived.bayesAccuracy;
  const value = derived[id];
  return typeof value === 'number' ? value : null;
}

/** The same accuracy computed in two ways is one line. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
