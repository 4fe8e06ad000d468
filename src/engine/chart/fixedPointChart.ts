import type { SweepAxis } from '../../experiment/expand';
import type { FixedPoint, PublishedFixedPoint, ResultPoint, ResultSeries } from '../results';
import { inWords } from '../words';
import { parameterTitle } from './axis';
import { extentOf, type Extent } from './domain';
import { numberLabel } from './heatMap/levels';
import { placeLabels } from './labels';
import type { ChartModel, ChartRow } from './model';
import { keyLine, type PanelChartInput } from './panels/input';
import { planeOf } from './panels/plane';
import { axisRows, gridRows, headRows } from './panels/rows';
import { panelScale, type PanelScale } from './panels/scale';
import { panelSpec } from './panels/spec';

export interface FixedPointChartInput extends PanelChartInput {
  readonly sweep: Pick<SweepAxis, 'parameter' | 'scale'>;
}

/** The unknowns of the fixed point (theory.md §2), with the published formulas' names where these have the same. */
const quantities = [
  { field: 'tauReal', name: 'τᵣ (δᵣ)' },
  { field: 'tauSynthetic', name: 'τₛ (δₛ)' },
  { field: 'd', name: 'd' },
] as const;

type Variant = 'exact' | 'published';

/** One quantity of one series along the sweep, by one theory. */
interface Curve {
  readonly quantity: string;
  readonly series: string;
  readonly variant: Variant;
  readonly places: readonly CurvePoint[];
}

interface CurvePoint {
  readonly x: number;
  readonly value: number;
  /** Stretch between points without a value. */
  readonly segment: number;
}

/** A curve's name, beside its end, takes this share of a panel's height. */
const nameHeight = 0.06;
/** More series than this are not told in one tip. */
const mostInTip = 8;

/**
 * τ_r, τ_s and d along the sweep: of a single series together in one panel, of several a panel for each quantity, whose
 * sizes differ, with the series in their colours. The published formulas' values are dashed where they are asked for.
 */
export function buildFixedPointChart({ results, settings, sweep }: FixedPointChartInput): ChartModel {
  const { series } = results;
  const variants = settings.variants.filter((variant) => variant !== 'independentNoise');
  const drawn: readonly Variant[] = variants.length === 0 ? ['exact'] : variants;
  const all = drawn.flatMap((variant) =>
    series.flatMap((one) =>
      quantities.map(({ field, name }): Curve => ({
        quantity: name,
        series: one.label,
        variant,
        places: placesOf(one, variant, field),
      })),
    ),
  );
  // Without a fitted generator d is 0 everywhere.
  const names = quantities
    .map(({ name }) => name)
    .filter((name) =>
      all.some(({ quantity, places }) => quantity === name && places.some(({ value }) => value !== 0)),
    );
  const curves = all.filter(({ quantity, places }) => names.includes(quantity as never) && places.length > 0);
  const isSingle = series.length === 1;
  const panels = isSingle ? [curves] : names.map((name) => curves.filter((one) => one.quantity === name));
  const plane = planeOf(Math.max(1, panels.length), {
    right: 0.22,
    afterLast: isSingle ? 0.1 : 0.03,
    lines: isSingle ? 0 : 1,
  });
  const xs = extentOf(curves.flatMap(({ places }) => places.map(({ x }) => x)));
  const xAxis = panelScale(widened(xs, sweep.scale), sweep.scale, plane.perRow >= 3 ? 4 : 9);
  const xTitle = parameterTitle(sweep.parameter);
  const rows = panels.flatMap((own, i): ChartRow[] => {
    const corner = plane.panels[i]!;
    const yAxis = valueAxis(own);
    return [
      ...headRows(corner, { name: isSingle ? '' : (names[i] ?? ''), words: '' }, 1),
      ...gridRows(corner, yAxis),
      ...axisRows(corner, xAxis),
      ...own.flatMap((curve) => curveRows(curve, i, corner, xAxis, yAxis, isSingle)),
      ...(isSingle ? nameRows(corner, own, yAxis) : []),
      ...regionRows(own, corner, xAxis, xTitle, isSingle),
    ];
  });
  const has = (variant: Variant) => curves.some((one) => one.variant === variant);
  const key = keyLine([
    ...(has('exact') ? ['lines: exact theory'] : []),
    ...(has('published') ? ['dashed: as published'] : []),
  ]);
  const colours = isSingle ? names : series.map(({ label }) => label);
  const parts = {
    title: settings.title,
    metric: 'Fixed point of the theory',
    key,
    xTitle,
    valueTicks: true,
    plane,
    colours,
    legend: !isSingle,
    filled: false,
  };
  const description = `Line charts of ${names.join(', ')} against ${xTitle.charAt(0).toLowerCase()}${xTitle.slice(1)}. ${key}. ${curvesInWords(curves)}.`;
  return {
    spec: panelSpec({ ...parts, description }),
    rows: curves.length === 0 ? [] : rows,
    domain: [0, plane.height],
    series: colours,
    description,
  };
}

/** What a variant has of the fixed point at a point. */
function fixedPointOf({ derived }: ResultPoint, variant: Variant): FixedPoint | PublishedFixedPoint | null {
  if ('error' in derived) return null;
  return (variant === 'exact' ? derived.fixedPoint : derived.publishedFixedPoint) ?? null;
}

function placesOf({ points }: ResultSeries, variant: Variant, field: keyof FixedPoint): CurvePoint[] {
  let segment = 0;
  return [...points]
    .sort((a, b) => (a.x ?? 0) - (b.x ?? 0))
    .flatMap((point) => {
      const value = fixedPointOf(point, variant)?.[field] ?? null;
      if (value !== null && point.x !== null) return [{ x: point.x, value, segment }];
      segment++;
      return [];
    });
}

/** A single value gets an axis around it. */
function widened(extent: Extent | null, scale: 'linear' | 'log'): Extent {
  const [low, high] = extent ?? [0.5, 1];
  if (low < high) return [low, high];
  return scale === 'log' ? [low / 2, low * 2] : [low - 0.5, low + 0.5];
}

/** From 0: all three are sizes. */
function valueAxis(curves: readonly Curve[]): PanelScale {
  const most = Math.max(0, ...curves.flatMap(({ places }) => places.map(({ value }) => value)));
  return panelScale([0, most > 0 ? 1.06 * most : 1], 'linear', 6);
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

function curveRows(
  { quantity, series, variant, places }: Curve,
  panel: number,
  corner: Corner,
  xAxis: PanelScale,
  yAxis: PanelScale,
  byQuantity: boolean,
): ChartRow[] {
  return places.map(({ x, value, segment }, order) => ({
    kind: 'curve',
    role: variant === 'exact' ? 'theory' : 'published',
    line: JSON.stringify([panel, quantity, series, segment]),
    order,
    x: corner.x + xAxis.at(x),
    y: corner.y + yAxis.at(value),
    colour: byQuantity ? quantity : series,
  }));
}

/** The curves' names at their right ends, apart from each other. */
function nameRows(corner: Corner, curves: readonly Curve[], { at }: PanelScale): ChartRow[] {
  const named = curves.filter(
    ({ quantity }, i) => curves.findIndex((one) => one.quantity === quantity) === i,
  );
  const wishes = named.map(({ places }) => ({ value: at(places.at(-1)!.value), weight: 1 }));
  const placed = placeLabels(wishes, [0, 1], nameHeight) ?? wishes.map(({ value }) => value);
  return named.map(({ quantity }, i) => ({
    kind: 'words',
    role: 'end',
    x: corner.x + 1,
    y: corner.y + placed[i]!,
    text: quantity,
    colour: quantity,
  }));
}

/** Columns around the sweep's values that tell all that is known there. */
function regionRows(
  curves: readonly Curve[],
  corner: Corner,
  { at }: PanelScale,
  xTitle: string,
  byQuantity: boolean,
): ChartRow[] {
  const xs = [...new Set(curves.flatMap(({ places }) => places.map(({ x }) => x)))].sort((a, b) => a - b);
  const valueAt = curves.map(({ places }) => new Map(places.map(({ x, value }) => [x, value])));
  return xs.map((x, i): ChartRow => {
    const left = i === 0 ? 0 : (at(xs[i - 1]!) + at(x)) / 2;
    const right = i === xs.length - 1 ? 1 : (at(x) + at(xs[i + 1]!)) / 2;
    const values = curves.slice(0, mostInTip).map(({ quantity, series, variant }, k) => {
      const value = valueAt[k]!.get(x);
      const name = `${byQuantity ? quantity : series}${variant === 'published' ? ', as published' : ''}`;
      return [name, value === undefined ? '–' : inWords(value, 4)] as const;
    });
    const title = (byQuantity ? curves[0]?.series : curves[0]?.quantity) ?? '';
    return {
      kind: 'region',
      x: corner.x + left,
      x2: corner.x + right,
      y: corner.y,
      y2: corner.y + 1,
      tip: { title, [xTitle]: numberLabel(x), ...Object.fromEntries(values) },
    };
  });
}

/** "“oracle”: τᵣ (δᵣ) from 0.2 to 0.01, …" */
function curvesInWords(curves: readonly Curve[]): string {
  return curves
    .filter(({ variant }) => variant === 'exact')
    .map(({ series, quantity, places }) => {
      const [first, last] = [places[0]!, places.at(-1)!];
      return `“${series}”: ${quantity} from ${inWords(first.value)} to ${inWords(last.value)}`;
    })
    .join('; ');
}
