import type { Derived, ResultsDocument } from '../../src/engine/messages';
import { formatSpan } from '../numbers';

/** A quantity that follows from the parameters, over all points of the experiment: one number or a span. */
export function derivedSpan(
  results: ResultsDocument | null,
  quantity: Exclude<keyof Derived, 'realOnly' | 'allReal' | 'fixedPoint'>,
): string {
  const values = (results?.series ?? []).flatMap(({ points }) =>
    points.flatMap(({ derived }) => ('error' in derived ? [] : (derived[quantity] ?? []))),
  );
  return formatSpan(values);
}
