import { classMetrics, metrics, type Measurement, type PairedDifferences } from '../results';
import type { PairedEstimate } from './model';

/**
 * One simulation minus another, repetition by repetition, over the repetitions that both have. Points share their
 * random numbers within a repetition, so that most of the scatter is common to both and cancels: the standard error is
 * that of the differences. Undefined where there is no such repetition, or where the values are not known.
 *
 * Kept as long as both simulations: results are put together many times during a run.
 */
export function pairedDifferences(of: Measurement, from: Measurement): PairedDifferences | undefined {
  const last = known.get(of);
  if (last?.from === from) return last.differences;
  const differences = compute(of, from);
  known.set(of, { from, differences });
  return differences;
}

const known = new WeakMap<
  Measurement,
  { readonly from: Measurement; readonly differences: PairedDifferences | undefined }
>();

function compute(of: Measurement, from: Measurement): PairedDifferences | undefined {
  const pairs = commonPlaces(of, from);
  if (pairs.length === 0) return undefined;
  const estimates = [...metrics, ...classMetrics].flatMap((metric) => {
    const [a, b] = [of[metric]?.values, from[metric]?.values];
    if (a === undefined || b === undefined) return [];
    const [first, second] = [pairs.map(([i]) => a[i]!), pairs.map(([, j]) => b[j]!)];
    return [[metric, pairedEstimate(first, second)] as const];
  });
  if (estimates.length === 0) return undefined;
  return { repetitions: pairs.length, ...Object.fromEntries(estimates) } as PairedDifferences;
}

/** Where the values of the same repetition stand in both. Without gaps they are the common first ones. */
function commonPlaces(of: Measurement, from: Measurement): (readonly [number, number])[] {
  if (of.numbers === undefined && from.numbers === undefined) {
    const common = Math.min(of.repetitions, from.repetitions);
    return Array.from({ length: common }, (_, i) => [i, i]);
  }
  const numbersOf = ({ numbers, repetitions }: Measurement) =>
    numbers ?? Array.from({ length: repetitions }, (_, i) => i);
  const places = new Map(numbersOf(from).map((repetition, place) => [repetition, place]));
  return numbersOf(of).flatMap((repetition, place) => {
    const other = places.get(repetition);
    return other === undefined ? [] : [[place, other] as const];
  });
}

/** Mean of a − b over k pairs, its standard error, and the variance as a share of what independent values would have. */
export function pairedEstimate(a: readonly number[], b: readonly number[]): PairedEstimate {
  const differences = a.map((value, i) => value - b[i]!);
  const { mean, variance } = momentsOf(differences);
  if (variance === null) return { mean, standardError: null, varianceRatio: null };
  const unpaired = momentsOf(a).variance! + momentsOf(b).variance!;
  return {
    mean,
    standardError: Math.sqrt(variance / a.length),
    varianceRatio: unpaired > 0 ? variance / unpaired : null,
  };
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number | null } {
  const k = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / k;
  if (k === 1) return { mean, variance: null };
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1) };
}
