import type { SweepAxis } from '../../experiment/expand';
import type { RunSettings } from '../../experiment/complete';
import type { ResultPoint, ResultSeries, ResultsDocument } from '../results';
import { metricTitle, parameterTitle } from './axis';
import { extentOf, isNear, valueDomain, type Extent } from './domain';
import { lowestPlot, spaceLabels } from './labels';
import { placeMarks, type Mark } from './marks';
import type { ChartModel, ChartRow } from './model';
import { bayesAccuracy, type Reference } from './references';
import { simulationRows, theoryRows, type SimulationRow, type TheoryRow } from './rows';
import { chartSpec, type Horizontal, type SpecParts } from './spec';

export interface ChartInput {
  readonly results: Pick<ResultsDocument, 'series'>;
  readonly settings: Pick<RunSettings, 'title' | 'metric'>;
  readonly sweep: {
    readonly parameter: string | null;
    readonly scale: SweepAxis['scale'];
  };
  /** Results of an earlier state of the experiment: its simulation is drawn, grey, in place of that in `results`. */
  readonly earlier?: Pick<ResultsDocument, 'series'> | undefined;
  /** Places on the horizontal axis to point out; see `criticalLabelNoiseMarks`. Those outside the axis are left out. */
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
  const named = nameCurves(ends, references, domain, settings.title);

  const rows: ChartRow[] =
    data === null
      ? []
      : [
          ...marks.map((mark): ChartRow => ({ kind: 'mark', ...mark })),
          ...named.rows,
          ...theory,
          ...simulation,
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
  return { spec: chartSpec({ ...parts, description }), rows, domain, series: labels, description };
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

interface Named {
  readonly naming: SpecParts['naming'];
  /** The references and, beside the curves' ends, their names. */
  readonly rows: readonly ChartRow[];
}

/** Names beside the curves' ends if they fit there together with the references' labels, else in a legend. */
function nameCurves(
  ends: readonly (TheoryRow | SimulationRow)[],
  references: readonly Reference[],
  domain: Extent,
  title: string,
): Named {
  const lines = references.map((one): ChartRow => ({ kind: 'reference', ...one, labelValue: one.value }));
  const alone = spaceLabels(lines, domain, lowestPlot) ?? lines;
  const [only, ...others] = ends;
  if (only === undefined || (others.length === 0 && only.series === title))
    return { naming: 'none', rows: alone };
  const fits =
    ends.length <= maxDirectLabels && ends.every(({ series }) => series.length <= longestDirectLabel);
  const names = ends.map(({ series, x, value }): ChartRow => ({
    kind: 'label',
    series,
    x,
    end: value,
    value,
  }));
  const rows = fits ? spaceLabels([...lines, ...names], domain, lowestPlot) : null;
  return rows === null ? { naming: 'legend', rows: alone } : { naming: 'direct', rows };
}

function keyOf({ kind }: Horizontal, theory: boolean, simulation: boolean, outOfDate: boolean): string {
  const line = kind === 'sweep' ? 'Lines' : 'Dashes';
  const rings = outOfDate ? 'grey rings: an earlier run ± 1 s.e.' : 'rings: simulation ± 1 s.e.';
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
  const marks = key === '' ? '' : ` ${key.replace('s.e.', 'standard error')}.`;
  return `${what}; ${count}: ${series.join(', ')}.${marks}`;
}

function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
