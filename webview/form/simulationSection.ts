import { schemaAt } from '../../src/experiment/paths';
import { formatCount, formatShort } from '../numbers';
import type { FormContext } from './context';
import { objectRows, type FieldOptions } from './fieldRow';
import { effectiveValue, writtenValue } from './fields';
import type { Section } from './section';
import { variationOf } from './varying';

/** How often every point is simulated: a number of times, or until a standard error is reached. */
export function simulationSection(context: FormContext): Section {
  const { contents } = context;
  const given = (field: string) => effectiveValue(contents, ['simulation', field]);
  const target = given('targetStandardError');
  const repetitions = given('repetitions');
  const maximum = given('maximumRepetitions');
  const hasTarget = target !== undefined;
  const usual = schemaAt(['simulation', 'repetitions'], contents)?.default as unknown;
  const options: Record<string, FieldOptions | 'hidden'> = {
    repetitions: hasTarget
      ? { label: 'First repetitions', meaning: 'Their scatter tells how many more a point needs.' }
      : {},
    targetStandardError: {
      placeholder: 'none',
      meaning: typeof target === 'number' ? reach(target, repetitions, maximum) : undefined,
      // A pilot needs two repetitions at least.
      alongWith: (value) =>
        value !== undefined && typeof repetitions === 'number' && repetitions < 2
          ? [{ path: ['simulation', 'repetitions'], value: usual }]
          : [],
    },
    ...(hasTarget || writtenValue(contents, ['simulation', 'maximumRepetitions']) !== undefined
      ? {}
      : { maximumRepetitions: 'hidden' as const }),
  };
  const varied = (path: string[]) =>
    writtenValue(contents, path) !== undefined || variationOf(contents, path) !== null;
  // Accuracy is counted only where features are not Gaussian.
  if (!varied(['data', 'features']) && !varied(['simulation', 'testSamples']))
    options['testSamples'] = 'hidden';
  return { id: 'simulation', title: 'Simulation', rows: objectRows(context, ['simulation'], options) };
}

function reach(target: number, first: unknown, most: unknown): string {
  if (typeof first !== 'number' || typeof most !== 'number') return '';
  return `Every point is simulated ${formatCount(first)} to ${formatCount(most)} times, until ±\u00a0${formatShort(target)} is reached.`;
}
