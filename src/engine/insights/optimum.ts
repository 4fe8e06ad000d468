import { maximumOn } from '../../numerics/maximum';
import { valueIn, type ParameterRange } from './range';

/** Where an accuracy is highest over the ranges of one or two parameters. */
export interface Optimum {
  /** One value per range. */
  readonly values: readonly number[];
  readonly accuracy: number;
  /** Which end of its range a value lies on, if it lies on one: the true optimum may then be further out. */
  readonly edges: readonly ('from' | 'to' | null)[];
}

/**
 * The highest accuracy over the ranges of one or two parameters, its place to 1e-6 of the ranges (unless the accuracy
 * is flat there). With two, the best over the second is found for each value of the first.
 * @param accuracy at one value per range; NaN where the theory has none
 * @returns undefined where it has no value anywhere
 */
export function findOptimum(
  accuracy: (values: readonly number[]) => number,
  ranges: readonly [ParameterRange] | readonly [ParameterRange, ParameterRange],
): Optimum | undefined {
  const [outer, inner] = ranges;
  const atOuter = (u: number) => valueIn(outer, u);
  const edge = { low: 'from', high: 'to' } as const;
  if (inner === undefined) {
    const best = maximumOn((u) => accuracy([atOuter(u)]), 0, 1);
    if (best === undefined) return undefined;
    const { at, value } = best;
    return {
      values: [atOuter(at)],
      accuracy: value,
      edges: [best.edge && edge[best.edge]],
    };
  }
  const along = (u: number) => maximumOn((v) => accuracy([atOuter(u), valueIn(inner, v)]), 0, 1);
  const best = maximumOn((u) => along(u)?.value ?? NaN, 0, 1);
  if (best === undefined) return undefined;
  const second = along(best.at)!;
  return {
    values: [atOuter(best.at), valueIn(inner, second.at)],
    accuracy: second.value,
    edges: [best.edge && edge[best.edge], second.edge && edge[second.edge]],
  };
}
