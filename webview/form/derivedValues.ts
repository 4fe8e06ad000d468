import type { Derived, ResultsDocument } from '../../src/engine/messages';
import { formatSpan } from '../numbers';

/** Those of the quantities that are one number. */
type DerivedNumber = {
  [K in keyof Derived]-?: Derived[K] extends number | null ? K : never;
}[keyof Derived];

/** A quantity that follows from the parameters, over all points of the experiment: one number or a span. */
export function derivedSpan(results: ResultsDocument | null, quantity: DerivedNumber): string {
  const values = (results?.series ?? []).flatMap(({ points }) =>
    points.flatMap(({ derived }) => ('error' in derived ? [] : (derived[quantity] ?? []))),
  );
  return formatSpan(values);
}

/** What follows from the parameters of the experiment's first point; undefined where the theory has no answer there. */
export function firstDerived(results: ResultsDocument | null): Derived | undefined {
  const derived = results?.series[0]?.points[0]?.derived;
  return derived === undefined || 'error' in derived ? undefined : derived;
}
