import type { SweepAxis } from '../../experiment/expand';
import type { RunSettings } from '../../experiment/complete';
import type { Metric } from '../../experiment/schema';
import {
  namesOfNearest,
  type DrawnTheory,
  type ResultPoint,
  type ResultSeries,
  type ResultsDocument,
} from '../results';
import { metricTitle, parameterTitle } from './axis';
import { extentOf, isNear, valueDomain, type Extent } from './domain';
import { lowestPlot, spaceLabels } from './labels';
import { landmarksOf } from './landmarks';
import { placeMarks, type Mark } from './marks';
import type { ChartModel, ChartRow, LandmarkRow } from './model';
import { referencesOf, type Reference, type References } from './references';
import { simulationRows, theoryRows, type SimulationRow, type TheoryRow } from './rows';
import { chartSpec, type Horizontal, type SpecParts } from './spec';

export interface ChartInput {
  readonly results: Pick<ResultsDocument, 'series'>;
  readonly settings: Pick<RunSettings, 'title' | 'metric' | 'variants' | 'references'>;
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
  const nearest = settings.variants.includes('exact')
    ? namesOfNearest(series.flatMap(({ points }) => points))
    : [];
  // In the exact theory's place: its curves are named where its own would be.
  const variants: readonly DrawnTheory[] =
    nearest.length === 0
      ? settings.variants
      : settings.variants.flatMap((variant) => (variant === 'exact' ? [variant, 'nearest'] : [variant]));
  const labels = series.map(({ label }) => label);
  const theory = theoryRows(series, metric, variants);
  const horizontal = horizontalOf(sweep, series);
  const simulation =
    earlier === undefined
      ? simulationRows(series, metric, variants, false)
      : simulationRows(comparable(earlier.series, horizontal, labels), metric, variants, true);
  const landmarks =
    horizontal.kind === 'sweep' && sweep.parameter !== null && variants.includes('exact')
      ? landmarksOf(series, metric, sweep.parameter, horizontal.domain)
      : [];
  const data = extentOf([
    ...theory.map(({ value }) => value),
    ...simulation.flatMap(({ low, high }) => [low, high]),
    ...landmarks.map(({ value }) => value),
  ]);
  const references = shownReferences(referencesOf(series, metric, settings.references), data, metric);
  const domain: Extent =
    data === null
      ? [0, 1]
      : valueDomain(extentOf([...data, ...references.lines.flatMap(valuesOf)]) ?? data, metric);

  const marks = horizontal.kind === 'sweep' ? placeMarks(input.marks, horizontal.domain) : [];
  const ends = horizontal.kind === 'sweep' ? curveEnds(labels, theory, simulation) : [];
  const named = nameCurves(ends, references.lines, domain, settings.title);

  const rows: ChartRow[] =
    data === null
      ? []
      : [
          ...marks.map((mark): ChartRow => ({ kind: 'mark', ...mark })),
          ...named.rows,
          ...references.lines.flatMap(curveOf),
          ...theory,
          ...simulation,
          ...landmarks,
        ];
  const parts = {
    title: settings.title,
    metric: metricTitle(metric),
    key: keyOf({
      horizontal,
      drawn: variants.filter((variant) => theory.some((row) => row.variant === variant)),
      simulation: simulation.length > 0,
      outOfDate: earlier !== undefined,
      leftOut: references.leftOut,
      nearest,
    }),
    horizontal,
    domain,
    precise: preciseOf(metric),
    variants,
    outOfDate: earlier !== undefined && simulation.length > 0,
    series: labels,
    naming: named.naming,
  } satisfies Omit<SpecParts, 'description'>;
  const description = describe(parts, landmarks);
  return {
    spec: chartSpec({ ...parts, description }),
    rows,
    domain,
    series: labels,
    description,
    ...(horizontal.kind === 'sweep' ? { sweep: { domain: horizontal.domain, scale: horizontal.scale } } : {}),
  };
}

function preciseOf(metric: Metric): SpecParts['precise'] {
  switch (metric) {
    case 'accuracy':
      return { value: '.4f', error: '.4f' };
    case 'gain':
      return { value: '+.4f', error: '.4f' };
    default:
      return { value: '.5~g', error: '.2~g' };
  }
}

const valuesOf = ({ points }: Reference) => points.map(({ value }) => value);

/** The references that leave the curves enough of the value axis, and what is not shown, in words. */
function shownReferences(
  { lines, tooMany }: References,
  data: Extent | null,
  metric: Metric,
): { lines: Reference[]; leftOut: string[] } {
  if (data === null) return { lines: [], leftOut: [] };
  const isShown = (one: Reference) => valuesOf(one).every((value) => isNear(value, data, metric));
  const far = lines.filter((one) => !isShown(one)).map(({ label }) => `${label} (far off)`);
  return { lines: lines.filter(isShown), leftOut: [...far, ...tooMany.map((name) => `${name} (too many)`)] };
}

/** The points of a reference that varies. */
function curveOf({ label, series, level, points }: Reference): ChartRow[] {
  return level ? [] : points.map((point) => ({ kind: 'referencePoint', label, series, ...point }));
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

/** The right end of each curve: of the first theory that is drawn, or of the simulation where a series has none. */
function curveEnds(
  labels: readonly string[],
  theory: readonly TheoryRow[],
  simulation: readonly SimulationRow[],
): (TheoryRow | SimulationRow)[] {
  return labels.flatMap((label) => {
    const first = theory.find(({ series }) => series === label)?.variant;
    const end =
      theory.findLast(({ series, variant }) => series === label && variant === first) ??
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
  const lines = references.map(({ label, series, level, points }): ChartRow => {
    const { value } = points.at(-1)!;
    return { kind: 'reference', label, series, level, value, labelValue: value };
  });
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

interface KeyParts {
  readonly horizontal: Horizontal;
  readonly drawn: readonly DrawnTheory[];
  /** What the nearest theories that are drawn are of. */
  readonly nearest: readonly string[];
  readonly simulation: boolean;
  readonly outOfDate: boolean;
  /** References that are not shown. */
  readonly leftOut: readonly string[];
}

/** What each kind of line is; a dash stands for it where there is no sweep. */
const lineWords = {
  sweep: {
    exact: 'lines: exact theory',
    nearest: 'dash-dotted: nearest theory',
    published: 'dashed: as published',
    independentNoise: 'dash-dotted: independent noise of the same rates',
  },
  series: {
    exact: 'dashes: exact theory',
    nearest: 'dash-dots: nearest theory',
    published: 'broken dashes: as published',
    independentNoise: 'dash-dots: independent noise of the same rates',
  },
} as const;

/** Names in a key: more than two are for the notes to tell. */
const mostNearestNames = 2;

function keyOf({ horizontal: { kind }, drawn, nearest, simulation, outOfDate, leftOut }: KeyParts): string {
  const rings = outOfDate ? 'grey rings: an earlier run ± 1 s.e.' : 'rings: simulation ± 1 s.e.';
  const words = [
    ...drawn.map((variant) =>
      variant === 'nearest' && nearest.length <= mostNearestNames
        ? `${lineWords[kind].nearest} (${nearest.join('; or ')})`
        : lineWords[kind][variant],
    ),
    ...(simulation ? [rings] : []),
    ...(leftOut.length > 0 ? [`not shown: ${leftOut.join(', ')}`] : []),
  ].join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Line chart of test accuracy against label noise ε; 2 series: oracle, none." and what is pointed out. */
function describe(
  { metric, horizontal, series, key }: Omit<SpecParts, 'description'>,
  landmarks: readonly LandmarkRow[],
): string {
  const count = series.length === 1 ? '1 series' : `${series.length} series`;
  const what =
    horizontal.kind === 'sweep'
      ? `Line chart of ${inSentence(metric)} against ${inSentence(horizontal.title)}`
      : `Chart of ${inSentence(metric)} by series`;
  const marks = key === '' ? '' : ` ${key.replaceAll('s.e.', 'standard error')}.`;
  const pointedOut = landmarks.map(({ series: whose, text }) =>
    series.length === 1 ? text : `${whose} ${text}`,
  );
  const places = pointedOut.length === 0 ? '' : ` Marked: ${pointedOut.join('; ')}.`;
  return `${what}; ${count}: ${series.join(', ')}.${marks}${places}`;
}

function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
