import type { DrawnTheory } from '../results';
import type { Extent } from './domain';
import { logTicks } from './axis';
import type { ChartSpec } from './model';

type Layer = ChartSpec['layer'][number];
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;
type Color = NonNullable<Encoding['color']>;
type PositionX = NonNullable<Encoding['x']>;

/** The horizontal axis: a quantity that varies, or (without a sweep) the series side by side. */
export type Horizontal =
  | {
      readonly kind: 'sweep';
      readonly title: string;
      readonly scale: 'linear' | 'log';
      readonly domain: Extent;
    }
  | { readonly kind: 'series' };

export interface SpecParts {
  readonly title: string;
  readonly metric: string;
  /** Explains lines and rings in words. */
  readonly key: string;
  readonly description: string;
  readonly horizontal: Horizontal;
  readonly domain: Extent;
  /** d3-format of the metric's values and of their standard errors. */
  readonly precise: { readonly value: string; readonly error: string };
  /** Theories that are drawn. */
  readonly variants: readonly DrawnTheory[];
  /** Whether the simulation is of an earlier state of the experiment. */
  readonly outOfDate: boolean;
  /** The series in their order, which gives them their colours. */
  readonly series: readonly string[];
  /** direct: names beside the curves' ends; legend: above the plot; none: not needed. */
  readonly naming: 'direct' | 'legend' | 'none';
}

/** Name of the layer that reacts to the pointer; a still picture does without it. */
export const pointerLayer = 'pointer';

/** Up to this many series have colours that anyone can tell apart; more get an ordered ramp. */
export const maxCategories = 8;

/** The air between the outermost points and the plot's edge, in pixels. */
const edge = 8;

const ofKind = (kind: string) => ({ filter: `datum.kind === '${kind}'` });

/** The Vega-Lite spec of a chart over the data set `rows`. Colours and sizes are in the styles that it names. */
export function chartSpec(parts: SpecParts): ChartSpec {
  const x = horizontalEncoding(parts);
  const y = (field: string): NonNullable<Encoding['y']> => ({
    field,
    type: 'quantitative',
    scale: { domain: [...parts.domain], nice: false, zero: false },
    axis: { title: null },
  });
  const color: Color = {
    field: 'series',
    type: 'nominal',
    scale: {
      domain: [...parts.series],
      range: parts.series.length > maxCategories ? 'ordinal' : 'category',
    },
    legend: parts.naming === 'legend' ? { title: null, orient: 'top', symbolType: 'stroke' } : null,
  };
  const atRightEdge = { value: 'width' } as const;

  const layers: Layer[] = [
    ...referenceLayers(parts.horizontal, x, y),
    ...simulationLayers(x, y, color),
    ...theoryLayers(parts, x, y, color),
    // After the lines of the curves, for a legend takes its lines from the first.
    ...referenceLayers(parts.horizontal, x, y, color),
    ...(parts.naming === 'direct'
      ? [
          {
            transform: [ofKind('label')],
            mark: { type: 'text', style: 'label' },
            encoding: { x: atRightEdge, y: y('value'), text: { field: 'series' }, color },
          } satisfies Layer,
        ]
      : []),
    ...(parts.horizontal.kind === 'sweep' ? [...markLayers(x), ...landmarkLayers(x, y, color)] : []),
    pointerTargets(parts, x, y, color),
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

function horizontalEncoding({ horizontal, series }: SpecParts): PositionX {
  if (horizontal.kind === 'series') {
    return {
      field: 'series',
      type: 'nominal',
      scale: { domain: [...series] },
      axis: {
        title: null,
        labelAngle: 0,
        grid: false,
        ticks: false,
        // A name that is too long for its place is broken at its spaces.
        labelExpr: `length(datum.label) * 7 < width / ${series.length} ? datum.label : split(datum.label, ' ')`,
        labelLimit: { expr: `width / ${series.length}` },
      },
    };
  }
  const { title, scale, domain } = horizontal;
  return {
    field: 'x',
    type: 'quantitative',
    scale: {
      type: scale,
      domain: [...domain],
      nice: false,
      padding: edge,
      ...(scale === 'linear' ? { zero: false } : {}),
    },
    axis: {
      title,
      ...(scale === 'log'
        ? {
            values: logTicks(domain),
            labelExpr:
              "datum.value >= 1e6 || datum.value < 1e-4 ? format(datum.value, '~e') : format(datum.value, ',.6~r')",
          }
        : {}),
    },
  };
}

type Vertical = (field: string) => NonNullable<Encoding['y']>;

/** Rings with bars of ± 1 standard error; those of an earlier state of the experiment have a style of their own. */
function simulationLayers(x: PositionX, y: Vertical, color: Color): Layer[] {
  return [true, false].flatMap((outOfDate): Layer[] => {
    const transform = [ofKind('simulation'), { filter: outOfDate ? 'datum.outOfDate' : '!datum.outOfDate' }];
    const styled = (style: string) => (outOfDate ? [style, `${style}OutOfDate`] : style);
    const coloured = outOfDate ? {} : { color };
    return [
      {
        transform,
        mark: { type: 'rule', style: styled('errorBar') },
        encoding: { x, y: y('low'), y2: { field: 'high' }, ...coloured },
      },
      {
        transform,
        // Filled with the background by its style, so that neither bar nor grid shows inside the ring.
        mark: { type: 'point', style: styled('simulation') },
        encoding: { x, y: y('value'), ...(outOfDate ? {} : { stroke: color }) },
      },
    ];
  });
}

/**
 * Dotted lines with labels at their right ends: with a colour those that belong to one of several series, without one
 * those of all.
 */
function referenceLayers({ kind }: Horizontal, x: PositionX, y: Vertical, color?: Color): Layer[] {
  const owner = { filter: color === undefined ? 'datum.series === null' : 'datum.series !== null' };
  const coloured = color === undefined ? {} : { color };
  const levels: Layer = {
    transform: [ofKind('reference'), owner, { filter: 'datum.level' }],
    mark: { type: 'rule', style: 'reference' },
    encoding: { y: y('value'), ...coloured },
  };
  const labels: Layer = {
    transform: [ofKind('reference'), owner],
    mark: { type: 'text', style: 'referenceLabel' },
    encoding: { x: { value: 'width' }, y: y('labelValue'), text: { field: 'label' }, ...coloured },
  };
  const curves: Layer = {
    transform: [ofKind('referencePoint'), owner],
    mark: { type: 'line', style: 'reference' },
    encoding: {
      x,
      y: y('value'),
      ...coloured,
      detail: [
        { field: 'label', type: 'nominal' },
        { field: 'segment', type: 'nominal' },
      ],
    },
  };
  return kind === 'series' ? [levels, labels] : [levels, curves, labels];
}

/** A curve for each series and variant, or (without a sweep) a dash. */
function theoryLayers(
  { horizontal: { kind }, variants }: SpecParts,
  x: PositionX,
  y: Vertical,
  color: Color,
): Layer[] {
  // The exact theory comes last, and lies above the others.
  const inOrder = (['independentNoise', 'published', 'nearest', 'exact'] as const).filter((variant) =>
    variants.includes(variant),
  );
  return inOrder.map((variant): Layer => {
    const transform = [ofKind('theory'), { filter: `datum.variant === '${variant}'` }];
    if (kind === 'sweep') {
      return {
        transform,
        mark: { type: 'line', style: variant === 'exact' ? 'theory' : ['theory', variant] },
        encoding: { x, y: y('value'), color, detail: { field: 'segment', type: 'nominal' } },
      };
    }
    if (variant === 'exact')
      return {
        transform,
        mark: { type: 'tick', style: 'theoryDash' },
        encoding: { x, y: y('value'), color },
      };
    return {
      transform,
      mark: { type: 'point', shape: 'stroke', style: ['theoryStroke', variant] },
      encoding: { x, y: y('value'), stroke: color },
    };
  });
}

function markLayers(x: PositionX): Layer[] {
  const transform = [ofKind('mark')];
  return [
    { transform, mark: { type: 'rule', style: 'mark' }, encoding: { x } },
    {
      transform,
      mark: { type: 'text', style: 'markLabel', dy: { expr: '-6 - 14 * datum.row' } },
      encoding: { x, y: { value: 0 }, text: { field: 'label' } },
    },
  ];
}

/** Turns and break-even points on the curves. */
function landmarkLayers(x: PositionX, y: Vertical, color: Color): Layer[] {
  const shapes = { highest: 'triangle-up', lowest: 'triangle-down' } as const;
  const placed = { x, y: y('value') };
  const ofShape = (shape: string) => [ofKind('landmark'), { filter: `datum.shape === '${shape}'` }];
  return [
    ...Object.entries(shapes).map(([name, shape]): Layer => ({
      transform: ofShape(name),
      mark: { type: 'point', style: 'landmark', shape },
      encoding: { ...placed, fill: color },
    })),
    {
      transform: ofShape('breakEven'),
      mark: { type: 'point', style: ['landmark', 'landmarkOpen'], shape: 'diamond' },
      encoding: { ...placed, stroke: color },
    },
    ...[true, false].map((isHalo): Layer => ({
      transform: [ofKind('landmark'), { filter: "datum.label !== ''" }],
      mark: {
        type: 'text',
        style: isHalo ? 'landmarkHalo' : 'landmarkLabel',
        dx: { expr: 'datum.dx' },
        dy: { expr: 'datum.dy' },
        align: { expr: 'datum.align' },
      },
      encoding: { ...placed, text: { field: 'label' }, ...(isHalo ? {} : { color }) },
    })),
  ];
}

/** Names of the theories, in tooltips. */
const variantNames: Readonly<Record<DrawnTheory, string>> = {
  exact: 'Exact theory',
  nearest: 'Nearest theory',
  published: 'As published',
  independentNoise: 'Independent noise',
};

const landmarkNames = { highest: 'Highest', lowest: 'Lowest', breakEven: 'Break-even' } as const;

/**
 * Invisible targets around the points that show all values of a point when the pointer is near. A simulated point
 * comes after the theory's point in the rows and lies above it; landmarks tell their own place.
 */
function pointerTargets(parts: SpecParts, x: PositionX, y: Vertical, color: Color): Layer {
  const { horizontal, precise, outOfDate, variants } = parts;
  const text = (field: string, format: string) => `format(datum.${field}, '${format}')`;
  const entries = (list: readonly (readonly [string, string])[]) =>
    `{${list.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(', ')}}`;
  const place = horizontal.kind === 'sweep' ? [[horizontal.title, text('x', '.6~r')] as const] : [];
  const theory = entries(
    variants.map((variant) => {
      const field = `known.theory.${variant}`;
      return [variantNames[variant], `isValid(datum.${field}) ? ${text(field, precise.value)} : '–'`];
    }),
  );
  const error = `(datum.known.simulation.standardError === null ? '' : ' ± ' + ${text('known.simulation.standardError', precise.error)})`;
  const simulation = entries([
    [outOfDate ? 'Earlier run' : 'Simulation', `${text('known.simulation.mean', precise.value)} + ${error}`],
    ['Repetitions', text('known.simulation.repetitions', ',')],
  ]);
  const landmark = Object.entries(landmarkNames)
    .map(([shape, name]) => `datum.shape === '${shape}' ? ${entries([[name, text('value', precise.value)]])}`)
    .join(' : ');
  const head = `{title: datum.series}, ${entries(place)}`;
  return {
    name: pointerLayer,
    transform: [
      { filter: "datum.kind === 'theory' || datum.kind === 'simulation' || datum.kind === 'landmark'" },
      {
        as: 'tip',
        calculate:
          `datum.kind === 'landmark' ? merge(${head}, ${landmark} : {}) : ` +
          `merge(${head}, datum.outOfDate ? {} : ${theory}, datum.known.simulation === null ? {} : ${simulation})`,
      },
    ],
    params: [
      {
        name: 'near',
        select: { type: 'point', on: 'pointerover', clear: 'pointerout', fields: ['series', 'x'] },
      },
    ],
    mark: { type: 'point', style: 'pointer' },
    encoding: {
      x,
      y: y('value'),
      color,
      opacity: { condition: { param: 'near', empty: false, value: 0.3 }, value: 0 },
      tooltip: { field: 'tip' },
    },
  };
}
