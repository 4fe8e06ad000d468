import type { Config } from 'vega-lite';
import { heatMapRanges, heatMapStyles } from './heatMap/theme';
import { categories, ramps, type Background } from './palette';
import { panelStyles } from './panels/theme';
import { characterWidth } from './wrap';

/** What a chart takes its looks from. Colours are CSS colours. */
export interface ChartTheme {
  readonly kind: Background;
  readonly background: string;
  readonly foreground: string;
  /** For what is less important than the curves: axis numbers, references, explanations. */
  readonly muted: string;
  readonly font: string;
  /** Size of ordinary text, in pixels. */
  readonly fontSize: number;
}

/** Black on white, for papers and slides. Its font families are on every machine or have a generic stand-in. */
export const publicationTheme: ChartTheme = {
  kind: 'light',
  background: '#ffffff',
  foreground: '#1a1a1a',
  muted: '#5c5c5c',
  font: 'Helvetica, Arial, "Liberation Sans", sans-serif',
  fontSize: 12,
};

/** By how many pixels a title is larger than ordinary text. */
export const titleEnlargement = 2;

/** What a chart's looks depend on besides the theme. */
export interface ChartLook {
  /** Outer width in pixels. */
  readonly width: number;
  /** The chart's series. */
  readonly series: readonly string[];
  /** The order that gives each series its colour; by default that of `series`. */
  readonly seriesOrder?: readonly string[];
}

/** Vega-Lite's configuration for a theme: the styles that `chartSpec` names, and axes with few lines. */
export function themeConfig(theme: ChartTheme, look: ChartLook): Config {
  const { background, foreground, muted, font, fontSize } = theme;
  // In steps, so that a chart being resized seldom changes its looks.
  const nameLimit = Math.min(180, 20 * Math.floor((0.34 * look.width) / 20));
  const ringSize = look.width < 560 ? 20 : 28;
  const highContrast = theme.kind === 'highContrastDark' || theme.kind === 'highContrastLight';
  return {
    background,
    font,
    aria: false,
    padding: 4,
    customFormatTypes: false,
    range: {
      category: seriesColours(theme, look),
      ordinal: { scheme: [...ramps[theme.kind]] },
      ...heatMapRanges(theme),
    },
    view: { stroke: null },
    title: {
      color: foreground,
      fontSize: fontSize + titleEnlargement,
      fontWeight: 600,
      lineHeight: fontSize + 6,
      subtitleColor: muted,
      subtitleFontSize: fontSize,
      subtitleLineHeight: fontSize + 5,
      subtitlePadding: 4,
      offset: 14,
    },
    axis: {
      domain: false,
      ticks: false,
      grid: true,
      gridColor: foreground,
      gridOpacity: highContrast ? 0.35 : 0.1,
      labelColor: muted,
      labelFontSize: fontSize - 1,
      labelPadding: 6,
      titleColor: foreground,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      titlePadding: 8,
    },
    axisX: {
      grid: false,
      domain: true,
      domainColor: muted,
      ticks: true,
      tickColor: muted,
      tickSize: 4,
      labelPadding: 3,
      tickCount: { signal: 'max(2, floor(width / 55))' },
      labelFlush: false,
    },
    axisY: { tickCount: { signal: 'max(2, floor(height / 60))' } },
    legend: {
      labelColor: foreground,
      labelFontSize: fontSize,
      labelLimit: 280,
      symbolOpacity: 1,
      symbolSize: 160,
      rowPadding: 3,
      columnPadding: 16,
      columns: legendColumns(look, fontSize),
      symbolLimit: legendRows * legendColumns(look, fontSize),
      titleColor: foreground,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      gradientStrokeWidth: 0,
      offset: 8,
    },
    style: {
      theory: { strokeWidth: 2, strokeCap: 'round', strokeJoin: 'round' },
      published: { strokeWidth: 1.75, strokeDash: [6, 4], strokeCap: 'butt' },
      nearest: { strokeWidth: 1.75, strokeDash: [11, 3, 2, 3], strokeCap: 'butt' },
      independentNoise: { strokeWidth: 1.75, strokeDash: [8, 3, 1.5, 3], strokeCap: 'butt' },
      theoryStroke: { size: 2304, filled: false, opacity: 1 },
      theoryDash: { thickness: 2, size: 48, opacity: 1 },
      simulation: { filled: true, color: background, size: ringSize, strokeWidth: 1.5, opacity: 1 },
      simulationOutOfDate: { stroke: muted, opacity: 0.8 },
      errorBar: { strokeWidth: 1.5, opacity: 1 },
      errorBarOutOfDate: { color: muted, opacity: 0.6 },
      reference: { color: muted, strokeWidth: 1.25, strokeDash: [1.5, 3.5], strokeCap: 'round' },
      referenceLabel: { align: 'left', baseline: 'middle', dx: 8, color: muted, fontSize, limit: nameLimit },
      landmark: { filled: true, stroke: background, size: 90, strokeWidth: 1, opacity: 1 },
      landmarkOpen: { color: background, strokeWidth: 2 },
      landmarkHalo: { baseline: 'middle', fontSize, stroke: background, strokeWidth: 5, strokeJoin: 'round' },
      landmarkLabel: { baseline: 'middle', fontSize },
      mark: { color: muted, strokeWidth: 1, strokeDash: [4, 3] },
      markLabel: { align: 'center', baseline: 'bottom', color: muted, fontSize },
      label: { align: 'left', baseline: 'middle', dx: 8, fontSize, fontWeight: 600, limit: nameLimit },
      pointer: { filled: true, size: 260 },
      ...panelStyles(theme),
      ...heatMapStyles(theme),
    },
  };
}

function seriesColours({ kind }: ChartTheme, { series, seriesOrder = series }: ChartLook): string[] {
  const palette = categories[kind];
  return series.map((name, i) => {
    const place = seriesOrder.indexOf(name);
    return palette[(place < 0 ? i : place) % palette.length]!;
  });
}

/** More rows than these would leave the plot no room; how many names are left out stands at their end. */
const legendRows = 7;

/** As many columns as the chart has room for. */
function legendColumns({ width, series }: ChartLook, fontSize: number): number {
  const longest = Math.max(1, ...series.map((name) => name.length));
  const column = 34 + longest * characterWidth * fontSize;
  return Math.max(1, Math.floor((width - 60) / column));
}
