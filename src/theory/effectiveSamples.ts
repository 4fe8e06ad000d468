import { rootBetween } from '../numerics/root';
import { TheoryError } from './error';
import { solveExact } from './exact';
import type { ExactProblem } from './problem';

/** How the accuracy of real data alone depends on their number. */
export interface RealOnlyCurve {
  /** The accuracy after training on this many real rows and nothing else. */
  readonly accuracy: (samples: number) => number;
  /** The smallest number of rows for which there is an accuracy; 0 if it is any number above 0. */
  readonly above: number;
  /** p, about which the curve does most of its rising. */
  readonly dimension: number;
  /** Numbers of rows at which the curve may have a dip (double descent). */
  readonly dips: readonly number[];
}

/** The answer lies between these, or is 0 or Infinity. */
const FEWEST = 1e-6;
const MOST = 1e12;
/** Where the curve is looked at: at these multiples of p, and of the places of its dips. */
const MULTIPLES = [1e-4, 1e-2, 0.1, 0.3, 1, 3, 10, 100, 1e4];
const AROUND_DIP = [0.4, 0.7, 1, 1.5, 2.5];
/** Two accuracies that differ by this are the same number, computed on different ways. */
const ROUNDING = 1e-14;

/**
 * How many real rows alone, trained on with the square loss, give this accuracy: the same population, the same ridge
 * (in the normalisation by their own number) and weight 1. For a problem without synthetic data and its own
 * accuracy that is its number of real samples.
 * @param accuracy in [0, 1]
 * @returns 0 for an accuracy of at most ½; Infinity if no number of real rows gives it; where several do, the one
 * nearest to the problem's real samples, on a logarithmic scale (the least one if it has none)
 * @throws TheoryError as solveExact does
 */
export function effectiveSamples(problem: ExactProblem, accuracy: number): number {
  const dimension = problem.atoms.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  return effectiveSamplesOn(
    {
      accuracy: (samples) =>
        solveExact({ ...problem, realSamples: samples, syntheticSamples: 0, fit: null, realWeight: 1 })
          .accuracy,
      above: problem.ridge > 0 ? 0 : dimension * (1 + 1e-9),
      dimension,
      dips: interpolationPoints(problem),
    },
    problem.realSamples,
    accuracy,
  );
}

/**
 * `effectiveSamples` for any classifier whose accuracy on real data alone can be computed, say one of another loss.
 * @param samples n ≥ 0, to which the answer is to be near where there are several
 */
export function effectiveSamplesOn(curve: RealOnlyCurve, samples: number, accuracy: number): number {
  if (!(accuracy >= 0 && accuracy <= 1)) {
    throw new TheoryError(`The accuracy must lie between 0 and 1, not ${accuracy}.`);
  }
  if (accuracy <= 0.5) return 0;
  const known = new Map<number, number>();
  const excess = (logSamples: number) => {
    const value = known.get(logSamples) ?? curve.accuracy(Math.exp(logSamples)) - accuracy;
    known.set(logSamples, value);
    return value;
  };

  const low = Math.log(Math.max(FEWEST, curve.above));
  const high = Math.log(MOST);
  const start = Math.min(Math.max(Math.log(samples), low), high);
  if (start === Math.log(samples)) {
    const atStart = curve.accuracy(samples) - accuracy;
    if (Math.abs(atStart) <= ROUNDING) return samples;
    known.set(start, atStart);
  }

  let nearest = Infinity;
  let answer: number | null = null;
  for (const [from, to] of stretches(curve, low, start, high)) {
    if (Math.abs(from - start) >= nearest) break;
    if (excess(from) >= 0 === excess(to) >= 0) continue;
    const crossing = rootBetween(excess, from, to, 1e-13);
    if (Math.abs(crossing - start) < nearest) {
      nearest = Math.abs(crossing - start);
      answer = Math.exp(crossing);
    }
  }
  return answer ?? (excess(start) >= 0 ? 0 : Infinity);
}

/** [low, high] cut where the curve is looked at, as pairs (end nearer to start, other end), the nearest first. */
function stretches(curve: RealOnlyCurve, low: number, start: number, high: number): [number, number][] {
  const looked = [
    ...MULTIPLES.map((multiple) => multiple * curve.dimension),
    ...curve.dips.flatMap((dip) => AROUND_DIP.map((multiple) => multiple * dip)),
  ].map(Math.log);
  const inside = new Set([low, start, high, ...looked.filter((place) => place > low && place < high)]);
  const places = [...inside].sort((a, b) => a - b);
  return places
    .slice(1)
    .map((right, i): [number, number] => (right <= start ? [right, places[i]!] : [places[i]!, right]))
    .sort(([a], [b]) => Math.abs(a - start) - Math.abs(b - start));
}

/**
 * Where the rows are as many as the directions that matter: all of them, or those whose variance stands well
 * above the rest. With a small ridge the accuracy dips there.
 */
function interpolationPoints({ atoms }: ExactProblem): number[] {
  const descending = atoms.filter(({ eigenvalue }) => eigenvalue > 0);
  descending.sort((a, b) => b.eigenvalue - a.eigenvalue);
  let directions = 0;
  return descending.flatMap(({ eigenvalue, multiplicity }, i) => {
    directions += multiplicity;
    const next = descending[i + 1]?.eigenvalue ?? 0;
    return eigenvalue > 10 * next ? [directions] : [];
  });
}
