import { createHash } from 'node:crypto';

/** What can be computed again: by series and point, the numbers of the repetitions that are there. */
export type RepetitionTable = readonly (readonly (readonly number[])[])[];

/** Repetitions that are compared where nobody says how many. */
export const usualSample = 50;

/** Which of a results file's repetitions to compute again. */
export interface SampleOptions {
  /** About how many; `all` for each of them. */
  readonly count: number | 'all';
  /** Decides which ones: the same text, the same sample. */
  readonly seed: string;
  /** Whether a point's repetitions can only be compared together, as they are in a histogram. */
  readonly whole?: boolean;
}

/**
 * Chooses a sample: the first repetition and the last one, others at random in equal stretches of what lies between,
 * so that they are spread over points and repetitions, and at least one of each series.
 */
export function sampleOf(
  there: RepetitionTable,
  { count, seed, whole = false }: SampleOptions,
): RepetitionTable {
  if (count === 'all') return there;
  // Lots are what is taken or left: a repetition, or all of a point's.
  const lotsOf = (repetitions: readonly number[]) =>
    whole ? Math.min(1, repetitions.length) : repetitions.length;
  const total = sum(there.flatMap((points) => points.map(lotsOf)));
  if (total === 0) return there;
  const repetitions = sum(there.flatMap((points) => points.map(({ length }) => length)));
  const chosen = placesIn(total, Math.max(1, Math.floor((count * total) / repetitions)), seed);

  let at = 0;
  return there.map((points, series) => {
    const begin = at;
    const end = begin + sum(points.map(lotsOf));
    const isTaken = chosen.some((place) => begin <= place && place < end);
    const own = isTaken || begin === end ? chosen : [begin + below(end - begin, `${seed} series ${series}`)];
    return points.map((point) => {
      const from = at;
      at += lotsOf(point);
      const taken = own.filter((place) => from <= place && place < at);
      if (whole) return taken.length > 0 ? point : [];
      return taken.map((place) => point[place - from]!);
    });
  });
}

/** Ascending places 0 … total − 1, `count` of them or all: the first, the last, and one in each equal stretch. */
function placesIn(total: number, count: number, seed: string): readonly number[] {
  const wanted = Math.min(count, total);
  return Array.from({ length: wanted }, (_, i) => {
    if (i === 0) return 0;
    if (i === wanted - 1) return total - 1;
    const from = Math.floor((i * total) / wanted);
    const to = Math.floor(((i + 1) * total) / wanted);
    return from + below(to - from, `${seed} ${i}`);
  });
}

/** A whole number from 0 to `limit` − 1 that a text decides. */
function below(limit: number, text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) % limit;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
