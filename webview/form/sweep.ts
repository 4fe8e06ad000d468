import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import { SweepSchema } from '../../src/experiment/schema';
import { isObject } from '../../src/experiment/structure';
import { effectiveValue, numberRange } from './fields';
import { generatorPreset } from './presets';

/** One sweep of a file that may be wrong, and where in the file it stands. */
export interface SweepDraft {
  readonly at: Path;
  readonly sweep: unknown;
  /** Path of the field that varies; undefined where the file does not say it in a text. */
  readonly parameter: string | undefined;
}

/** The sweeps of a file as far as they can be read: the horizontal axis first, then the vertical. */
export function sweepDrafts(contents: unknown): SweepDraft[] {
  const given = valueAt(contents, ['sweep']);
  if (given === undefined) return [];
  const placed: readonly (readonly [Path, unknown])[] = Array.isArray(given)
    ? (given as unknown[]).map((sweep, i) => [['sweep', i], sweep])
    : [[['sweep'], given]];
  return placed.map(([at, sweep]) => {
    const parameter = valueAt(sweep, ['parameter']);
    return { at, sweep, parameter: typeof parameter === 'string' ? parameter : undefined };
  });
}

/** Paths of the fields that the sweeps vary. */
export function sweptParameters(contents: unknown): string[] {
  return sweepDrafts(contents).flatMap(({ parameter }) => parameter ?? []);
}

/** Number of values that a sweep takes, as far as it says it. */
export function sweepLength(sweep: unknown): number | undefined {
  const values = valueAt(sweep, ['values']);
  const points: unknown = Array.isArray(values) ? values.length : valueAt(sweep, ['points']);
  return typeof points === 'number' ? points : undefined;
}

/** Points of a new sweep. */
export const usualPoints = Number(valueAt(SweepSchema.default, ['points']));

/** A range to try out a field in: its slider's, or one around its present value. */
export function usualRange(
  contents: unknown,
  parameter: string,
): { readonly from: number; readonly to: number; readonly scale: 'linear' | 'log' } {
  const path = parsePath(parameter);
  const node = schemaAt(path, contents);
  const range = node === undefined ? undefined : numberRange(node);
  if (range?.slider !== undefined) {
    const { from, to, scale } = range.slider;
    return { from, to: Math.min(to, largest(contents, parameter)), scale };
  }
  const value = effectiveValue(contents, path);
  const centre = typeof value === 'number' && value !== 0 ? value : 1;
  return { from: centre / 2, to: centre * 2, scale: 'linear' };
}

/** A generator fitted on the training rows has no more than n of them. */
function largest(contents: unknown, parameter: string): number {
  if (parameter !== 'generator.samples' || generatorPreset(contents) !== 'training') return Infinity;
  const rows = effectiveValue(contents, ['realSamples']);
  return typeof rows === 'number' && rows > 2 ? rows : Infinity;
}

/** A complete sweep over a field, in its usual range. */
export function sweepOver(contents: unknown, parameter: string): Record<string, unknown> {
  if (parameter === 'syntheticProportion') return { ...(SweepSchema.default as object) };
  const { from, to, scale } = usualRange(contents, parameter);
  const node = schemaAt(parsePath(parameter), contents);
  // Of few whole numbers every one is taken once.
  const few = node !== undefined && numberRange(node).whole && scale === 'linear';
  const points = few ? Math.min(usualPoints, to - from + 1) : usualPoints;
  return { parameter, from, to, points, ...(scale === 'log' ? { scale } : {}) };
}

export type SweepForm = 'range' | 'list';

/** Whether a sweep gives two ends or a list. */
export function sweepForm(sweep: unknown): SweepForm {
  return valueAt(sweep, ['values']) === undefined ? 'range' : 'list';
}

/** Most values that a range is written out as when it becomes a list. */
const longestWritten = 10;

/** The same sweep in the other form: a range as a list of its values (at most ten), a list as its range. */
export function switchSweepForm(
  contents: unknown,
  { sweep, parameter = 'syntheticProportion' }: SweepDraft,
  form: SweepForm,
): Record<string, unknown> {
  const fallback = sweepOver(contents, parameter);
  if (form === 'range') {
    const given = valueAt(sweep, ['values']);
    const values = (Array.isArray(given) ? (given as unknown[]) : []).filter((v) => typeof v === 'number');
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
