import type { ChartSpec } from '../model';
import { maxCategories, pointerLayer } from '../spec';
import type { CurveRole, SegmentRole, WordsRole } from './model';
import type { PanelPlane } from './plane';

type Layer = ChartSpec['layer'][number];
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;

export interface PanelParts {
  readonly title: string;
  /** What the panels show, in words. */
  readonly metric: string;
  /** Explains curves, bars and areas in words. */
  readonly key: string;
  readonly description: string;
  readonly xTitle: string;
  /** Whether numbers stand at the left of the panels, which need room there. */
  readonly valueTicks: boolean;
  readonly plane: PanelPlane;
  /** Names of the chart's colours, in order, and whether a legend tells them. */
  readonly colours: readonly string[];
  readonly legend: boolean;
  /** Whether there are bars, areas and outlines: a legend would take over how pale they are. */
  readonly filled: boolean;
}

const outlineRoles: readonly CurveRole[] = ['outlineOutOfDate', 'outline'];
/** In this order, for a legend takes its lines from the first. */
const curveRoles: readonly CurveRole[] = ['theory', 'published'];
const segmentRoles: readonly SegmentRole[] = ['grid', 'tick', 'axis', 'threshold', 'bestThreshold'];
const plainWords: readonly WordsRole[] = ['title', 'titleAlone', 'subtitle', 'tick', 'valueTick', 'middle'];
const colouredWords: readonly WordsRole[] = ['end', 'left', 'right'];

/** Widest number at the left of the panels, in pixels. */
const valueTickRoom = 34;

/** "theory" → "panelTheory" */
const styleOf = (role: string) => `panel${role.charAt(0).toUpperCase()}${role.slice(1)}`;

/** The Vega-Lite spec of a chart of panels over the data set `rows`, in their plane. */
export function panelSpec(parts: PanelParts): ChartSpec {
  const { plane, colours } = parts;
  const hidden = { labels: false, ticks: false, domain: false, grid: false } as const;
  const x: NonNullable<Encoding['x']> = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [0, plane.width], nice: false, zero: false },
    axis: { ...hidden, title: parts.xTitle },
  };
  const y: NonNullable<Encoding['y']> = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [0, plane.height], nice: false, zero: false },
    axis: parts.valueTicks ? { ...hidden, title: null, minExtent: valueTickRoom } : null,
  };
  const color: NonNullable<Encoding['color']> = {
    field: 'colour',
    type: 'nominal',
    scale: { domain: [...colours], range: colours.length > maxCategories ? 'ordinal' : 'category' },
    legend: parts.legend ? { title: null, orient: 'top', symbolType: 'stroke' } : null,
  };
  const box = { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } };
  const rowsOf = (kind: string, condition?: string) => ({
    transform: [{ filter: `datum.kind === '${kind}'${condition === undefined ? '' : ` && ${condition}`}` }],
  });
  const isRole = (role: string) => `datum.role === '${role}'`;
  const order: NonNullable<Encoding['order']> = { field: 'order', type: 'quantitative' };

  const filled: Layer[] = [
    {
      ...rowsOf('bar', 'datum.outOfDate'),
      mark: { type: 'rect', style: 'panelBarOutOfDate' },
      encoding: box,
    },
    {
      ...rowsOf('bar', '!datum.outOfDate'),
      mark: { type: 'rect', style: 'panelBar' },
      encoding: { ...box, color },
    },
    {
      ...rowsOf('area'),
      mark: { type: 'area', style: 'panelArea', orient: 'vertical' },
      encoding: {
        x,
        y: { ...y, stack: null },
        y2: { field: 'y2' },
        color,
        detail: { field: 'area', type: 'nominal' },
      },
    },
  ];
  const layers: Layer[] = [
    ...(parts.filled ? filled : []),
    ...segmentRoles.map((role): Layer => ({
      ...rowsOf('segment', isRole(role)),
      mark: { type: 'rule', style: styleOf(role) },
      encoding: box,
    })),
    ...(parts.filled ? [...outlineRoles, ...curveRoles] : curveRoles).map((role): Layer => ({
      ...rowsOf('curve', isRole(role)),
      mark: { type: 'line', style: styleOf(role) },
      encoding: {
        x,
        y,
        ...(role === 'outlineOutOfDate' ? {} : { color }),
        detail: { field: 'line', type: 'nominal' },
        order,
      },
    })),
    ...plainWords.map((role): Layer => ({
      ...rowsOf('words', isRole(role)),
      mark: {
        type: 'text',
        style: `${styleOf(role)}Words`,
        ...(role === 'title' || role === 'subtitle' || role === 'middle'
          ? { limit: { expr: `0.98 * width / ${plane.width}` } }
          : {}),
      },
      encoding: { x, y, text: { field: 'text' } },
    })),
    ...colouredWords.map((role): Layer => ({
      ...rowsOf('words', isRole(role)),
      mark: { type: 'text', style: `${styleOf(role)}Words` },
      encoding: { x, y, text: { field: 'text' }, color },
    })),
    {
      name: pointerLayer,
      ...rowsOf('region'),
      params: [
        {
          name: 'near',
          select: { type: 'point', on: 'pointerover', clear: 'pointerout', fields: ['x', 'y'] },
        },
      ],
      mark: { type: 'rect', style: 'panelRegion' },
      encoding: {
        ...box,
        opacity: { condition: { param: 'near', empty: false, value: 0.08 }, value: 0 },
        tooltip: { field: 'tip' },
      },
    },
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: parts.description,
    title: { text: parts.title, subtitle: [parts.metric, parts.key], anchor: 'start', frame: 'bounds' },
    width: 'container',
    autosize: { type: 'fit', contains: 'padding' },
    data: { name: 'rows' },
    layer: layers,
  };
}
