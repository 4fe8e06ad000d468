import { changeset, type View } from 'vega';
import embed, { type Result } from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import type { TopLevelSpec } from 'vega-lite';
import { exportView, pictureSize, rowsFor } from '../../src/engine/chart/exportView';
import { cellReader, pointedData, type PointedCell } from '../../src/engine/chart/heatMap/tip';
import { themeConfig } from '../../src/engine/chart/theme';
import { wrap } from '../../src/engine/chart/wrap';
import type { ChartModel, ChartRow, ResultSeries } from '../../src/engine/messages';
import type { ChosenPoint } from '../results/place';
import { whyEmpty } from '../results/whyEmpty';
import { currentTheme, onThemeChange } from './theme';

export interface ChartOptions {
  /** The order in which series take their colours. Those that it does not name take them by their own place. */
  readonly seriesOrder: readonly string[];
  /** The series of the results that the model was made from: what a cell of a heat map tells is read from them. */
  readonly results: readonly ResultSeries[];
  /** Told which point was clicked. */
  readonly choose: (point: ChosenPoint) => void;
}

interface Wanted extends ChartOptions {
  readonly model: ChartModel;
}

/** What stands on the page. */
interface Drawn {
  readonly result: Result;
  /** Spec and looks as text: equal text, equal drawing but for rows and size. */
  readonly look: string;
  /** The rows that Vega holds, by their contents. */
  rows: ReadonlyMap<string, ChartRow>;
  width: number;
  height: number;
  /** Finds the cells of a heat map. */
  cellAt: ReturnType<typeof cellReader> | null;
}

/**
 * A chart in a container, in the colours of VS Code's theme, as large as the container (whose size it never changes).
 * Works under a content security policy without `unsafe-eval` and `unsafe-inline`.
 */
export class ChartView {
  private readonly canvas = document.createElement('div');
  private readonly empty = document.createElement('p');
  private wanted: Wanted | null = null;
  private drawn: Drawn | null = null;
  /** Whether what is wanted may differ from what is drawn. */
  private stale = false;
  private settling: Promise<void> | null = null;
  private disposed = false;
  /** The cell under the pointer, which is told by its outline. */
  private pointed: PointedCell | null = null;
  private readonly release: readonly (() => void)[];

  constructor(private readonly container: HTMLElement) {
    this.canvas.className = 'chart-drawing';
    this.empty.className = 'chart-empty';
    this.empty.hidden = true;
    container.classList.add('chart-view');
    container.append(this.canvas, this.empty);
    const redraw = () => {
      if (this.wanted === null || this.disposed) return;
      this.stale = true;
      this.settle().catch(reportError);
    };
    const resize = new ResizeObserver(redraw);
    resize.observe(container);
    this.release = [() => resize.disconnect(), onThemeChange(redraw)];
    this.canvas.addEventListener('pointermove', (event) => this.point(event));
    this.canvas.addEventListener('pointerleave', (event) => this.point(event));
    this.canvas.addEventListener('click', (event) => this.choose(event));
  }

  /**
   * Shows a model. Only changed rows are exchanged without drawing anew. Updates that come while one is being drawn
   * are passed over but for the newest.
   *
   * @returns when the newest model stands on the page
   */
  update(model: ChartModel, options: ChartOptions): Promise<void> {
    this.wanted = { model, ...options };
    this.stale = true;
    return this.settle();
  }

  /** The chart as a picture for a paper (black on white, whatever the theme): SVG text, or a PNG data URL at 2×. */
  async render(format: 'svg' | 'png'): Promise<string> {
    if (this.wanted === null) throw new Error('There is no chart yet.');
    const view = await exportView(this.wanted.model, pictureSize);
    try {
      return await (format === 'svg' ? view.toSVG() : view.toImageURL('png', 2));
    } finally {
      view.finalize();
    }
  }

  dispose(): void {
    this.disposed = true;
    this.wanted = null;
    this.release.forEach((end) => end());
    this.clear();
    this.container.classList.remove('chart-view');
    this.canvas.remove();
    this.empty.remove();
  }

  private settle(): Promise<void> {
    this.settling ??= this.drawWhatIsWanted();
    return this.settling;
  }

  private async drawWhatIsWanted(): Promise<void> {
    // Updates of one turn are drawn once.
    await Promise.resolve();
    try {
      while (this.stale && this.wanted !== null) {
        this.stale = false;
        await this.draw(this.wanted);
      }
    } finally {
      this.settling = null;
    }
  }

  private async draw({ model, seriesOrder, results }: Wanted): Promise<void> {
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', model.description);
    this.canvas.hidden = model.rows.length === 0;
    this.empty.hidden = !this.canvas.hidden;
    if (model.rows.length === 0) {
      this.empty.textContent = whyEmpty(results);
      this.clear();
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.canvas;
    // Not on the screen: drawn when it gets a size.
    if (width === 0 || height === 0) return;

    const theme = currentTheme(document.body);
    const config = themeConfig(theme, { width, series: model.series, seriesOrder });
    const inPlace = inPage(model.spec, width, theme.fontSize);
    const look = JSON.stringify([inPlace, config]);
    const cellAt = model.heatMap === undefined ? null : cellReader(model.heatMap, results);
    if (this.drawn?.look === look) {
      this.drawn.cellAt = cellAt;
      return this.adapt(this.drawn, model, width, height);
    }

    const target = document.createElement('div');
    // The rows come after, for Vega-Lite would copy them, and Vega takes away only the objects that it was given.
    const datasets = { rows: [], ...(model.heatMap === undefined ? {} : { [pointedData]: [] }) };
    const spec: TopLevelSpec = { ...inPlace, width, height, datasets };
    const result = await embed(target, spec, {
      mode: 'vega-lite',
      config,
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      defaultStyle: false,
      renderer: 'svg',
      tooltip: { disableDefaultStyle: true },
    });
    const rows = keyed(rowsFor(model, result.view));
    await result.view
      .insert('rows', [...rows.values()])
      .resize()
      .runAsync();
    if (this.disposed) {
      result.finalize();
      return;
    }
    this.clear();
    this.canvas.replaceChildren(target);
    this.drawn = { result, look, rows, width, height, cellAt };
  }

  private async adapt(drawn: Drawn, model: ChartModel, width: number, height: number): Promise<void> {
    const { view } = drawn.result;
    if (width !== drawn.width || height !== drawn.height) {
      await view.width(width).height(height).runAsync();
    }
    // Rows that stay as they are keep their marks: exchanging all would draw every mark again.
    const rows = keyed(rowsFor(model, view), drawn.rows);
    const gone = [...drawn.rows].filter(([key]) => !rows.has(key)).map(([, row]) => row);
    const come = [...rows].filter(([key]) => !drawn.rows.has(key)).map(([, row]) => row);
    Object.assign(drawn, { rows, width, height });
    if (gone.length + come.length > 0)
      await view.change('rows', changeset().remove(gone).insert(come)).runAsync();
  }

  /** Tells the cell of a heat map under the pointer: a cell is no mark of its own that could have a tooltip. */
  private point(event: PointerEvent): void {
    if (this.drawn === null || this.drawn.cellAt === null) return;
    const { cellAt, result } = this.drawn;
    const { view } = result;
    const cell = event.type === 'pointerleave' ? null : cellAt(...placeOn(view, this.canvas, event));
    (view as unknown as Tooltipped).tooltip()(null, event, null, cell?.tip ?? null);
    const isSame = cell?.x === this.pointed?.x && cell?.y === this.pointed?.y;
    this.pointed = cell;
    if (isSame) return;
    view.data(pointedData, cell === null ? [] : [{ ...cell }]);
    view.runAsync().catch(reportError);
  }

  private choose(event: MouseEvent): void {
    const { drawn, wanted } = this;
    if (drawn === null || wanted === null) return;
    const { cellAt } = drawn;
    const { view } = drawn.result;
    const point =
      cellAt === null
        ? markAt(view, wanted.model.rows, pixelsOn(view, this.canvas, event))
        : cellAt(...placeOn(view, this.canvas, event))?.at;
    if (point !== undefined) wanted.choose(point);
  }

  private clear(): void {
    hideTooltip();
    this.pointed = null;
    this.drawn?.result.finalize();
    this.drawn = null;
    this.canvas.replaceChildren();
  }
}

/** What Vega's types leave out: the view gives the function back that shows tooltips, or hides them for null. */
interface Tooltipped {
  tooltip: () => (handler: null, event: Event, item: null, value: unknown) => void;
}

/** Where the pointer is in the plot, in pixels from its upper left corner. */
function pixelsOn(view: View, canvas: HTMLElement, event: MouseEvent): [x: number, y: number] {
  const { left, top } = canvas.getBoundingClientRect();
  const [originX, originY] = view.origin();
  const { left: paddingLeft, top: paddingTop } = view.padding() as { left: number; top: number };
  return [event.clientX - left - originX - paddingLeft, event.clientY - top - originY - paddingTop];
}

/** Furthest from a point of a curve, in pixels, that a click still means it. */
const reach = 20;

/** The point of a curve that is nearest to a place in the plot, if one is near. */
function markAt(
  view: View,
  rows: readonly ChartRow[],
  [x, y]: readonly [number, number],
): ChosenPoint | undefined {
  const pixel = (scale: string, value: number) => (view.scale(scale) as (value: number) => number)(value);
  let nearest: ChosenPoint | undefined;
  let least = reach;
  for (const row of rows) {
    if (row.kind !== 'theory' && row.kind !== 'simulation') continue;
    const away = Math.hypot(pixel('x', row.x) - x, pixel('y', row.value) - y);
    if (away >= least) continue;
    [nearest, least] = [{ series: row.series, x: row.x, y: null }, away];
  }
  return nearest;
}

/** Where the pointer is, in the units of the view's axes. */
function placeOn(view: View, canvas: HTMLElement, event: MouseEvent): [x: number, y: number] {
  const [x, y] = pixelsOn(view, canvas, event);
  const invert = (scale: string, pixels: number) =>
    (view.scale(scale) as { invert: (pixels: number) => number }).invert(pixels);
  return [invert('x', x), invert('y', y)];
}

/** In the designer the experiment's title stands above the chart: the metric is the chart's own heading. */
function inPage({ title, ...spec }: ChartModel['spec'], width: number, fontSize: number): TopLevelSpec {
  const [metric, key] = title.subtitle;
  return { ...spec, title: { ...title, text: metric, subtitle: wrap(key, width, fontSize) } };
}

/** Rows by their contents, as the objects that they were before where they have not changed. */
function keyed(rows: readonly ChartRow[], before?: ReadonlyMap<string, ChartRow>): Map<string, ChartRow> {
  return new Map(
    rows.map((row) => {
      const key = JSON.stringify(row);
      return [key, before?.get(key) ?? row];
    }),
  );
}

/** Vega's tooltip is one element for the whole page, and stays when the chart under the pointer goes. */
function hideTooltip(): void {
  document.getElementById('vg-tooltip-element')?.classList.remove('visible');
}
