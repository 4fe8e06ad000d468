import type { Metric } from '../../../experiment/schema';
import { logTicks } from '../axis';
import { valueDomain, type Extent } from '../domain';
import { levelLabel, numberLabel, roundLevels, type RoundLevels } from './levels';

/** How values become colours, and at which of them there are contour lines. */
export interface HeatColours {
  /** Which colours of the theme: from little to much, or from negative over neutral to positive. */
  readonly range: 'heatmap' | 'diverging';
  readonly type: 'linear' | 'log';
  /** Values of the theme's colours, as many as those (`colourStops`), ascending. */
  readonly stops: readonly number[];
  readonly levels: readonly ColourLevel[];
  /** Values that the legend names. */
  readonly ticks: readonly ColourLevel[];
  /** Distance of two contour levels in the scale's own measure: of values, or of their decimal logarithms. */
  readonly step: number;
}

export interface ColourLevel {
  readonly value: number;
  readonly label: string;
}

/** Colours in each of the theme's ranges. Odd, so that a diverging range has a middle. */
export const colourStops = 9;

const mostLevels = 8;
/** With 0 itself. */
const mostOnLargerSide = 6;
const mostOnSmallerSide = 4;

/** Values that differ by more than this ratio get logarithmic colours: a linear map would show its peak alone. */
const wideRatio = 10;

/** Each side of 0 has colours for values up to at least this share of the other side's. */
const leastSide = 0.125;

/** Colours for values in `data`. A gain of 0 is neutral; all other colours go from the least value to the largest. */
export function heatColours(data: Extent, metric: Metric): HeatColours {
  if (metric === 'gain') return gainColours(data);
  const [low, high] = data;
  const isWide = (metric === 'risk' || metric === 'marginVariance') && low > 0 && high > wideRatio * low;
  if (isWide) {
    const ratio = high / low;
    const all = logTicks(data);
    const every = Math.ceil(all.length / mostLevels);
    const levels = all
      .filter((_, i) => i % every === 0)
      .map((value) => ({ value, label: numberLabel(value) }));
    return {
      range: 'heatmap',
      type: 'log',
      stops: stopsAt((share) => low * ratio ** share),
      levels,
      ticks: levels,
      step: Math.log10(ratio) / mostLevels,
    };
  }
  const [from, to] = notTooNarrow(data, metric);
  const { step, values } = roundLevels([from, to], mostLevels);
  const levels = values.map((value) => ({ value, label: levelLabel(value, step) }));
  return {
    range: 'heatmap',
    type: 'linear',
    stops: stopsAt((share) => from + (to - from) * share),
    levels,
    ticks: levels,
    step,
  };
}

/** A nearly flat map is shown nearly flat: the value axis of a curve chart has a least span, and so have colours. */
function notTooNarrow(data: Extent, metric: Metric): Extent {
  const [from, to] = valueDomain(data, metric);
  return data[1] - data[0] < 0.5 * (to - from) ? [from, to] : data;
}

function gainColours([low, high]: Extent): HeatColours {
  const largest = Math.max(-low, high, 0.01);
  // A small gain beside a large loss would be invisible if equal strengths meant equal sizes.
  const hurt = Math.max(-low, leastSide * largest);
  const help = Math.max(high, leastSide * largest);
  const labelled = ({ step, values }: RoundLevels) =>
    values.map((value) => ({ value, label: levelLabel(value, step, true) }));
  // Each side has lines of its own spacing, as it has colours.
  const most = (size: number) => (size === Math.max(hurt, help) ? mostOnLargerSide : mostOnSmallerSide);
  const losses = roundLevels([-hurt, 0], most(hurt));
  const gains = roundLevels([0, help], most(help));
  return {
    range: 'diverging',
    type: 'linear',
    stops: stopsAt((share) => (share < 0.5 ? -hurt * (1 - 2 * share) : help * (2 * share - 1))),
    levels: [...labelled(losses), ...labelled(gains).slice(1)],
    ticks: labelled(roundLevels([-hurt, help], mostLevels)),
    step: Math.min(losses.step, gains.step),
  };
}

function stopsAt(value: (share: number) => number): number[] {
  return Array.from({ length: colourStops }, (_, i) => value(i / (colourStops - 1)) + 0);
}

/** How strong a value's colour is: from 0, close to the background, to 1, far from it. */
export function strengthOf(value: number, { range, type, stops }: HeatColours): number {
  const [low, high] = [stops[0]!, stops.at(-1)!];
  const strength =
    range === 'diverging'
      ? value / (value < 0 ? low : high)
      : type === 'log'
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  return Math.min(1, Math.max(0, strength));
}

/** Into the measure in which a colour scale is even: values themselves, or their decimal logarithms. */
export function colourMeasure({ type }: Pick<HeatColours, 'type'>): (value: number) => number {
  return type === 'log' ? Math.log10 : (value) => value;
}

/** Narrow bands of values, each drawn in the colour of its middle. */
export interface Bands {
  /** The number of the band that a value is in. */
  readonly of: (value: number) => number;
  /** The value in the middle of a band. */
  readonly middle: (band: number) => number;
}

/** Bands that contour levels separate, `perLevel` of them between two. */
export function bandsOf({ type, step }: Pick<HeatColours, 'type' | 'step'>, perLevel: number): Bands {
  const width = step / perLevel;
  const isLog = type === 'log';
  return {
    of: (value) => Math.floor((isLog ? Math.log10(value) : value) / width + 1e-9),
    middle: (band) => {
      const measure = (band + 0.5) * width;
      return Number((isLog ? 10 ** measure : measure).toPrecision(8));
    },
  };
}
