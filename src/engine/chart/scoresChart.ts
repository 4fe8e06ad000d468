import { normalCdf } from '../../numerics/normal';
import type { TheoryVariant } from '../../experiment/schema';
import { bestThreshold, misclassified, scoreDensities, type ScoreLaw } from '../../theory/scores';
import {
  isPredicted,
  namesOfNearest,
  type DrawnTheory,
  type Measurement,
  type ResultPoint,
  type ResultSeries,
} from '../results';
import { accuracyInWords, countInWords, inWords, percentInWords } from '../words';
import type { ChartModel, ChartRow } from './model';
import { keyLine, notShown, panelName, type PanelChartInput } from './panels/input';
import { mostPanels, planeOf } from './panels/plane';
import { axisRows, emptyRows, headLines, headRows } from './panels/rows';
import { panelScale, type PanelScale } from './panels/scale';
import { panelSpec } from './panels/spec';

export interface ScoresChartInput extends PanelChartInput {
  /** Share of the class +1 among fresh data, by series. */
  readonly positiveShares: readonly number[];
}

const classes = ['class +1', 'class −1'] as const;
const metric = 'Density of the score w·x on fresh real data';
/** The axis goes so many standard deviations beyond the classes' means. */
const reach = 3.4;
/** A panel's height is so much of the highest density. */
const air = 1.2;
const curvePlaces = 160;
const bins = 56;
/** Series whose axes would differ by more than this have axes of their own. */
const mostSpread = 4;

/** What a panel shows. */
interface Panel {
  readonly series: ResultSeries;
  readonly point: ResultPoint;
  readonly law: ScoreLaw | null;
  readonly positiveShare: number;
}

/**
 * The densities of the scores of both classes (theory.md §1, weighted by the classes' shares), a panel for each series:
 * the theory's normal curves with what the threshold 0 gets wrong shaded, over the outline of what was simulated: for
 * every repetition's w, whose scores are normal too, the exact share of each bin.
 */
export function buildScoresChart(input: ScoresChartInput): ChartModel {
  const { results, settings, outOfDate } = input;
  const all = results.series;
  const variant = settings.variants.includes('exact') ? 'exact' : (settings.variants[0] ?? 'exact');
  const panels = all.slice(0, mostPanels).flatMap((series, i): Panel[] => {
    const point = series.points[0];
    if (point === undefined) return [];
    const law = lawOf(point, variant) ?? (variant === 'exact' ? lawOf(point, 'nearest') : null);
    return [{ series, point, law, positiveShare: input.positiveShares[i] ?? 0.5 }];
  });
  const nearest = variant === 'exact' ? namesOfNearest(panels.map(({ point }) => point)) : [];
  const heads = panels.map((panel) => ({
    name: panelName(panel.series.label, input),
    words: panel.law === null ? '' : accuracyWords(panel.law, panel.positiveShare),
  }));
  const lines = headLines(heads);
  const plane = planeOf(panels.length, { right: 0.08, afterLast: 0.03, lines });
  const axes = axesOf(panels, [9, 6, 5][plane.perRow - 1]!);
  const rows = panels.flatMap((panel, i) => {
    const corner = plane.panels[i]!;
    const axis = axes[i];
    return [
      ...headRows(corner, heads[i]!, lines),
      ...(panel.law === null || axis === undefined || axis === null
        ? emptyRows(corner, whyNone(panel.point))
        : panelRows({ ...panel, law: panel.law }, { ...corner, index: i, axis }, outOfDate, i === 0)),
    ];
  });
  const repetitions = Math.max(0, ...panels.map(({ point }) => simulated(point)?.repetitions ?? 0));
  const key = keyLine([
    'curves: exact theory',
    'shaded: misclassified with the threshold 0',
    ...(panels.some(({ positiveShare, law }) => positiveShare !== 0.5 && law !== null)
      ? ['dashed line: best threshold']
      : []),
    ...(repetitions === 0
      ? []
      : [
          `${outOfDate ? 'grey steps: an earlier run' : 'steps: simulation'}, ${repetitionsInWords(repetitions)}`,
        ]),
    ...notShown(panels.length, all.length),
  ]).replace(
    'exact theory',
    nearest.length === 0 ? variantWords[variant] : `exact theory, or nearest (${nearest.join('; or ')})`,
  );
  const parts = {
    title: settings.title,
    metric,
    key,
    xTitle: 'Score w·x',
    valueTicks: false,
    plane,
    colours: classes,
    legend: false,
    filled: true,
  };
  const words = panels.map(({ series, law, point }, i) =>
    law === null
      ? `${series.label}: ${whyNone(point)}`
      : `${series.label}: means ±${inWords(law.meanMargin)}, standard deviation ${inWords(Math.sqrt(law.marginVariance))}, ${heads[i]!.words}`,
  );
  const description = `Densities of the scores of both classes. ${key}. ${words.join('; ')}.`;
  return {
    spec: panelSpec({ ...parts, description }),
    rows,
    domain: [0, plane.height],
    series: classes,
    description,
  };
}

const variantWords: Readonly<Record<TheoryVariant, string>> = {
  exact: 'exact theory',
  published: 'as published',
  independentNoise: 'independent noise of the same rates',
};

function repetitionsInWords(repetitions: number): string {
  return repetitions === 1 ? '1 repetition' : `${countInWords(repetitions)} repetitions`;
}

/** Several classes have several scores each, and no density to draw. */
function lawOf({ theory }: ResultPoint, variant: DrawnTheory): ScoreLaw | null {
  const prediction = theory[variant];
  if (!isPredicted(prediction) || prediction.ownScore !== undefined) return null;
  return prediction.marginVariance > 0 ? prediction : null;
}

function whyNone({ theory }: ResultPoint): string {
  return isPredicted(theory.exact) && theory.exact.ownScore !== undefined
    ? 'Several classes have several scores'
    : 'The theory has no value';
}

/** "accuracy 0.726; best 0.801 at −0.12" */
function accuracyWords(law: ScoreLaw, positiveShare: number): string {
  const best = bestThreshold(law, positiveShare);
  const accuracy = `accuracy ${accuracyInWords(best.accuracyAtZero)}`;
  if (positiveShare === 0.5) return accuracy;
  const value = accuracyInWords(best.accuracy);
  if (best.majorityOnly) return `${accuracy}; best ${value}: always the larger class`;
  return `${accuracy}; best ${value} at ${inWords(best.threshold).replace('-', '−')}`;
}

/** The axis of each panel: one for all, unless some would be squeezed. */
function axesOf(
  panels: readonly Panel[],
  mostTicks: number,
): ((PanelScale & { readonly end: number }) | null)[] {
  const ends = panels.map(({ law }) =>
    law === null ? null : Math.abs(law.meanMargin) + reach * Math.sqrt(law.marginVariance),
  );
  const known = ends.filter((end) => end !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const isShared = most <= mostSpread * least;
  return ends.map((end) => {
    if (end === null) return null;
    const own = isShared ? most : end;
    return { ...panelScale([-own, own], 'linear', mostTicks), end: own };
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly index: number;
  readonly axis: PanelScale & { readonly end: number };
}

function panelRows(
  { series, point, law, positiveShare }: Panel & { readonly law: ScoreLaw },
  place: Place,
  outOfDate: boolean,
  named: boolean,
): ChartRow[] {
  const { axis, index } = place;
  const shares = [positiveShare, 1 - positiveShare] as const;
  const scores = evenly(-axis.end, axis.end, curvePlaces);
  const both = scoreDensities(law, scores);
  const densities = [
    both.positive.map((d) => d * shares[0]),
    both.negative.map((d) => d * shares[1]),
  ] as const;
  const edges = evenly(-axis.end, axis.end, bins);
  const simulation = simulated(point);
  const steps =
    simulation === null
      ? []
      : ([1, -1] as const).map((sign, c) => binDensities(simulation, sign, edges, shares[c]!));
  const highest = air * Math.max(...densities[0], ...densities[1], ...steps.flat());
  const px = (score: number) => place.x + axis.at(score);
  const py = (density: number) => place.y + density / highest;
  const best = bestThreshold(law, positiveShare);

  const rows: ChartRow[] = [];
  // The class +1 is wrong below the threshold 0, the class −1 above it.
  ([1, -1] as const).forEach((sign, c) => {
    const colour = classes[c]!;
    scores.forEach((score, order) => {
      const at = { order, x: px(score), y: py(densities[c]![order]!), colour };
      rows.push({ kind: 'curve', role: 'theory', line: `${index} ${colour}`, ...at });
      if (sign * score <= 0) rows.push({ kind: 'area', area: `${index} ${colour}`, ...at, y2: place.y });
    });
    for (const [k, height] of (steps[c] ?? []).entries()) {
      [edges[k]!, edges[k + 1]!].forEach((edge, side) =>
        rows.push({
          kind: 'curve',
          role: outOfDate ? 'outlineOutOfDate' : 'outline',
          line: `${index} ${colour}`,
          order: 2 * k + side,
          x: px(edge),
          y: py(height),
          colour,
        }),
      );
    }
    if (named) {
      const isRight = sign * Math.sign(law.meanMargin || 1) > 0;
      rows.push({
        kind: 'words',
        role: isRight ? 'right' : 'left',
        x: px(sign * law.meanMargin),
        y: py(Math.max(...densities[c]!, ...(steps[c] ?? []))),
        text: colour,
        colour,
      });
    }
  });
  const line = (role: 'threshold' | 'bestThreshold', at: number): ChartRow => ({
    kind: 'segment',
    role,
    x: px(at),
    x2: px(at),
    y: place.y,
    y2: place.y + 1,
  });
  rows.push(line('threshold', 0));
  if (positiveShare !== 0.5 && Math.abs(best.threshold) < axis.end)
    rows.push(line('bestThreshold', best.threshold));
  rows.push(...axisRows(place, axis));
  for (const [k, from] of edges.slice(0, -1).entries()) {
    const to = edges[k + 1]!;
    const middle = (from + to) / 2;
    const at = scoreDensities(law, [middle]);
    const density = (value: number | undefined) => inWords(value ?? 0);
    rows.push({
      kind: 'region',
      x: px(from),
      x2: px(to),
      y: place.y,
      y2: place.y + 1,
      tip: {
        title: series.label,
        'Score w·x': inWords(middle).replace('-', '−'),
        'Density, class +1': density(shares[0] * at.positive[0]!),
        'Density, class −1': density(shares[1] * at.negative[0]!),
        ...(simulation === null
          ? {}
          : {
              [outOfDate ? 'Earlier run, class +1' : 'Simulation, class +1']: density(steps[0]![k]),
              [outOfDate ? 'Earlier run, class −1' : 'Simulation, class −1']: density(steps[1]![k]),
            }),
        'Accuracy with this threshold': percentInWords(1 - misclassified(law, positiveShare, middle).all),
      },
    });
  }
  return rows;
}

function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
}

/** Every repetition's M and Q, where they are kept. */
interface SimulatedScores {
  readonly repetitions: number;
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

function simulated({ simulation }: { readonly simulation?: Measurement }): SimulatedScores | null {
  const means = simulation?.meanMargin.values;
  const variances = simulation?.marginVariance.values;
  if (simulation === undefined || means === undefined || variances === undefined) return null;
  return { repetitions: simulation.repetitions, means, variances };
}

/**
 * The mean density of a class in each bin, over the repetitions' w: each has normal scores N(±M, Q), whose share of a
 * bin is known without drawing any.
 */
export function binDensities(
  { means, variances }: Omit<SimulatedScores, 'repetitions'>,
  sign: 1 | -1,
  edges: readonly number[],
  share: number,
): number[] {
  const below = edges.map((edge) => {
    const sum = means.reduce(
      (total, mean, i) => total + normalCdf((edge - sign * mean) / Math.sqrt(variances[i]!)),
      0,
    );
    return (share * sum) / means.length;
  });
  return edges.slice(1).map((edge, k) => (below[k + 1]! - below[k]!) / (edge - edges[k]!));
}
