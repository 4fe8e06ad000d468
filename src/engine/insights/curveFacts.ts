import { refineMaximum } from '../../numerics/maximum';
import { rootBetween } from '../../numerics/root';
import { shareOf, valueIn, type ParameterRange } from './range';

/** A place on a curve. */
export interface CurvePlace {
  readonly x: number;
  readonly accuracy: number;
}

/** Where a curve turns. */
export interface Turn extends CurvePlace {
  readonly kind: 'highest' | 'lowest';
}

/** Where a curve crosses that of the real data alone, from left to right. */
export interface BreakEven extends CurvePlace {
  readonly from: 'helps' | 'hurts';
}

/** A place on a curve, and how far it is above the real data alone (negative: below). */
export interface Gain extends CurvePlace {
  readonly gain: number;
}

/** What a curve does from left to right. */
export type Shape = 'flat' | 'rises' | 'falls' | 'peak' | 'dip' | 'turnsOften';

/** What the exact theory says of one series along a sweep: of the theory itself, not of the points that are drawn. */
export interface CurveFacts {
  readonly shape: Shape;
  /** The ends of the stretch on which the theory has values. */
  readonly first: CurvePlace;
  readonly last: CurvePlace;
  /** Where the accuracy turns by more than a negligible amount; accurate to 1e-6 of the range. */
  readonly turns: readonly Turn[];
  readonly breakEvens: readonly BreakEven[];
  /** Where the curve is above the real data alone by most, and below them by most; null where it never is. */
  readonly mostGained: Gain | null;
  readonly mostLost: Gain | null;
  /** Accuracy of the real data alone, at the first point; null where there is none. */
  readonly realOnly: number | null;
}

/** Smaller changes of accuracy count as none: they round to less than a tenth of a percentage point. */
export const negligible = 0.0005;

/** Differences from the real data alone that are rounding errors. */
const nothing = 1e-11;

/** Places at which a curve is looked at before what is between them is refined. */
const fewestSamples = 33;

/**
 * Follows a curve.
 * @param accuracy of the experiment at a value of the swept parameter; NaN where the theory has none
 * @param realOnly that of the real data alone; NaN where there is none
 * @param values that the sweep takes: among others the curve is looked at there
 * @returns undefined where the theory has no value at two places at least
 */
export function curveFacts(
  accuracy: (x: number) => number,
  realOnly: (x: number) => number,
  range: ParameterRange,
  values: readonly number[],
): CurveFacts | undefined {
  const at = (u: number) => accuracy(valueIn(range, u));
  const samples = sampleCurve(at, sharesOf(range, values));
  const [first, ...others] = samples;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const place = ({ u, value }: Sample): CurvePlace => ({ x: valueIn(range, u), accuracy: value });
  const turns = turnsOf(at, samples);
  const gains = gainsOf(at, (u) => realOnly(valueIn(range, u)), samples, turns);
  const alone = realOnly(valueIn(range, first.u));
  return {
    shape: shapeOf(turns, first.value, last.value),
    first: place(first),
    last: place(last),
    turns: turns.map((turn) => ({ ...place(turn), kind: turn.kind })),
    breakEvens: gains.crossings.map((one) => ({ ...place(one), from: one.from })),
    mostGained: gains.most && { ...place(gains.most), gain: gains.most.gain },
    mostLost: gains.least && { ...place(gains.least), gain: gains.least.gain },
    realOnly: Number.isNaN(alone) ? null : alone,
  };
}

interface Sample {
  /** How far through the range. */
  readonly u: number;
  readonly value: number;
}

function sharesOf(range: ParameterRange, values: readonly number[]): number[] {
  const even = Array.from({ length: fewestSamples }, (_, i) => i / (fewestSamples - 1));
  const given = values.map((value) => Math.min(1, Math.max(0, shareOf(range, value))));
  const sorted = [...even, ...given].sort((a, b) => a - b);
  // Places next to each other but for rounding would make turns of rounding errors.
  return sorted.filter((u, i) => i === 0 || u - sorted[i - 1]! > 1e-9);
}

function sampleCurve(at: (u: number) => number, shares: readonly number[]): Sample[] {
  return shares.map((u) => ({ u, value: at(u) })).filter(({ value }) => !Number.isNaN(value));
}

/** The turns by more than a negligible amount, the highest and lowest places alternating. */
function turnsOf(at: (u: number) => number, samples: readonly Sample[]): (Sample & Pick<Turn, 'kind'>)[] {
  const found: { index: number; kind: Turn['kind'] }[] = [];
  // Since the last turn: the highest and the lowest sample.
  let high = 0;
  let low = 0;
  samples.forEach(({ value }, i) => {
    const before = found.at(-1)?.kind;
    if (value > samples[high]!.value) high = i;
    if (value < samples[low]!.value) low = i;
    if (before !== 'highest' && value < samples[high]!.value - negligible) {
      found.push({ index: high, kind: 'highest' });
      low = i;
    } else if (before !== 'lowest' && value > samples[low]!.value + negligible) {
      found.push({ index: low, kind: 'lowest' });
      high = i;
    }
  });
  // A curve that begins by going down has its highest place at its end, which is no turn.
  return found
    .filter(({ index }) => index > 0)
    .map(({ index, kind }) => refineTurn(at, samples, index, kind));
}

function refineTurn(
  at: (u: number) => number,
  samples: readonly Sample[],
  index: number,
  kind: Turn['kind'],
): Sample & Pick<Turn, 'kind'> {
  const sign = kind === 'highest' ? 1 : -1;
  const [left, middle, right] = [samples[index - 1]!, samples[index]!, samples[index + 1] ?? samples[index]!];
  const ends = { low: samples[0]!.u, high: samples.at(-1)!.u };
  const { at: u, value } = refineMaximum((u) => sign * at(u), left.u, middle.u, right.u, ends);
  return { u, value: sign * value, kind };
}

function shapeOf(turns: readonly Pick<Turn, 'kind'>[], first: number, last: number): Shape {
  if (turns.length > 1) return 'turnsOften';
  const [turn] = turns;
  if (turn !== undefined) return turn.kind === 'highest' ? 'peak' : 'dip';
  if (Math.abs(last - first) <= negligible) return 'flat';
  return last > first ? 'rises' : 'falls';
}

interface Gains {
  readonly crossings: (Sample & Pick<BreakEven, 'from'>)[];
  readonly most: (Sample & { readonly gain: number }) | null;
  readonly least: (Sample & { readonly gain: number }) | null;
}

/** How the curve lies to that of the real data alone. */
function gainsOf(
  at: (u: number) => number,
  alone: (u: number) => number,
  samples: readonly Sample[],
  turns: readonly Sample[],
): Gains {
  const gain = (u: number) => at(u) - alone(u);
  const all = [...samples, ...turns]
    .sort((a, b) => a.u - b.u)
    .map((sample) => ({ ...sample, gain: sample.value - alone(sample.u) }))
    .filter((sample) => !Number.isNaN(sample.gain));
  const crossings: Gains['crossings'] = [];
  // Without synthetic data the gain is nothing, on either side of which it may rise or fall: no crossing.
  let before: (Sample & { gain: number }) | undefined;
  let most: Gains['most'] = null;
  let least: Gains['least'] = null;
  for (const sample of all) {
    if (Math.abs(sample.gain) <= nothing) continue;
    if (sample.gain > (most?.gain ?? 0)) most = sample;
    if (sample.gain < (least?.gain ?? 0)) least = sample;
    if (before !== undefined && before.gain > 0 !== sample.gain > 0) {
      const u = rootBetween(gain, before.u, sample.u, 1e-12);
      crossings.push({ u, value: at(u), from: before.gain > 0 ? 'helps' : 'hurts' });
    }
    before = sample;
  }
  return { crossings, most, least };
}
