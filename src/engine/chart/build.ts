import type { Expansion } from '../../experiment/expand';
import type { RunSettings } from '../../experiment/complete';
import type { ResultPoint, ResultSeries, ResultsDocument } from '../results';
import { metricTitle, parameterTitle } from './axis';
import { extentOf, isNear, valueDomain, type Extent } from './domain';
import { placeLabels } from './labels';
import { placeMarks, type Mark } from './marks';
import type { ChartModel, ChartRow } from './model';
import { bayesAccuracy } from './references';
import { simulationRows, theoryRows, type SimulationRow, type TheoryRow } from './rows';
import { chartSpec, type Horizontal, type SpecParts } from './spec';

export interface ChartInput {
  readonly results: Pick<ResultsDocument, 'series'>;
  readonly settings: Pick<RunSettings, 'title' | 'metric'>;
  readonly sweep: {
    readonly parameter: Expansion['sweepParameter'];
    readonly scale: Expansion['sweepScale'];
  };
  /** Results of an earlier state of the experiment: its simulation is drawn, grey, in place of that in `results`. */
  readonly earlier?: Pick<ResultsDocument, 'series'> | undefined;
  /** Places on the horizontal axis to point out; see `criticalLabelNoise`. Those outside the axis are left out. */
  readonly marks: readonly Mark[];
}

/** With more series than this, names at the curves' ends are crowded, and a legend is easier to read. */
const maxDirectLabels = 6;
/** Longer names than this, in characters, would take too much of the plot's width. */
const longestDirectLabel = 28;

/**
 * The chart of a results document: theory as lines, simulation as rings with ± 1 standard error, one colour per
 * series. Its `spec` depends on the simulation only through the value axis (which moves in steps) and through whether
 * there is any, so that points that stream in change `rows` only.
 */
export function buildChart(input: ChartInput): ChartModel {
  const { results, settings, sweep, earlier } = input;
  const { metric } = settings;
  const { series } = results;
  const labels = series.map(({ label }) => label);
  const theory = theoryRows(series, metric);
  const horizontal = horizontalOf(sweep, series);
  const simulation =
    earlier === undefined
      ? simulationRows(series, metric, false)
      : simulationRows(comparable(earlier.series, horizontal, labels), metric, true);
  const data = extentOf([
    ...theory.map(({ value }) => value),
    ...simulation.flatMap(({ low, high }) => [low, high]),
  ]);
  const references =
    data === null ? [] : bayesAccuracy(series, metric).filter(({ value }) => isNear(value, data, metric));
  const domain: Extent =
    data === null
      ? [0, 1]
      : valueDomain(extentOf([...data, ...references.map(({ value }) => value)]) ?? data, metric);

  const marks = horizontal.kind === 'sweep' ? placeMarks(input.marks, horizontal.domain) : [];
  const ends = horizontal.kind === 'sweep' ? curveEnds(labels, theory, simulation) : [];
  const named = placeNames(
    ends,
    references.map(({ value }) => value),
    domain,
    settings.title,
  );

  const rows: ChartRow[] =
    data === null
      ? []
      : [
          ...references.map((reference, i): ChartRow => ({
            kind: 'reference',
            ...reference,
            labelValue: named.references[i]!,
          })),
          ...marks.map((mark): ChartRow => ({ kind: 'mark', ...mark })),
          ...theory,
          ...simulation,
          ...named.labels,
        ];
  const parts = {
    title: settings.title,
    metric: metricTitle(metric),
    key: keyOf(horizontal, theory.length > 0, simulation.length > 0, earlier !== undefined),
    horizontal,
    domain,
    precise: metric === 'accuracy' ? { value: '.4f', error: '.4f' } : { value: '.5~g', error: '.2~g' },
    outOfDate: earlier !== undefined && simulation.length > 0,
    series: labels,
    naming: named.naming,
  } satisfies Omit<SpecParts, 'description'>;
  const description = describe(parts);
  return { spec: chartSpec({ ...parts, description }), rows, series: labels, description };
}

function horizontalOf(
  { parameter, scale }: ChartInput['sweep'],
  series: readonly ResultSeries[],
): Horizontal {
  const extent = extentOf(series.flatMap(({ points }) => points.flatMap(({ x }) => (x === null ? [] : [x]))));
  if (parameter === null || extent === null) return { kind: 'series' };
  return { kind: 'sweep', title: parameterTitle(parameter), scale, domain: notEmpty(extent, scale) };
}

/** What of an earlier run has a place in the present chart: points on its axis or, without a sweep, its series. */
function comparable(
  earlier: readonly ResultSeries[],
  horizontal: Horizontal,
  labels: readonly string[],
): ResultSeries[] {
  if (horizontal.kind === 'series') {
    return labels.map((label) => {
      const points = earlier.find((series) => series.label === label)?.points ?? [];
      return { label, points: points.filter(({ x }) => x === null) };
    });
  }
  const [low, high] = horizontal.domain;
  const onAxis = ({ x }: ResultPoint) => x !== null && x >= low && x <= high;
  return earlier.map(({ label, points }) => ({ label, points: points.filter(onAxis) }));
}

/** A single value gets an axis around it. */
function notEmpty([low, high]: Extent, scale: 'linear' | 'log'): Extent {
  if (low < high) return [low, high];
  if (scale === 'log') return [low / 2, low * 2];
  const half = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - half, low + half];
}

/** The right end of each curve; of the simulation where a series has no theory. */
function curveEnds(
  labels: readonly string[],
  theory: readonly TheoryRow[],
  simulation: readonly SimulationRow[],
): (TheoryRow | SimulationRow)[] {
  return labels.flatMap((label) => {
    const end =
      theory.findLast(({ series }) => series === label) ??
      simulation.findLast(({ series }) => series === label);
    return end === undefined ? [] : [end];
  });
}

interface Names {
  readonly naming: SpecParts['naming'];
  readonly labels: readonly ChartRow[];
  /** Where the references' labels stand. */
  readonly references: readonly number[];
}

/** Names beside the curves' ends if they fit there together with the references' labels, else in a legend. */
function placeNames(
  ends: readonly (TheoryRow | SimulationRow)[],
  references: readonly number[],
  domain: Extent,
  title: string,
): Names {
  // A reference's label tells the height of a line that has no colour of its own: it moves less than the names.
  const levels = references.map((value) => ({ value, weight: 4 }));
  const among = { labels: [], references: placeLabels(levels, domain) ?? references };
  const [only, ...others] = ends;
  if (only === undefined || (others.length === 0 && only.series === title))
    return { naming: 'none', ...among };
  const fits =
    ends.length <= maxDirectLabels && ends.every(({ series }) => series.length <= longestDirectLabel);
  const places = fits
    ? placeLabels([...levels, ...ends.map(({ value }) => ({ value, weight: 1 }))], domain)
    : null;
  if (places === null) return { naming: 'legend', ...among };
  return {
    naming: 'direct',
    labels: ends.map(({ series, x }, i) => ({
      kind: 'label',
      series,
      x,
      value: places[references.length + i]!,
    })),
    references: places.slice(0, references.length),
  };
}

function keyOf({ kind }: Horizontal, theory: boolean, simulation: boolean, outOfDate: boolean): string {
  const line = kind === 'sweep' ? 'Lines' : 'Dashes';
  const rings = outOfDate
    ? 'grey rings: an earlier run ± 1 standard error'
    : 'rings: simulation ± 1 standard error';
  const words = [...(theory ? [`${line}: exact theory`] : []), ...(simulation ? [rings] : [])].join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Line chart of test accuracy against label noise ε; 2 series: oracle, none." */
function describe({ metric, horizontal, series, key }: Omit<SpecParts, 'description'>): string {
  const count = series.length === 1 ? '1 series' : `${series.length} series`;
  const what =
    horizontal.kind === 'sweep'
      ? `Line chart of ${inSentence(metric)} against ${inSentence(horizontal.title)}`
      : `Chart of ${inSentence(metric)} by series`;
  return `${what}; ${count}: ${series.join(', ')}.${key === '' ? '' : ` ${key}.`}`;
}

function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
