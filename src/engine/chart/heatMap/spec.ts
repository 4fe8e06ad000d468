import type { ChartSpec } from '../model';
import { pointerLayer } from '../spec';
import type { HeatColours } from './colours';
import type { Tick } from './gridAxis';
import type { PanelLayout } from './layout';
import { pointedData } from './tip';

type Layer = ChartSpec['layer'][number];
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;

export interface HeatMapParts {
  readonly title: string;
  /** What the colours show, in words, and in the legend's few words. */
  readonly metric: string;
  readonly legend: string;
  /** Explains colours, lines and discs in words. */
  readonly key: string;
  readonly description: string;
  readonly x: { readonly title: string; readonly ticks: readonly Tick[] };
  readonly y: { readonly title: string; readonly ticks: readonly Tick[] };
  readonly layout: PanelLayout;
  readonly colours: HeatColours;
  /** Sides of the smallest cell, in the plane of the maps: discs are to fit in. */
  readonly smallestCell: { readonly width: number; readonly height: number };
}

/** Diameter of a disc in its cell, and its least and largest area in square pixels. */
const discShare = 0.46;
const discArea = [5, 220] as const;

/** The Vega-Lite spec of heat maps over the data set `rows`, in the plane of `layout`. */
export function heatMapSpec(parts: HeatMapParts): ChartSpec {
  const { layout, colours, smallestCell } = parts;
  const x: NonNullable<Encoding['x']> = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [0, layout.width], nice: false, zero: false },
    axis: { ...axis(parts.x, layout.columns), labelOverlap: 'greedy', labelSeparation: 4 },
  };
  const y: NonNullable<Encoding['y']> = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [0, layout.height], nice: false, zero: false },
    axis: { ...axis(parts.y, layout.rows), labelOverlap: false },
  };
  const box = { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } };
  const value = {
    field: 'value',
    type: 'quantitative',
    scale: {
      type: colours.type,
      domain: [...colours.stops],
      range: colours.range,
      interpolate: 'rgb',
      clamp: true,
    },
  } satisfies NonNullable<Encoding['color']>;
  const color: NonNullable<Encoding['color']> = {
    ...value,
    legend: {
      title: parts.legend,
      orient: 'right',
      // The legend's title stands above the gradient.
      gradientLength: { expr: 'height - 22' },
      gradientThickness: 10,
      ...labelled(colours.ticks.map(({ value, label }) => ({ at: value, label }))),
    },
  };
  // Another field than that of the colours: legends of one field would be merged.
  const stroke: NonNullable<Encoding['stroke']> = { ...value, field: 'level', legend: null };

  const line = (filter: string, style: string | string[]): Layer => ({
    transform: [{ filter }],
    mark: { type: 'line', style },
    encoding: {
      x,
      y,
      detail: { field: 'line', type: 'nominal' },
      order: { field: 'order', type: 'quantitative' },
    },
  });
  const text = (filter: string, style: string | string[], more: Encoding = {}): Layer => ({
    transform: [{ filter }],
    mark: { type: 'text', style, angle: { expr: angle(layout) } },
    encoding: { x, y, text: { field: 'text' }, ...more },
  });
  const disc = (outOfDate: boolean): Layer => ({
    transform: [{ filter: `datum.kind === 'measured' && ${outOfDate ? '' : '!'}datum.outOfDate` }],
    mark: {
      type: 'point',
      style: outOfDate ? ['measured', 'measuredOutOfDate'] : 'measured',
      size: { expr: discSize(layout, smallestCell) },
    },
    encoding: { x, y, color },
  });
  const is = (kind: string) => `datum.kind === '${kind}'`;

  const layers: Layer[] = [
    { transform: [{ filter: is('ground') }], mark: { type: 'rect', style: 'ground' }, encoding: box },
    {
      transform: [{ filter: is('cell') }],
      mark: { type: 'rect', style: 'cell' },
      encoding: { ...box, color, order: { field: 'order', type: 'quantitative' } },
    },
    // Cells are the many: what is looked for among the rest is looked for among few.
    {
      transform: [{ filter: `!(${is('cell')})` }],
      layer: [
        { transform: [{ filter: is('frame') }], mark: { type: 'rect', style: 'frame' }, encoding: box },
        disc(true),
        disc(false),
        line(`${is('contour')} && !datum.strong && !datum.onStrong`, 'contour'),
        line(`${is('contour')} && !datum.strong && datum.onStrong`, ['contour', 'contourOnStrong']),
        line(is('critical'), 'criticalCasing'),
        line(is('critical'), 'critical'),
        line(`${is('contour')} && datum.strong`, 'contourStrong'),
        text(is('contourLabel'), 'contourHalo', { stroke }),
        text(`${is('contourLabel')} && !datum.onStrong`, 'contourLabel'),
        text(`${is('contourLabel')} && datum.onStrong`, ['contourLabel', 'contourLabelOnStrong']),
        text(is('criticalLabel'), 'criticalHalo'),
        text(is('criticalLabel'), 'criticalLabel'),
        text(`${is('side')} && datum.above`, 'sideAbove'),
        text(`${is('side')} && !datum.above`, 'sideBelow'),
        {
          transform: [{ filter: is('panel') }],
          mark: { type: 'text', style: 'panelLabel', limit: { expr: `0.98 * width / ${layout.width}` } },
          encoding: { x, y, text: { field: 'text' } },
        },
      ],
    },
    {
      name: pointerLayer,
      data: { name: pointedData },
      layer: [
        { mark: { type: 'rect', style: 'pointedCasing' }, encoding: box },
        { mark: { type: 'rect', style: 'pointed' }, encoding: box },
      ],
    },
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: parts.description,
    title: {
      text: parts.title,
      subtitle: [parts.metric, parts.key],
      anchor: 'start',
      frame: 'bounds',
    },
    width: 'container',
    autosize: { type: 'fit', contains: 'padding' },
    data: { name: 'rows' },
    layer: layers,
  };
}

/** The same ticks along each of the maps that begin at `starts`. */
function axis(
  { title, ticks }: { readonly title: string; readonly ticks: readonly Tick[] },
  starts: readonly number[],
) {
  const all = starts
    .flatMap((start) => ticks.map(({ at, label }) => ({ at: start + at, label })))
    .sort((a, b) => a.at - b.at);
  return {
    title,
    grid: false,
    domain: false,
    ticks: true,
    // Fewer than there are would leave some out.
    tickCount: all.length,
    ...labelled(all),
  };
}

/** Numbers along a scale with labels of our own. */
function labelled(ticks: readonly Tick[]) {
  const places = ticks.map(({ at }) => at);
  const labels = ticks.map(({ label }) => label);
  return {
    values: places,
    labelExpr: `${JSON.stringify(labels)}[indexof(${JSON.stringify(places)}, datum.value)]`,
  };
}

/** The angle of a line on the screen, clockwise in degrees, from its direction in the plane of the maps. */
function angle({ width, height }: PanelLayout): string {
  const across = `datum.dx * width / ${width}`;
  const up = `datum.dy * height / ${height}`;
  return `-atan2(${up}, ${across}) * 180 / PI`;
}

function discSize({ width, height }: PanelLayout, cell: HeatMapParts['smallestCell']): string {
  const side = `min(width * ${cell.width / width}, height * ${cell.height / height})`;
  return `clamp(pow(${discShare} * ${side}, 2), ${discArea[0]}, ${discArea[1]})`;
}
