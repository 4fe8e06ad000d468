import type { Expansion } from '../../experiment/expand';
import { isObject } from '../../experiment/structure';
import { Pauses } from '../pauses';
import { metricsOf, type Estimate, type Measurement, type ResultsDocument } from '../results';
import type { Place } from '../ridgeGroups';
import { specHash } from '../specHash';
import { pairedDifferences } from '../statistics/pairs';
import { repetitionsNeeded } from '../statistics/repetitionsNeeded';
import { verdictOf } from '../statistics/verdict';
import { estimateOf } from '../tally';
import { counted, valueInWords } from '../words';
import { isSame } from './model';

/** A point in words: “oracle” at 40 %. */
export function pointInWords({ series, sweeps }: Expansion, place: Place): string {
  const { label, points } = series[place.series]!;
  const { x, y } = points[place.point]!;
  const values = [x, y].flatMap((value, i) =>
    value === null ? [] : [valueInWords(sweeps[i]!.parameter, value)],
  );
  return values.length === 0 ? `“${label}”` : `“${label}” at ${values.join(', ')}`;
}

/** Where the points of a results file are not those of the experiment in it: then nothing can be compared. */
export function problemsOfShape({ series }: ResultsDocument, expansion: Expansion): string[] {
  if (series.length !== expansion.series.length)
    return [
      `The file has ${counted(series.length, 'line')} of results, its experiment ${expansion.series.length}.`,
    ];
  return series.flatMap(({ label, points }, i) => {
    const own = expansion.series[i]!;
    if (label !== own.label)
      return [`The results of “${own.label}”, as the experiment has it, are those of “${label}”.`];
    if (points.length !== own.points.length)
      return [`“${label}” has ${counted(points.length, 'point')}, by its experiment ${own.points.length}.`];
    const wrong = points.findIndex(({ x, y }, j) => x !== own.points[j]!.x || y !== own.points[j]!.y);
    if (wrong === -1) return [];
    const { x } = points[wrong]!;
    return [`${pointInWords(expansion, { series: i, point: wrong })}: the file says x = ${String(x)}.`];
  });
}

/** Where a results file says of itself, or of its experiment, what does not follow from what it holds. */
export async function problemsOfNumbers(document: ResultsDocument, expansion: Expansion): Promise<string[]> {
  const problems: string[] = [];
  if (document.specHash !== specHash(expansion))
    problems.push(
      'The experiment in the file is not the one that the file was computed of: its hash is another one.',
    );
  if (document.seed !== expansion.settings.seed)
    problems.push(`The file says seed ${document.seed}; its experiment has ${expansion.settings.seed}.`);
  // `predict` leaves the theory alone, of experiments that ask for repetitions too.
  const isSimulated = document.series.some(({ points }) => points.some(({ simulation }) => simulation));
  const pauses = new Pauses();
  for (const [i, { points }] of document.series.entries()) {
    for (const [j, { simulation, againstFirst }] of points.entries()) {
      if (pauses.due) await pauses.pause();
      const place = { series: i, point: j };
      const say = (sentence: string) => problems.push(`${pointInWords(expansion, place)}: ${sentence}`);
      if (isSimulated) problemsOfCount(document, expansion, simulation).forEach(say);
      if (simulation === undefined) continue;
      const { classes } = expansion.series[i]!.points[j]!.parameters;
      const wrong = problemsOfMeasurement(simulation, classes);
      wrong.forEach(say);
      if (wrong.length > 0 || i === 0) continue;
      const first = document.series[0]!.points[j]?.simulation;
      const differences = first === undefined ? undefined : pairedDifferences(simulation, first);
      if (!isEqual(differences, againstFirst))
        say('the differences from the first series are not those of the values.');
    }
  }
  const verdict = verdictOf(expansion, document.series, expansion.settings.metric);
  if (problems.length === 0 && !isEqual(verdict, document.verdict))
    problems.push('The verdict is not the one that follows from the file’s numbers.');
  return problems;
}

/** Whether there are as many repetitions as a run that was completed has. */
function problemsOfCount(
  { status }: ResultsDocument,
  { settings }: Expansion,
  simulation: Measurement | undefined,
): string[] {
  if (status !== 'complete' || settings.chart === 'spectrum') return [];
  const { repetitions, targetStandardError: target, maximumRepetitions: maximum } = settings;
  const there = simulation?.repetitions ?? 0;
  if (target === null)
    return there === repetitions
      ? []
      : [`it has ${counted(there, 'repetition')}; a completed run of the experiment has ${repetitions}.`];
  const metric = settings.metric === 'gain' ? 'accuracy' : settings.metric;
  const pilot = simulation?.[metric].values?.slice(0, repetitions) ?? [];
  const needed = pilot.length < repetitions ? repetitions : repetitionsNeeded(pilot, target, maximum);
  return there >= needed
    ? []
    : [`it has ${counted(there, 'repetition')}; its standard error asks for ${needed}.`];
}

function problemsOfMeasurement(simulation: Measurement, classes: number): string[] {
  const { repetitions, numbers } = simulation;
  if (numbers !== undefined && numbers.length !== repetitions)
    return [`${counted(repetitions, 'repetition')}, but ${counted(numbers.length, 'number')} of them.`];
  if (numbers?.some((number, i) => i > 0 && number <= numbers[i - 1]!))
    return ['the numbers of its repetitions are not in order.'];
  return metricsOf(classes).flatMap((metric): string[] => {
    const estimate: Estimate | undefined = simulation[metric];
    if (estimate?.values === undefined) return [`${metric} has no values.`];
    const { values, mean, standardError } = estimate;
    if (values.length !== repetitions)
      return [`${metric} has ${counted(values.length, 'value')} for ${counted(repetitions, 'repetition')}.`];
    const own = estimateOf(values);
    if (!isSame(own.mean, mean))
      return [`the mean of ${metric} is ${mean}; that of its values is ${own.mean}.`];
    if (!isEqual(own.standardError, standardError))
      return [
        `the standard error of ${metric} is ${standardError}; that of its values is ${own.standardError}.`,
      ];
    return [];
  });
}

/** Whether two values are the same to the last bit, as JSON has them. */
function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return isSame(a, b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isEqual(a[key], b[key]));
  return a === b;
}
