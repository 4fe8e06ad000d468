import type { Metric } from '../../experiment/schema';
import type { CurveFacts, CurvePlace } from '../insights/curveFacts';
import type { ResultSeries } from '../results';
import { accuracyInWords, placeInWords, pointsInWords } from '../words';
import type { Extent } from './domain';
import type { LandmarkRow } from './model';

/** With more series than this only those of the one in which most happens are pointed out. */
const mostSeries = 3;
const mostLabels = 4;
/** Of one kind on one curve. */
const mostBreakEvens = 2;

/**
 * Where the exact theory's curves turn, and where they meet that of the real data alone, as far as the metric shows
 * it: accuracies, and gains over real data alone that do not change along the sweep. Most important first.
 * @param parameter that is swept, over the axis `domain`
 */
export function landmarksOf(
  series: readonly ResultSeries[],
  metric: Metric,
  parameter: string,
  domain: Extent,
): LandmarkRow[] {
  if (metric !== 'accuracy' && metric !== 'gain') return [];
  const all = series
    .flatMap((one) => {
      const facts = one.insights?.curve;
      return facts ? [{ one, facts, span: spanOf(facts) }] : [];
    })
    .sort((a, b) => b.span - a.span);
  const shown = series.length > mostSeries ? all.slice(0, 1) : all;
  const found = shown.flatMap(({ one, facts }) => [
    ...turnsOf(one, facts, metric, parameter),
    ...breakEvensOf(one, facts, metric, parameter),
  ]);
  const inside = found.filter(({ x }) => x >= domain[0] && x <= domain[1]);
  return inside.map((row, i) => ({ ...row, label: i < mostLabels ? row.text : '' }));
}

type Unlabelled = Omit<LandmarkRow, 'label'>;

function turnsOf(one: ResultSeries, facts: CurveFacts, metric: Metric, parameter: string): Unlabelled[] {
  const alone = metric === 'gain' ? constantRealOnly(one) : 0;
  if (alone === null) return [];
  const ends = [facts.first, facts.last];
  const place = ({ x, accuracy }: CurvePlace, shape: 'highest' | 'lowest', name: string): Unlabelled => {
    const value = accuracy - alone;
    const words = metric === 'gain' ? pointsInWords(value) : accuracyInWords(value);
    return {
      ...atPlace(one.label, x, value),
      shape,
      text: `${name} ${words} at ${placeInWords(parameter, x)}`,
    };
  };
  const highest = extreme(facts, 'highest', 1);
  const lowest = extreme(facts, 'lowest', -1);
  const best = sought(one, parameter) ?? highest;
  return [
    ...(best === undefined
      ? []
      : [place(best, 'highest', ends.every(({ accuracy }) => accuracy <= best.accuracy) ? 'best' : 'peak')]),
    ...(lowest === undefined
      ? []
      : [
          place(
            lowest,
            'lowest',
            ends.every(({ accuracy }) => accuracy >= lowest.accuracy) ? 'lowest' : 'dip',
          ),
        ]),
  ];
}

/** The best value of the swept quantity, where the experiment asks for it. */
function sought({ insights }: ResultSeries, parameter: string): CurvePlace | undefined {
  const best = insights?.optimised;
  if (!best || best.parameters.length !== 1 || best.parameters[0] !== parameter) return undefined;
  return { x: best.values[0]!, accuracy: best.accuracy };
}

function breakEvensOf(one: ResultSeries, facts: CurveFacts, metric: Metric, parameter: string): Unlabelled[] {
  return facts.breakEvens.slice(0, mostBreakEvens).map(({ x, accuracy }) => ({
    ...atPlace(one.label, x, metric === 'gain' ? 0 : accuracy),
    shape: 'breakEven',
    text: `break-even ${placeInWords(parameter, x)}`,
  }));
}

function atPlace(series: string, x: number, value: number) {
  return { kind: 'landmark', series, x, value, dx: 0, dy: 0, align: 'center' } as const;
}

/** The turn of one kind that goes furthest. */
function extreme({ turns }: CurveFacts, kind: 'highest' | 'lowest', sign: 1 | -1): CurvePlace | undefined {
  const own = turns.filter((turn) => turn.kind === kind);
  return own.length === 0
    ? undefined
    : own.reduce((most, turn) => (sign * turn.accuracy > sign * most.accuracy ? turn : most));
}

/** Difference of the highest and the lowest accuracy. */
function spanOf({ first, turns, last }: CurveFacts): number {
  const values = [first, ...turns, last].map(({ accuracy }) => accuracy);
  return Math.max(...values) - Math.min(...values);
}

/** The accuracy of the real data alone, if it is the same at all points: then gains turn where accuracies do. */
function constantRealOnly({ points }: ResultSeries): number | null {
  const values = points.map(({ derived }) =>
    'error' in derived || typeof derived.realOnly !== 'number' ? null : derived.realOnly,
  );
  const [first = null] = values;
  return values.every((value) => value !== null && first !== null && Math.abs(value - first) < 1e-12)
    ? first
    : null;
}
