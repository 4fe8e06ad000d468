import type { RunSettings } from '../../../experiment/complete';
import type { SweepAxis } from '../../../experiment/expand';
import type { Metric } from '../../../experiment/schema';
import { measuredEstimate, namesOfNearest, predictedOrNearest, type ResultsDocument } from '../../results';
import { metricTitle, parameterTitle } from '../axis';
import { extentOf } from '../domain';
import type { ChartModel, ChartRow } from '../model';
import { heatColours } from './colours';
import { describeHeatMap } from './describe';
import { pointsOnGrid, valuesOf } from './grid';
import { gridAxis } from './gridAxis';
import { mostPanels, panelLayout } from './layout';
import type { HeatMapPlot } from './model';
import { cellRows, lineRows, measuredRows, mostDiscsAcross, type GridAxes, type HeatMapPanel } from './rows';
import { heatMapSpec } from './spec';

export interface HeatMapInput {
  readonly results: Pick<ResultsDocument, 'series'>;
  readonly settings: Pick<RunSettings, 'title' | 'metric'>;
  /** The quantities along the horizontal and the vertical axis. */
  readonly sweeps: readonly [x: HeatMapSweep, y: HeatMapSweep];
  /** Whether the simulation in `results` is of an earlier state of the experiment. */
  readonly outOfDate: boolean;
}

type HeatMapSweep = Pick<SweepAxis, 'parameter' | 'scale'>;

/** Titles of the colour legend, which stands under the metric's full title. */
const legendTitles: Readonly<Record<Metric, string>> = {
  accuracy: 'Accuracy',
  risk: 'Risk',
  meanMargin: 'M',
  marginVariance: 'Q',
  gain: 'Gain',
};

const mostTicks = { one: { x: 9, y: 7 }, several: { x: 5, y: 4 } };

/**
 * Heat maps of a metric over two sweeps, one for each series on one scale of colours: the exact theory as colours with
 * contour lines, the simulation as discs in its cells' middle. Its `spec` depends on the simulation only through
 * whether there is any.
 */
export function buildHeatMap({ results, settings, sweeps, outOfDate }: HeatMapInput): ChartModel {
  const { metric, title } = settings;
  const all = results.series;
  const shown = all.length <= mostPanels ? all : all.slice(0, 1);
  const layout = panelLayout(Math.max(1, shown.length));
  const ticks = shown.length > 1 ? mostTicks.several : mostTicks.one;
  const valuesAlong = (axis: 'x' | 'y') => {
    const values = new Set<number>();
    for (const { points } of shown)
      for (const { [axis]: value } of points) if (value !== null) values.add(value);
    return [...values];
  };
  const axes: GridAxes = {
    x: gridAxis(valuesAlong('x'), sweeps[0].scale, ticks.x),
    y: gridAxis(valuesAlong('y'), sweeps[1].scale, ticks.y),
  };
  const panels = shown.map(({ label, points }, series): HeatMapPanel => {
    const cells = pointsOnGrid(points, axes.x, axes.y);
    const values = valuesOf(cells, (point) => predictedOrNearest(point, metric));
    return { series, label, cells, values, ...layout.panels[series]! };
  });
  const predicted = extentOf(panels.flatMap(({ values }) => [...(extentOf(values) ?? [])]));
  const simulated = extentOf(
    shown.flatMap(({ points }) => points.map((point) => measuredEstimate(point, metric)?.mean ?? NaN)),
  );
  const data = predicted ?? simulated;
  const colours = heatColours(data ?? [0, 1], metric);

  const discs = panels.flatMap((panel) => measuredRows(panel, axes, metric, outOfDate));
  const lines = panels.flatMap((panel) => lineRows(panel, axes, colours, layout));
  const rows: ChartRow[] =
    data === null
      ? []
      : [
          ...cellRows(panels, axes, colours),
          ...discs,
          ...lines,
          ...(shown.length > 1
            ? panels.map(({ label, x, y }): ChartRow => ({ kind: 'panel', x, y: y + 1, text: label }))
            : []),
        ];
  const parts = {
    title,
    metric: metricTitle(metric),
    legend: legendTitles[metric],
    x: { title: parameterTitle(sweeps[0].parameter), ticks: axes.x.ticks },
    y: { title: parameterTitle(sweeps[1].parameter), ticks: axes.y.ticks },
  };
  const key = keyOf({
    series: all.map(({ label }) => label),
    isGain: metric === 'gain',
    predicted,
    nearest: namesOfNearest(shown.flatMap(({ points }) => points)),
    hasContours: lines.some(({ kind }) => kind === 'contour'),
    hasCritical: lines.some(({ kind }) => kind === 'critical'),
    hasMissing: panels.some(({ values }) => values.some(Number.isNaN)),
    simulation: simulated === null ? 'none' : discs.length === 0 ? 'hidden' : outOfDate ? 'earlier' : 'shown',
  });
  const description = describeHeatMap(parts, panels, axes, metric, key);
  const plot: HeatMapPlot = {
    metric,
    x: { title: parts.x.title, values: axes.x.values, edges: axes.x.edges },
    y: { title: parts.y.title, values: axes.y.values, edges: axes.y.edges },
    panels: panels.map(({ x, y, series }) => ({ x, y, series })),
    outOfDate,
  };
  return {
    spec: heatMapSpec({ ...parts, key, description, layout, colours, smallestCell: smallestCell(axes) }),
    rows,
    domain: [colours.stops[0]!, colours.stops.at(-1)!],
    series: all.map(({ label }) => label),
    description,
    heatMap: plot,
  };
}

function smallestCell({ x, y }: GridAxes): { width: number; height: number } {
  const least = (edges: readonly number[]) => Math.min(...edges.slice(1).map((edge, i) => edge - edges[i]!));
  return { width: least(x.edges), height: least(y.edges) };
}

interface KeyParts {
  readonly series: readonly string[];
  readonly isGain: boolean;
  readonly predicted: readonly [number, number] | null;
  /** What the nearest theories that are shown are of. */
  readonly nearest: readonly string[];
  readonly hasContours: boolean;
  readonly hasCritical: boolean;
  readonly hasMissing: boolean;
  readonly simulation: 'none' | 'shown' | 'earlier' | 'hidden';
}

/** "exact theory", or where that does not cover cells, "exact or nearest theory (Gaussian features)". */
function theoryInWords(nearest: readonly string[]): string {
  if (nearest.length === 0) return 'exact theory';
  return `exact or nearest theory${nearest.length > 2 ? '' : ` (${nearest.join('; or ')})`}`;
}

/** What colours, lines and discs are, and what is not shown. */
function keyOf({ series, isGain, predicted, nearest, ...has }: KeyParts): string {
  const discs = {
    none: [],
    shown: ['discs: simulation, invisible where it agrees'],
    earlier: ['dashed discs: an earlier run'],
    hidden: [
      `simulation: point at a cell (discs need at most ${mostDiscsAcross} × ${mostDiscsAcross} cells)`,
    ],
  }[has.simulation];
  const parts = [
    ...(predicted === null
      ? []
      : [`colours${has.hasContours ? ' and lines' : ''}: ${theoryInWords(nearest)}`]),
    ...discs,
    ...(has.hasCritical ? ['dots: kept signal λ = 0'] : []),
    ...(has.hasMissing ? ['grey: no value'] : []),
  ].join('; ');
  const sentences = [
    parts.charAt(0).toUpperCase() + parts.slice(1),
    ...(isGain && predicted !== null && predicted[1] <= 0 ? ['Synthetic data help nowhere here'] : []),
    ...(isGain && predicted !== null && predicted[0] >= 0 ? ['Synthetic data hurt nowhere here'] : []),
    ...(series.length > mostPanels ? [`Shown: “${series[0]!}”, the first of ${series.length} series`] : []),
  ];
  return sentences.filter((sentence) => sentence !== '').join('. ');
}
