import type { Expansion } from '../experiment/expand';
import type { TheoryVariant } from '../experiment/schema';
import type { ExpansionTheory } from './predictor';
import { isPredicted, type Measurement } from './results';
import { inWords, pointsInWords, valueInWords } from './words';

/** What the simulation has of a point, if anything. */
export type Measured = (series: number, point: number) => Measurement | undefined;

/** Without a simulation, differences of accuracy from here on are told: half a percentage point. */
const tellingDifference = 0.005;
/** With one, those of at least so many of its standard errors. */
const tellingDistance = 2;
/** A simulation further away than this does not agree. */
const agreeingDistance = 3;
/** With fewer repetitions a standard error is itself too uncertain to measure a distance by. */
const fewestRepetitions = 5;

/** What another theory's accuracy differs by at a point, and how far the simulation is from both. */
interface Difference {
  readonly series: number;
  readonly point: number;
  /** The other theory's accuracy minus the exact one's. */
  readonly difference: number;
  /** In standard errors; null where the simulation has none to tell by. */
  readonly distances: { readonly exact: number; readonly other: number } | null;
}

const subjects = {
  published: { start: 'The published formulas differ', name: 'the published formulas' },
  independentNoise: {
    start: 'The theory with independent noise of the same rates differs',
    name: 'that of independent noise',
  },
} as const;

/**
 * Where a theory beside the exact one says something else by more than the simulation's error (without a simulation:
 * by more than half a point of accuracy), at worst, and which of the two the simulation is with.
 */
export function differenceNote(
  variant: Exclude<TheoryVariant, 'exact'>,
  expansion: Expansion,
  theory: ExpansionTheory,
  measured: Measured,
): string[] {
  const differences = theory.flatMap((points, series) =>
    points.flatMap(({ exact, [variant]: other }, point): Difference[] => {
      if (!isPredicted(exact) || !isPredicted(other)) return [];
      const difference = other.accuracy - exact.accuracy;
      const distances = distancesOf(measured(series, point), exact.accuracy, other.accuracy);
      const isTold =
        distances === null
          ? Math.abs(difference) > tellingDifference
          : Math.abs(difference) / distances.standardError > tellingDistance;
      return isTold ? [{ series, point, difference, distances }] : [];
    }),
  );
  const [first, ...others] = differences;
  if (first === undefined) return [];
  const most = others.reduce(
    (worst, other) => (Math.abs(other.difference) > Math.abs(worst.difference) ? other : worst),
    first,
  );
  const { start, name } = subjects[variant];
  const place = placeOf(expansion, most);
  const size = pointsInWords(Math.abs(most.difference)).replace('+', '');
  const sentence = `${start} from the exact theory by up to ${size}${place === '' ? '' : ` (${place})`}`;
  return [`${sentence}${most.distances === null ? '' : `; ${verdict(most.distances, name)}`}.`];
}

function distancesOf(simulation: Measurement | undefined, exact: number, other: number) {
  const standardError = simulation?.accuracy.standardError;
  if (simulation === undefined || !standardError || simulation.repetitions < fewestRepetitions) return null;
  const { mean } = simulation.accuracy;
  return {
    standardError,
    exact: Math.abs(mean - exact) / standardError,
    other: Math.abs(mean - other) / standardError,
  };
}

/** Whom the simulation is with: the nearer of the two, if it is near enough. */
function verdict({ exact, other }: NonNullable<Difference['distances']>, name: string): string {
  const [near, far] = [Math.min(exact, other), Math.max(exact, other)].map(distanceInWords);
  const nearest = exact <= other ? 'the exact theory' : name;
  if (Math.min(exact, other) <= agreeingDistance && Math.max(exact, other) > agreeingDistance)
    return `the simulation agrees with ${nearest} there (distance ${near} against ${far} standard errors)`;
  return `the simulation is ${distanceInWords(exact)} standard errors from the exact theory there and ${distanceInWords(other)} from ${name}`;
}

function distanceInWords(distance: number): string {
  return distance < 10 ? distance.toFixed(1) : inWords(Math.round(distance));
}

/** "at 37 %, “weak”" */
function placeOf({ series, sweeps }: Expansion, { series: index, point }: Difference): string {
  const { label, points } = series[index]!;
  const { x, y } = points[point]!;
  const values = [x, y].flatMap((value, i) =>
    value === null ? [] : [valueInWords(sweeps[i]!.parameter, value)],
  );
  const at = values.length === 0 ? [] : [`at ${values.join(', ')}`];
  return [...at, ...(series.length > 1 ? [`“${label}”`] : [])].join(', ');
}
