import { valueAt } from '../../src/experiment/paths';
import { usualRange } from './sweep';

/** What a file wants optimised, as far as it can be read. */
export function optimisedEntries(contents: unknown): unknown[] {
  const given = valueAt(contents, ['theory', 'optimise']);
  return Array.isArray(given) ? [...(given as unknown[])] : [];
}

/** A complete entry that seeks the best value of a field in its usual range. */
export function optimiseOver(contents: unknown, parameter: string): Record<string, unknown> {
  const { from, to, scale } = usualRange(contents, parameter);
  return { parameter, from, to, ...(scale === 'log' ? { scale } : {}) };
}

const usual = [
  'classifier.ridge',
  'syntheticProportion',
  'classifier.syntheticWeight',
  'verifier.threshold',
  'labelNoise.alignment',
];

/** The field that is most likely to be optimised next: one that is not yet, and that may take any of its values. */
export function nextToOptimise(
  { contents, sweepable }: { readonly contents: unknown; readonly sweepable: readonly string[] },
  entries: readonly unknown[],
): string {
  const taken = entries.map((entry) => valueAt(entry, ['parameter']));
  const withoutReal = valueAt(contents, ['realSamples']) === 0;
  const free = sweepable.filter(
    (parameter) => !taken.includes(parameter) && !(withoutReal && parameter === 'syntheticProportion'),
  );
  return usual.find((parameter) => free.includes(parameter)) ?? free[0] ?? 'classifier.ridge';
}
