import type { ResultPoint, ResultSeries } from '../results';
import { binsOfLaw, densitiesOf, shareUpTo } from '../spectrum/bins';
import type { SpectralLawTable, SpectrumHistogram } from '../spectrum/model';
import { countInWords, inWords, percentInWords } from '../words';
import type { ChartModel, ChartRow } from './model';
import { keyLine, notShown, panelName, type PanelChartInput } from './panels/input';
import { mostPanels, planeOf } from './panels/plane';
import { axisRows, emptyRows, headLines, headRows } from './panels/rows';
import { panelScale } from './panels/scale';
import { panelSpec } from './panels/spec';

const metric = 'Eigenvalues of the generator’s covariance Ĉ';
const xTitle = 'Eigenvalue';
/** A panel's height is so much of the highest bar. */
const air = 1.15;
/** Eigenvalues that a law is cut into bins for, where nothing is simulated. */
const unsimulated = 10_000;

/**
 * The law of the eigenvalues of each series' fitted covariance as a curve, over a histogram of the simulated ones: a
 * panel each, with its own axes. The density's own axis has no numbers: its area is the share of eigenvalues.
 */
export function buildSpectrumChart(input: PanelChartInput): ChartModel {
  const { results, settings, outOfDate } = input;
  const all = results.series;
  const shown = all.slice(0, mostPanels);
  const heads = shown.map(({ label, points }) => ({
    name: panelName(label, input),
    words: points[0] === undefined ? '' : leftOut(lawOf(points[0]), points[0].spectrum),
  }));
  const lines = headLines(heads);
  const plane = planeOf(shown.length, { right: 0.08, afterLast: 0.03, lines });
  const rows = shown.flatMap((series, i) => {
    const panel = { ...plane.panels[i]!, index: i, mostTicks: [9, 6, 5][plane.perRow - 1]! };
    return [...headRows(panel, heads[i]!, lines), ...panelRows(series, panel, outOfDate)];
  });
  const points = shown.flatMap((series) => series.points.slice(0, 1));
  const draws = Math.max(0, ...points.map(({ spectrum }) => spectrum?.draws ?? 0));
  const draw = draws === 1 ? '1 draw' : `${countInWords(draws)} draws`;
  const key = keyLine([
    ...(points.some((point) => lawOf(point) !== null) ? ['curves: limiting law'] : []),
    ...(draws === 0 ? [] : [`${outOfDate ? 'grey bars: an earlier run' : 'bars: simulated'} (${draw} of Ĉ)`]),
    ...notShown(shown.length, all.length),
  ]);
  const parts = {
    title: settings.title,
    metric,
    key,
    xTitle,
    valueTicks: false,
    plane,
    colours: all.map(({ label }) => label),
    legend: false,
    filled: true,
  };
  const words = shown.map((series) => `${series.label}: ${inSentence(series.points[0])}`);
  const description = `Densities of the eigenvalues of the generator’s covariance. ${key}. ${words.join('; ')}.`;
  return {
    spec: panelSpec({ ...parts, description }),
    rows,
    domain: [0, plane.height],
    series: parts.colours,
    description,
  };
}

function lawOf({ spectralLaw: law }: ResultPoint): SpectralLawTable | null {
  return law === undefined || 'error' in law ? null : law;
}

interface Panel {
  readonly x: number;
  readonly y: number;
  readonly index: number;
  readonly mostTicks: number;
}

function panelRows({ label, points }: ResultSeries, panel: Panel, outOfDate: boolean): ChartRow[] {
  const point = points[0];
  const law = point === undefined ? null : lawOf(point);
  const histogram = point?.spectrum;
  if (law === null && histogram === undefined) {
    return emptyRows(panel, point?.spectralLaw === undefined ? 'No fitted generator' : 'No law: simulate');
  }
  const edges = histogram?.edges ?? binsOfLaw(law!, unsimulated);
  const { densities } = histogram === undefined ? { densities: [] } : densitiesOf(histogram);
  const ends = [edges[0]!, edges.at(-1)!] as const;
  const axis = panelScale(ends, 'linear', panel.mostTicks);
  const expected = law === null ? [] : edges.slice(1).map((to, i) => shareBetween(law, edges[i]!, to));
  const highest = Math.max(...densities, ...expected.map((share, i) => share / (edges[i + 1]! - edges[i]!)));
  const px = (x: number) => panel.x + axis.at(x);
  const py = (density: number) => panel.y + Math.min(1, density / (air * highest));
  return [
    ...densities.map((density, i): ChartRow => ({
      kind: 'bar',
      x: px(edges[i]!),
      x2: px(edges[i + 1]!),
      y: panel.y,
      y2: py(density),
      outOfDate,
      colour: label,
    })),
    ...axisRows(panel, axis),
    ...(law === null ? [] : lawRows(law, label, ends, px, py, panel.index)),
    ...edges.slice(1).map((to, i): ChartRow => ({
      kind: 'region',
      x: px(edges[i]!),
      x2: px(to),
      y: panel.y,
      y2: panel.y + 1,
      tip: {
        title: label,
        Eigenvalues: `${inWords(edges[i]!)} to ${inWords(to)}`,
        ...(law === null ? {} : { Law: percentInWords(expected[i]!) }),
        ...(histogram === undefined
          ? {}
          : { [outOfDate ? 'Earlier run' : 'Simulation']: shareOf(histogram, i) }),
      },
    })),
  ];
}

/** Of the law's curve what lies between the panel's ends. */
function lawRows(
  { x, density }: SpectralLawTable,
  colour: string,
  [low, high]: readonly [number, number],
  px: (x: number) => number,
  py: (density: number) => number,
  index: number,
): ChartRow[] {
  return x.flatMap((value, order): ChartRow[] =>
    value < low || value > high
      ? []
      : [
          {
            kind: 'curve',
            role: 'theory',
            line: `law ${index}`,
            order,
            x: px(value),
            y: py(density[order]!),
            colour,
          },
        ],
  );
}

function shareBetween(law: SpectralLawTable, from: number, to: number): number {
  return shareUpTo(law, to) - shareUpTo(law, from);
}

/** "2.1 % (1,056 of 50,000)" */
function shareOf(histogram: SpectrumHistogram, bin: number): string {
  const { all } = densitiesOf(histogram);
  const count = histogram.counts[bin]!;
  return `${percentInWords(count / all)} (${countInWords(count)} of ${countInWords(all)})`;
}

/** What the picture of a law leaves out: eigenvalues that are 0, and those beyond its axis. */
function leftOut(law: SpectralLawTable | null, histogram: SpectrumHistogram | undefined): string {
  if (law !== null) {
    const edges = histogram?.edges ?? binsOfLaw(law, unsimulated);
    const last = law.intervals.at(-1)![1];
    const beyond = 1 - shareUpTo(law, edges.at(-1)!);
    return [
      ...(law.massAtZero > 0 ? [`${percentInWords(law.massAtZero)} at 0`] : []),
      ...(beyond > 1e-9 ? [`${percentInWords(beyond)} beyond, up to ${inWords(last)}`] : []),
    ].join('; ');
  }
  if (histogram === undefined || histogram.zeros === 0) return '';
  return `${percentInWords(densitiesOf(histogram).shareAtZero)} at 0`;
}

/** A panel in words, for those who cannot see it. */
function inSentence(point: ResultPoint | undefined): string {
  const law = point === undefined ? null : lawOf(point);
  if (law === null) {
    const spectrum = point?.spectrum;
    if (spectrum === undefined) return 'nothing to show';
    return `simulated only, from ${inWords(spectrum.edges[0]!)} to ${inWords(spectrum.edges.at(-1)!)}`;
  }
  const intervals = law.intervals.slice(0, 3).map(([low, high]) => `${inWords(low)} to ${inWords(high)}`);
  const more = law.intervals.length > 3 ? ` and ${law.intervals.length - 3} more intervals` : '';
  const zero = law.massAtZero > 0 ? `, ${percentInWords(law.massAtZero)} at 0` : '';
  return `law on ${intervals.join(', ')}${more}${zero}`;
}
