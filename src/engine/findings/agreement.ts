import { isPredicted, namesOfNearest, type ResultsDocument } from '../results';
import { verdictInWords } from '../statistics/verdictInWords';
import { counted, countInWords, inWords, pointsInWords, valueInWords } from '../words';

/** With fewer repetitions a standard error is itself too uncertain to measure a distance by. */
const fewestRepetitions = 5;

/**
 * How the simulation compares with the theory, and where that does not cover it how its accuracies compare with the
 * nearest.
 * @param parameters that are swept
 */
export function agreement(
  { series, verdict }: Pick<ResultsDocument, 'series' | 'verdict'>,
  parameters: readonly string[],
): string[] {
  return [
    ...(verdict === undefined ? [] : [verdictInWords(verdict, parameters, series.length > 1)]),
    ...agreementWithNearest(series, parameters),
  ];
}

function namesInKey(names: readonly string[]): string {
  return names.length > 2 ? `of ${names.length} kinds` : names.join('; or ');
}

function agreementWithNearest(series: ResultsDocument['series'], parameters: readonly string[]): string[] {
  const of = namesOfNearest(series.flatMap(({ points }) => points));
  const name = `nearest theory (${namesInKey(of)})`;
  const distances = series.flatMap(({ label, points }) =>
    points.flatMap(({ x, y, theory, simulation }) => {
      const standardError = simulation?.accuracy.standardError;
      const prediction = theory.nearest;
      if (!isPredicted(prediction) || simulation === undefined || !standardError) return [];
      if (simulation.repetitions < fewestRepetitions) return [];
      const difference = simulation.accuracy.mean - prediction.accuracy;
      return [{ label, at: [x, y], difference, distance: Math.abs(difference) / standardError }];
    }),
  );
  const [first, ...others] = distances;
  if (first === undefined) return [];
  const largest = others.reduce((most, other) => (other.distance > most.distance ? other : most), first);
  const within = distances.filter(({ distance }) => distance <= 2).length;
  const whose = series.length > 1 ? [`for “${largest.label}”`] : [];
  const values = parameters.flatMap((parameter, i) => {
    const value = largest.at[i];
    return value === null || value === undefined ? [] : [valueInWords(parameter, value)];
  });
  const place = values.length === 0 ? [] : [`at ${values.join(', ')}`];
  const distance = largest.distance < 1000 ? largest.distance.toFixed(1) : inWords(largest.distance);
  const size = `${distance} standard errors (${pointsInWords(largest.difference)})`;
  if (others.length === 0)
    return [`Simulation and ${name} are ${[size, 'apart', ...whose, ...place].join(' ')}.`];
  return [
    `Simulation and ${name} are within 2 standard errors at ${countInWords(within)} of ${counted(distances.length, 'point')}; the largest distance is ${[size, ...whose, ...place].join(' ')}.`,
  ];
}
