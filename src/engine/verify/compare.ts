import type { Expansion } from '../../experiment/expand';
import { isObject } from '../../experiment/structure';
import { Pauses } from '../pauses';
import { metricsOf, type Measurement, type ResultPoint, type ResultsDocument } from '../results';
import type { Place } from '../ridgeGroups';
import { pointInWords } from './fileProblems';
import { isSame, type NumberDifference } from './model';

/** What comparing came to; the counts are of repetitions. */
export interface Comparison {
  readonly recomputed: number;
  readonly differing: number;
  readonly differences: readonly NumberDifference[];
  readonly problems: readonly string[];
}

/** More differing numbers than this are counted, but not kept. */
const mostDifferences = 1000;

/** Theory is recomputed to within this share of its size, or of 1 where it is smaller. */
const theoryTolerance = 1e-9;

/**
 * Compares what was computed anew with what a results file has: repetitions and histograms to the last bit, wherever
 * both have them, and the theory of every point to within rounding.
 * @param recomputed of the same experiment, with some of the repetitions
 */
export async function compare(
  recorded: ResultsDocument,
  recomputed: ResultsDocument,
  expansion: Expansion,
): Promise<Comparison> {
  const pauses = new Pauses();
  const differences: NumberDifference[] = [];
  const problems: string[] = [];
  let [count, differing] = [0, 0];
  for (const [i, { label, points }] of recorded.series.entries()) {
    for (const [j, point] of points.entries()) {
      if (pauses.due) await pauses.pause();
      const again = recomputed.series[i]!.points[j]!;
      const place: Place = { series: i, point: j };
      const { classes } = expansion.series[i]!.points[j]!.parameters;
      const wrongTheory = problemOfTheory(point, again);
      if (wrongTheory !== undefined) problems.push(`${pointInWords(expansion, place)}: ${wrongTheory}`);
      if (again.key !== undefined && point.key !== undefined && again.key !== point.key)
        problems.push(
          `${pointInWords(expansion, place)}: its key is ${point.key}; computed anew, ${again.key}.`,
        );
      for (const { repetitions, numbers } of parts(point, again, classes)) {
        count += repetitions;
        if (numbers.length > 0) differing += repetitions;
        for (const number of numbers)
          if (differences.length < mostDifferences)
            differences.push({
              series: label,
              x: point.x,
              y: point.y,
              ...number,
              difference: number.recomputed - number.recorded,
            });
      }
    }
  }
  return { recomputed: count, differing, differences, problems };
}

/** What is compared together: a repetition, or all that a histogram counts. */
interface Part {
  readonly repetitions: number;
  readonly numbers: readonly Pick<NumberDifference, 'repetition' | 'metric' | 'recorded' | 'recomputed'>[];
}

function* parts(point: ResultPoint, again: ResultPoint, classes: number): Generator<Part> {
  if (point.simulation !== undefined && again.simulation !== undefined)
    yield* repetitionsOf(point.simulation, again.simulation, classes);
  const [histogram, anew] = [point.spectrum, again.spectrum];
  if (histogram === undefined || anew === undefined) return;
  const numbers: [metric: string, recorded: number, recomputed: number][] = [
    ['zeros', histogram.zeros, anew.zeros],
    ['beyond', histogram.beyond, anew.beyond],
    ['bins', histogram.counts.length, anew.counts.length],
    ...histogram.counts.map((bin, k): [string, number, number] => [
      `counts[${k}]`,
      bin,
      anew.counts[k] ?? bin,
    ]),
  ];
  yield {
    repetitions: histogram.draws,
    numbers: numbers
      .filter(([, a, b]) => !isSame(a, b))
      .map(([metric, a, b]) => ({ repetition: null, metric, recorded: a, recomputed: b })),
  };
}

function* repetitionsOf(recorded: Measurement, anew: Measurement, classes: number): Generator<Part> {
  const placeOf = placesOf(recorded);
  for (let k = 0; k < anew.repetitions; k++) {
    const repetition = anew.numbers?.[k] ?? k;
    const at = placeOf(repetition);
    if (at === undefined) continue;
    yield {
      repetitions: 1,
      numbers: metricsOf(classes).flatMap((metric) => {
        const [a, b] = [recorded[metric]?.values?.[at], anew[metric]?.values?.[k]];
        if (a === undefined || b === undefined || isSame(a, b)) return [];
        return [{ repetition, metric, recorded: a, recomputed: b }];
      }),
    };
  }
}

/** Where a repetition's values stand. */
function placesOf({ numbers, repetitions }: Measurement): (repetition: number) => number | undefined {
  if (numbers === undefined) return (repetition) => (repetition < repetitions ? repetition : undefined);
  const places = new Map(numbers.map((repetition, at) => [repetition, at]));
  return (repetition) => places.get(repetition);
}

/** What of a point's theory is not as recomputed: a sentence on the first of it. */
function problemOfTheory(point: ResultPoint, again: ResultPoint): string | undefined {
  const theoryOf = ({ theory, derived, spectralLaw, spectrum }: ResultPoint) => ({
    theory,
    derived,
    spectralLaw,
    edges: spectrum?.edges,
  });
  const [recorded, anew] = [theoryOf(point), theoryOf(again)];
  // Bins are there only where eigenvalues were drawn again.
  if (anew.edges === undefined) recorded.edges = undefined;
  const found = disagreement(recorded, anew, '');
  if (found === undefined) return undefined;
  return `${found.path} is ${textOf(found.recorded)} in the file, ${textOf(found.recomputed)} computed anew.`;
}

interface Disagreement {
  readonly path: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
}

function disagreement(recorded: unknown, recomputed: unknown, path: string): Disagreement | undefined {
  if (typeof recorded === 'number' && typeof recomputed === 'number') {
    const scale = Math.max(1, Math.abs(recorded), Math.abs(recomputed));
    if (Math.abs(recorded - recomputed) <= theoryTolerance * scale) return undefined;
  } else if (Array.isArray(recorded) && Array.isArray(recomputed) && recorded.length === recomputed.length) {
    for (const [i, item] of recorded.entries()) {
      const found = disagreement(item, recomputed[i], `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  } else if (isObject(recorded) && isObject(recomputed)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(recomputed)])) {
      const found = disagreement(recorded[key], recomputed[key], path === '' ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  } else if (recorded === recomputed) return undefined;
  return { path, recorded, recomputed };
}

function textOf(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120);
}
