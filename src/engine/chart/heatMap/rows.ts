import type { Metric } from '../../../experiment/schema';
import { measuredEstimate, type ResultPoint } from '../../results';
import { measureText } from '../textWidth';
import { bandsOf, colourMeasure, strengthOf, type Bands, type HeatColours } from './colours';
import { contourLines, type ContourLine } from './contours';
import { valuesOf, type CellPoints } from './grid';
import type { GridAxis } from './gridAxis';
import { LineLabelling, type LineLabel, type MapSize } from './lineLabels';
import type { HeatMapRow } from './model';
import { countRuns, fewestRuns } from './runs';
import { simplified } from './simplified';

/** One map: the points of a series in their cells, with the values that its colours show. */
export interface HeatMapPanel {
  /** Place among the series of the results. */
  readonly series: number;
  readonly label: string;
  readonly cells: CellPoints;
  /** One per cell, NaN for none. */
  readonly values: Float64Array;
  /** Lower left corner in the plane of the maps. */
  readonly x: number;
  readonly y: number;
}

export interface GridAxes {
  readonly x: GridAxis;
  readonly y: GridAxis;
}

/** Bands of colour between two contour levels, from finer than anyone sees to as coarse as a large picture needs. */
const bandsPerLevel = [64, 16, 8, 5, 4, 3, 2, 1];
/** More rectangles than this make a page slow and a picture large. */
const mostRuns = 7000;
/** Discs in more columns or rows than this would be dots. */
export const mostDiscsAcross = 40;
/** Colours at least this strong have lines and labels in the background's colour on them. */
const strong = 0.55;
/** Size of the maps' plane in a chart of usual size, about which labels are placed. */
const usualPlane: MapSize = { width: 600, height: 330 };
const labelFontSize = 11;
/** Share of a map that a line may be off without anyone seeing it: a third of a pixel. */
const leastBend = 0.0005;
/** Pixels on each side of a line for a label on it; for labels beside it as many as they would like, or fewer. */
const roomOnLine = [8];
const roomBeside = [24, 14];

/** The colours of all maps, with bands as fine as the number of rectangles allows. */
export function cellRows(
  panels: readonly HeatMapPanel[],
  { x, y }: GridAxes,
  colours: HeatColours,
): HeatMapRow[] {
  const choices = bandsPerLevel.map((perLevel) => bandsOf(colours, perLevel));
  const bands = choices.find((choice) => runsIn(panels, x, choice) <= mostRuns) ?? choices.at(-1)!;
  return panels.flatMap((panel, k): HeatMapRow[] => {
    const whole = { x: panel.x, x2: panel.x + 1, y: panel.y, y2: panel.y + 1 };
    return [
      ...(panel.values.some(Number.isNaN) ? [{ kind: 'ground', ...whole } as const] : []),
      { kind: 'frame', ...whole },
      ...fewestRuns(panel.values, x, y, bands.of).map((run): HeatMapRow => ({
        kind: 'cell',
        x: panel.x + run.x,
        x2: panel.x + run.x2,
        y: panel.y + run.y,
        y2: panel.y + run.y2,
        value: bands.middle(run.band),
        order: k * panel.values.length + run.at,
      })),
    ];
  });
}

function runsIn(panels: readonly HeatMapPanel[], x: GridAxis, bands: Bands): number {
  return panels.reduce((sum, { values }) => {
    const { along, upright } = countRuns(values, x.values.length, bands.of);
    return sum + Math.min(along, upright);
  }, 0);
}

/** The simulated values in the middle of their cells; none where cells are too small to show them. */
export function measuredRows(
  { cells, x: left, y: bottom }: HeatMapPanel,
  { x, y }: GridAxes,
  metric: Metric,
  outOfDate: boolean,
): HeatMapRow[] {
  const columns = x.values.length;
  if (Math.max(columns, y.values.length) > mostDiscsAcross) return [];
  return cells.flatMap((point, at): HeatMapRow[] => {
    const value = point === undefined ? undefined : measuredEstimate(point, metric)?.mean;
    if (value === undefined || !Number.isFinite(value)) return [];
    return [
      {
        kind: 'measured',
        x: left + x.centres[at % columns]!,
        y: bottom + y.centres[Math.floor(at / columns)]!,
        value,
        outOfDate,
      },
    ];
  });
}

/** Contour lines with their values, the line λ = 0, and on both sides of a gain of 0 what they mean. */
export function lineRows(
  panel: HeatMapPanel,
  axes: GridAxes,
  colours: HeatColours,
  plane: { readonly width: number; readonly height: number },
): HeatMapRow[] {
  const { x, y } = axes;
  const measure = colourMeasure(colours);
  const measured = colours.type === 'log' ? panel.values.map(measure) : panel.values;
  const contours = colours.levels.flatMap(({ value, label }) =>
    contourLines(measured, x, y, measure(value)).map((line) => ({
      line: simplified(line, leastBend),
      value,
      label,
    })),
  );
  const critical = criticalLines(panel.cells, axes);
  const labelling = new LineLabelling([...contours.map(({ line }) => line), ...critical], {
    width: usualPlane.width / plane.width,
    height: usualPlane.height / plane.height,
  });
  const indicesOf = (level: number) => contours.flatMap(({ value }, i) => (value === level ? [i] : []));
  const isZeroOfGain = (level: number) => colours.range === 'diverging' && level === 0;
  const onStrong = (level: number) => strengthOf(level, colours) >= strong;

  const labels: HeatMapRow[] = [];
  const place = (
    candidates: readonly number[],
    text: string,
    rooms: readonly number[],
    add: (at: Omit<LineLabel, 'isTurned'>, isTurned: boolean) => HeatMapRow[],
  ) => {
    const width = measureText(text, labelFontSize) + 8;
    const found = rooms.reduce<LineLabel | null>(
      (place, room) => place ?? labelling.place(candidates, width, room),
      null,
    );
    if (found === null) return;
    const { isTurned, x, y, dx, dy } = found;
    labels.push(...add({ x: panel.x + x, y: panel.y + y, dx, dy }, isTurned));
  };
  // What says most comes first, and gets the best places.
  for (const { value } of colours.levels.filter((level) => isZeroOfGain(level.value))) {
    place(indicesOf(value), 'helps', roomBeside, (at, isTurned) => [
      { kind: 'side', ...at, text: 'helps', above: !isTurned },
      { kind: 'side', ...at, text: 'hurts', above: isTurned },
    ]);
  }
  place(
    critical.map((_, i) => contours.length + i),
    'λ = 0',
    roomOnLine,
    (at) => [{ kind: 'criticalLabel', ...at, text: 'λ = 0' }],
  );
  for (const { value, label } of colours.levels) {
    if (isZeroOfGain(value)) continue;
    place(indicesOf(value), label, roomOnLine, (at) => [
      { kind: 'contourLabel', ...at, text: label, level: value, onStrong: onStrong(value) },
    ]);
  }
  const placed = (line: ContourLine) => line.map((at) => ({ x: panel.x + at.x, y: panel.y + at.y }));
  // Lines of different maps need different numbers, for they are told apart by them.
  const number = (i: number) => panel.series * 10_000 + i;
  return [
    ...contours.flatMap(({ line, value }, i) =>
      placed(line).map((at, order): HeatMapRow => ({
        kind: 'contour',
        line: number(i),
        order,
        ...at,
        strong: isZeroOfGain(value),
        onStrong: onStrong(value),
      })),
    ),
    ...critical.flatMap((line, i) =>
      placed(line).map((at, order): HeatMapRow => ({ kind: 'critical', line: number(i), order, ...at })),
    ),
    ...labels,
  ];
}

/** Where λ = φ(1−ε) − ρε changes its sign (theory.md §4): beyond, what the verifier keeps points the wrong way. */
function criticalLines(cells: CellPoints, { x, y }: GridAxes): ContourLine[] {
  const signal = valuesOf(cells, ({ derived }: ResultPoint) =>
    'error' in derived ? null : derived.keptSignal,
  );
  const changes = signal.some((value) => value < 0) && signal.some((value) => value > 0);
  return changes ? contourLines(signal, x, y, 0).map((line) => simplified(line, leastBend)) : [];
}
