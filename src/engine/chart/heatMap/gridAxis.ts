import { logTicks } from '../axis';
import { levelLabel, numberLabel, roundLevels } from './levels';

/**
 * One axis of a grid. Places are shares of the axis's length, from 0 to 1, and even in the logarithm where the axis is
 * logarithmic, so that everything drawn from them needs linear scales only.
 */
export interface GridAxis {
  /** The sweep's values, ascending. */
  readonly values: readonly number[];
  /** Place of each value. */
  readonly centres: readonly number[];
  /** Where cells begin and end, one more than there are values: midway between them, and as far beyond the outermost. */
  readonly edges: readonly number[];
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Up to this many values each get a tick of their own. */
const fewValues = 7;

/** The axis of a sweep with the given values, in any order and perhaps repeated, with at most `most` ticks. */
export function gridAxis(given: readonly number[], scale: 'linear' | 'log', most: number): GridAxis {
  const values = [...new Set(given)].sort((a, b) => a - b);
  const [inScale, back] = scale === 'log' ? [Math.log10, (s: number) => 10 ** s] : [identity, identity];
  const places = values.map(inScale);
  const edges = edgesAround(places);
  const low = edges[0]!;
  const span = edges.at(-1)! - low;
  const placeOf = (value: number) => (inScale(value) - low) / span;
  return {
    values,
    centres: values.map(placeOf),
    edges: edges.map((edge) => (edge - low) / span),
    ticks: ticksOf(values, [back(low), back(low + span)], scale, most).map(({ value, label }) => ({
      at: placeOf(value),
      label,
    })),
  };
}

const identity = (value: number) => value;

/** A single place gets room of 1 around it. */
function edgesAround(places: readonly number[]): number[] {
  const [first, second] = places;
  const [last, beforeLast] = [places.at(-1), places.at(-2)];
  if (first === undefined || last === undefined) return [0, 1];
  if (second === undefined || beforeLast === undefined) return [first - 0.5, first + 0.5];
  const inner = places.slice(1).map((place, i) => (places[i]! + place) / 2);
  return [first - (second - first) / 2, ...inner, last + (last - beforeLast) / 2];
}

function ticksOf(
  values: readonly number[],
  ends: readonly [number, number],
  scale: 'linear' | 'log',
  most: number,
): { value: number; label: string }[] {
  const plain = (value: number) => ({ value, label: numberLabel(value) });
  if (values.length <= Math.min(fewValues, most)) return values.map(plain);
  // Within the outermost values: half a cell beyond them may be where the quantity has no meaning, as below 0.
  const outermost = [values[0]!, values.at(-1)!] as const;
  if (scale === 'linear') {
    const { step, values: round } = roundLevels(outermost, most);
    return round.map((value) => ({ value, label: step < 1 ? levelLabel(value, step) : numberLabel(value) }));
  }
  const round = logTicks(ends);
  const powers = round.filter((tick) => Number.isInteger(Math.log10(tick)));
  const kept = round.length <= most || powers.length < 2 ? round : powers;
  const every = Math.ceil(kept.length / most);
  return kept.filter((_, i) => i % every === 0).map(plain);
}

/** The index of the cell that a place lies in, or null outside the axis. */
export function cellAt({ edges }: Pick<GridAxis, 'edges'>, place: number): number | null {
  if (!(place >= 0 && place <= 1)) return null;
  const next = edges.findIndex((edge) => edge > place);
  return next === -1 ? edges.length - 2 : next - 1;
}
