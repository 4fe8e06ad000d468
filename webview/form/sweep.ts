import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { SweepSchema } from '../../src/experiment/schema';
import { isObject } from '../../src/experiment/structure';
import { effectiveValue, numberRange } from './fields';
import { generatorPreset } from './presets';

/** A complete sweep over a field: its slider's range, or a range around its present value. */
export function sweepOver(contents: unknown, parameter: string): Record<string, unknown> {
  const points = Number(valueAt(SweepSchema.default, ['points']));
  if (parameter === 'syntheticProportion') return { ...(SweepSchema.default as object) };
  const path = parsePath(parameter);
  const node = schemaAt(path, contents);
  const range = node === undefined ? undefined : numberRange(node);
  if (range?.slider !== undefined) {
    const { from, scale } = range.slider;
    const to = Math.min(range.slider.to, largest(contents, parameter));
    return { parameter, from, to, points, ...(scale === 'log' ? { scale } : {}) };
  }
  const value = effectiveValue(contents, path);
  const centre = typeof value === 'number' && value !== 0 ? value : 1;
  return { parameter, from: centre / 2, to: centre * 2, points };
}

/** A generator fitted on the training rows has no more than n of them. */
function largest(contents: unknown, parameter: string): number {
  if (parameter !== 'generator.samples' || generatorPreset(contents) !== 'training') return Infinity;
  const rows = effectiveValue(contents, ['realSamples']);
  return typeof rows === 'number' && rows > 2 ? rows : Infinity;
}

export type SweepForm = 'range' | 'list';

/** Whether a sweep gives two ends or a list. */
export function sweepForm(contents: unknown): SweepForm {
  return valueAt(contents, ['sweep', 'values']) === undefined ? 'range' : 'list';
}

/** Most values that a range is written out as when it becomes a list. */
const longestWritten = 10;

/** The same sweep in the other form: a range as a list of its values (at most ten), a list as its range. */
export function switchSweepForm(contents: unknown, form: SweepForm): Record<string, unknown> {
  const sweep = valueAt(contents, ['sweep']);
  const given = valueAt(sweep, ['parameter']);
  const parameter = typeof given === 'string' ? given : 'syntheticProportion';
  const fallback = sweepOver(contents, parameter);
  if (form === 'range') {
    const values =
      (valueAt(sweep, ['values']) as unknown[] | undefined)?.filter((v) => typeof v === 'number') ?? [];
    const from = Math.min(...values);
    const to = Math.max(...values);
    return values.length < 2 || from === to ? fallback : { ...fallback, from, to };
  }
  const { from, to, points, scale } = { ...fallback, ...(isObject(sweep) ? sweep : {}) } as Record<
    string,
    unknown
  >;
  const [low, high] = [Number(from), Number(to)];
  const count = Math.max(2, Math.min(longestWritten, Number(points) || longestWritten));
  const log = scale === 'log' && low > 0 && high > 0;
  const values = Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1);
    return Number((log ? low * (high / low) ** t : low + (high - low) * t).toPrecision(3));
  });
  return { parameter, values: [...new Set(values)] };
}
