import type { Expansion } from '../../experiment/expand';
import { criticalLabelNoiseOfClasses } from '../../theory/classes/limits';
import type { Extent } from './domain';

/** A place on the horizontal axis that the chart points out. */
export interface Mark {
  readonly label: string;
  readonly x: number;
}

/** More lines than this say nothing. */
const maxMarks = 3;

/**
 * The label noise ε* = φ/(φ + ρ) beyond which what the verifier keeps points the wrong way (λ = φ(1−ε) − ρε < 0;
 * theory.md §4; its like for several classes), where the label noise is swept: one mark for each different value, at
 * most three.
 */
export function criticalLabelNoiseMarks(expansion: Pick<Expansion, 'sweeps' | 'series'>): Mark[] {
  if (expansion.sweeps[0]?.parameter !== 'labelNoise.rate') return [];
  const values = expansion.series.flatMap(({ points }) =>
    points.flatMap(({ parameters: { verifier, classes } }) =>
      verifier.kind === 'random'
        ? (criticalLabelNoiseOfClasses(classes, verifier.keepCorrect, verifier.keepIncorrect) ?? [])
        : [],
    ),
  );
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length > maxMarks) return [];
  return distinct.map((x) => ({ label: `ε* = ${Number(x.toFixed(3))}`, x }));
}

/** Marks strictly inside the axis, those close to the one on their left with their labels a line higher. */
export function placeMarks(marks: readonly Mark[], [low, high]: Extent): (Mark & { readonly row: number })[] {
  const close = 0.2 * (high - low);
  const inside = marks.filter(({ x }) => x > low && x < high).sort((a, b) => a.x - b.x);
  let row = 0;
  return inside.map((mark, i) => {
    const left = inside[i - 1];
    row = left !== undefined && mark.x - left.x < close ? row + 1 : 0;
    return { ...mark, row };
  });
}
