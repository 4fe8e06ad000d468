import { displacedBy } from '../../src/experiment/override';
import { parsePath, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import type { FieldChange } from './changes';
import { chartKindFor } from './chartKinds';
import { independentRows } from './presets';
import { missingSizes } from './sizes';
import { variedBySeries } from './varying';
import { sweepDrafts, sweepOver, usualPoints, type SweepDraft } from './sweep';

/** What a change of the sweeps needs to know besides the file. */
export interface SweepChoices {
  readonly contents: unknown;
  /** Numeric fields that a sweep may vary. */
  readonly sweepable: readonly string[];
  /** What the file's `sweep` was before the last of them was taken away, to come back to. */
  readonly lastSweep: unknown;
}

/** Quantities that most experiments are about, the first to vary first. */
const usualFirst = ['syntheticProportion', 'syntheticSamples', 'labelNoise.rate', 'classifier.ridge'];
const usualSecond = [
  'labelNoise.rate',
  'labelNoise.alignment',
  'syntheticProportion',
  'syntheticSamples',
  'verifier.keepIncorrect',
  'verifier.alignment',
  'generator.samples',
  'classifier.ridge',
];

/** The changes that make a file vary so many quantities, in one step and to a file that is complete. */
export function changeSweepCount(choices: SweepChoices, count: 0 | 1 | 2): FieldChange[] {
  const { contents } = choices;
  const present = sweepDrafts(contents).map(({ sweep }) => sweep);
  const next = present.slice(0, count);
  const remembered = valueList(choices.lastSweep).filter(isObject);
  if (next.length === 0 && count > 0) {
    next.push(usable(choices, next, remembered[0]) ?? sweepOver(contents, firstParameter(choices)));
  }
  if (next.length === 1 && count === 2) {
    next[0] = thinned(next[0]);
    const parameter = secondParameter(choices, next);
    const fresh = parameter === undefined ? [] : [sweepOver(contents, parameter)];
    next.push(...[usable(choices, next, remembered[1]) ?? fresh].flat());
  }
  return [...writeSweeps(contents, next), ...chartKindFor(contents, next.length)];
}

/** The changes that write other sweeps into a file: an object for one, a list for two. */
export function writeSweeps(contents: unknown, sweeps: readonly unknown[]): FieldChange[] {
  const parameters = sweeps.flatMap((sweep) => {
    const parameter = valueAt(sweep, ['parameter']);
    return typeof parameter === 'string' ? parameter : [];
  });
  return [
    ...(sweeps.length === 2 &&
    Array.isArray(valueAt(contents, ['sweep'])) &&
    sweepDrafts(contents).length === 1
      ? [{ path: ['sweep', 1], value: sweeps[1] }]
      : [{ path: ['sweep'], value: sweeps.length < 2 ? sweeps[0] : sweeps }]),
    ...missingSizes(contents, parameters),
    ...(parameters.includes('generator.generations') ? independentRows(contents) : []),
  ];
}

/** The changes that make one of the sweeps vary another field. */
export function chooseParameter(contents: unknown, { at }: SweepDraft, chosen: string): FieldChange[] {
  const others = sweepDrafts(contents).flatMap((other) =>
    other.at.at(-1) === at.at(-1) ? chosen : (other.parameter ?? []),
  );
  return [
    { path: at, value: sweepOver(contents, chosen) },
    ...missingSizes(contents, others),
    ...(chosen === 'generator.generations' ? independentRows(contents) : []),
  ];
}

/** Whether two fields cannot be varied at once: the same one, or sizes that take each other's place. */
export function excludeEachOther(a: string, b: string): boolean {
  return a === b || displacedBy(parsePath(a)).includes(b) || displacedBy(parsePath(b)).includes(a);
}

function firstParameter({ contents, sweepable }: SweepChoices): string {
  const free = sweepable.filter((parameter) => isFree(contents, parameter, []));
  return usualFirst.find((parameter) => free.includes(parameter)) ?? free[0] ?? 'syntheticProportion';
}

function secondParameter({ contents, sweepable }: SweepChoices, sweeps: readonly unknown[]) {
  const taken = sweeps.map((sweep) => String(valueAt(sweep, ['parameter'])));
  const free = sweepable.filter((parameter) => isFree(contents, parameter, taken));
  return usualSecond.find((parameter) => free.includes(parameter)) ?? free[0];
}

/** Whether a sweep may vary a field beside those that vary already. */
function isFree(contents: unknown, parameter: string, taken: readonly string[]): boolean {
  if (parameter === 'syntheticProportion' && valueAt(contents, ['realSamples']) === 0) return false;
  return (
    !taken.some((other) => excludeEachOther(parameter, other)) &&
    !variedBySeries(contents).some((other) => excludeEachOther(parameter, other))
  );
}

/** A remembered sweep, where it still may vary its field. */
function usable(
  { contents, sweepable }: SweepChoices,
  others: readonly unknown[],
  remembered: Record<string, unknown> | undefined,
): unknown {
  const parameter = remembered?.['parameter'];
  const taken = others.map((sweep) => String(valueAt(sweep, ['parameter'])));
  const fits =
    typeof parameter === 'string' && sweepable.includes(parameter) && isFree(contents, parameter, taken);
  return fits ? remembered : undefined;
}

/** A long range with fewer points: a heat map of 30 × 30 shows as much. */
function thinned(sweep: unknown): unknown {
  const points = valueAt(sweep, ['points']);
  return isObject(sweep) && typeof points === 'number' && points > usualPoints
    ? { ...sweep, points: usualPoints }
    : sweep;
}

function valueList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
