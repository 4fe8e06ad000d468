import type { FieldNotes } from '../../src/experiment/notes';

/** What stepping and sliding need to know of a numeric field. */
export interface NumberRange {
  readonly whole: boolean;
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly slider?: FieldNotes['slider'] | undefined;
}

/** Ten round numbers to a decade, so that ten steps are a factor of ten. */
const mantissas = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/**
 * The value after one press of an arrow key. Log-scaled fields walk the round numbers 1, 1.2, 1.5, 2 … of each
 * decade (large: a factor of ten); others take a hundredth or so of their range (large: ten of those). Stays within
 * the field's limits; returns the value itself where there is no further step.
 */
export function stepValue(range: NumberRange, value: number, direction: 1 | -1, large: boolean): number {
  const next =
    range.slider?.scale === 'log'
      ? logStep(range, value, direction, large)
      : linearStep(range, value, direction, large);
  return withinLimits(range, next) ? next : nearestLimit(range, value, direction);
}

function logStep(range: NumberRange, value: number, direction: 1 | -1, large: boolean): number {
  const smallest = range.whole ? 1 : Number.MIN_VALUE;
  if (value < smallest) return direction === 1 ? (range.slider?.from ?? 1) : value - 1;
  if (large) {
    const scaled = tidy(direction === 1 ? value * 10 : value / 10);
    return range.whole ? Math.round(scaled) : scaled;
  }
  if (range.whole && value < 10) return value + direction;
  const decade = Math.floor(Math.log10(value) + 1e-12);
  const candidates = [decade - 1, decade, decade + 1].flatMap((power) =>
    mantissas.map((mantissa) =>
      range.whole ? Math.round(mantissa * 10 ** power) : tidy(mantissa * 10 ** power),
    ),
  );
  const margin = Math.abs(value) * 1e-9;
  return direction === 1
    ? candidates.find((candidate) => candidate > value + margin)!
    : candidates.findLast((candidate) => candidate < value - margin)!;
}

function linearStep(range: NumberRange, value: number, direction: 1 | -1, large: boolean): number {
  const unit = linearUnit(range, value);
  const steps = value / unit;
  const near = Math.round(steps);
  if (large || Math.abs(steps - near) < 1e-9) return tidy((near + direction * (large ? 10 : 1)) * unit);
  return tidy((direction === 1 ? Math.ceil(steps) : Math.floor(steps)) * unit);
}

/** Size of a step: about a hundredth of the slider's range, else of the value's own size. */
function linearUnit(range: NumberRange, value: number): number {
  if (range.slider !== undefined) {
    const unit = 10 ** Math.floor(Math.log10((range.slider.to - range.slider.from) / 50));
    return range.whole ? Math.max(1, unit) : unit;
  }
  if (range.whole) return 1;
  return value === 0 ? 0.1 : 10 ** (Math.floor(Math.log10(Math.abs(value)) + 1e-9) - 1);
}

function withinLimits(range: NumberRange, value: number): boolean {
  return (
    value >= (range.minimum ?? -Infinity) &&
    value <= (range.maximum ?? Infinity) &&
    value > (range.exclusiveMinimum ?? -Infinity) &&
    value < (range.exclusiveMaximum ?? Infinity)
  );
}

/** The inclusive limit in the step's direction, if the value has not reached it yet. */
function nearestLimit(range: NumberRange, value: number, direction: 1 | -1): number {
  const limit = direction === 1 ? range.maximum : range.minimum;
  return limit !== undefined && (limit - value) * direction > 0 ? limit : value;
}

/** Removes the noise of binary fractions: 0.30000000000000004 → 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a value stands on its slider, from 0 to 1. Values beyond the slider's ends stand at its ends. */
export function sliderPosition(slider: NonNullable<FieldNotes['slider']>, value: number): number {
  const { from, to, scale } = slider;
  const position =
    scale === 'log'
      ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
      : (value - from) / (to - from);
  return Math.min(1, Math.max(0, position));
}

/** The value at a position between 0 and 1 of a field's slider, rounded to digits worth writing in a file. */
export function sliderValue(range: NumberRange, position: number): number {
  const { slider } = range;
  if (slider === undefined) throw new Error('The field has no slider.');
  const { from, to, scale } = slider;
  const raw = scale === 'log' ? from * (to / from) ** position : from + (to - from) * position;
  const unit = linearUnit(range, raw);
  const rounded = scale === 'log' ? Number(raw.toPrecision(2)) : tidy(Math.round(raw / unit) * unit);
  return range.whole ? Math.round(rounded) : rounded;
}
