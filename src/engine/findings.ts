import type { Expansion } from '../experiment/expand';
import { curvesOf, extremeOf, groupsByShape, type Curve, type CurvePoint, type Shape } from './curves';
import { isPredicted, type ResultsDocument } from './results';
import {
  accuracyInWords,
  counted,
  countInWords,
  inWords,
  namesInWords,
  parameterInWords,
  pointsInWords,
  valueInWords,
} from './words';

/** Parameters whose sweep asks: does more synthetic data help? */
const amounts = new Set(['syntheticProportion', 'syntheticSamples']);

/** With fewer repetitions a standard error is itself too uncertain to measure a distance by. */
const fewestRepetitions = 5;

/**
 * One to three sentences with numbers: up to two on what the theory says of the experiment, and one on how the
 * simulation compares. They speak of accuracy, whatever metric is shown.
 */
export function findingsOn(expansion: Expansion, results: Pick<ResultsDocument, 'series'>): string[] {
  const sweepParameter = expansion.sweeps[0]?.parameter ?? null;
  const curves = curvesOf(results.series);
  const swept = curves.some(({ points }) => points.length > 1);
  const theory =
    sweepParameter === null || !swept ? singlePoints(curves) : sweepFindings(curves, sweepParameter);
  return [...theory, ...agreement(results, sweepParameter)];
}

function singlePoints(curves: readonly Curve[]): string[] {
  const sorted = curves
    .map(({ label, points }) => ({ label, accuracy: points[0].accuracy }))
    .sort((a, b) => b.accuracy - a.accuracy);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return [];
  const [high, low] = [accuracyInWords(best.accuracy), accuracyInWords(worst.accuracy)];
  if (sorted.length === 1) return [`The predicted accuracy is ${high}.`];
  if (high === low) return [`The predicted accuracy is ${high} for all ${sorted.length} series.`];
  return [
    `The predicted accuracy is highest for “${best.label}” (${high}) and lowest for “${worst.label}” (${low}).`,
  ];
}

/** A sentence for each of the two shapes in which most happens: series that disagree are both heard. */
function sweepFindings(curves: readonly Curve[], parameter: string): string[] {
  return groupsByShape(curves)
    .slice(0, 2)
    .map(({ shape, curves: alike, largest }) => {
      const names = alike.map(({ label }) => label);
      const several = alike.length > 1;
      return sentence(shape, largest, parameter, {
        names: alike.length === curves.length ? everySeries(curves.length) : ` for ${namesInWords(names)}`,
        most: several ? `, most for “${largest.label}”` : '',
        which: several ? ` for “${largest.label}”` : '',
      });
    });
}

function everySeries(count: number): string {
  return count === 1 ? '' : ` for ${count === 2 ? 'both' : `all ${count}`} series`;
}

/** Whom a sentence is about: the series it holds for, and the one that its numbers belong to where there are several. */
interface Subject {
  readonly names: string;
  readonly most: string;
  readonly which: string;
}

/** What a curve does, in a sentence; `curve` is the one in which most happens. */
function sentence(shape: Shape, curve: Curve, parameter: string, { names, most, which }: Subject): string {
  const first = curve.points[0];
  const last = curve.points.at(-1)!;
  const best = extremeOf(curve, Math.max);
  const worst = extremeOf(curve, Math.min);
  const subject = amounts.has(parameter) ? 'Adding synthetic data' : `Raising ${parameterInWords(parameter)}`;
  const at = ({ x }: CurvePoint) => valueInWords(parameter, x);
  const accuracy = (point: CurvePoint) => accuracyInWords(point.accuracy);
  const change = (from: CurvePoint, to: CurvePoint) => pointsInWords(to.accuracy - from.accuracy);
  switch (shape) {
    case 'flat':
      return `The predicted accuracy hardly changes over the sweep${names}: it stays at ${accuracy(first)}${which}.`;
    case 'rises':
    case 'falls': {
      const verb = shape === 'rises' ? 'helps' : 'hurts';
      return `${subject} ${verb} all the way${names}${most}: the predicted accuracy goes from ${accuracy(first)} to ${accuracy(last)} (${change(first, last)}).`;
    }
    case 'peak':
      return `${subject} helps up to a point${names}${most}: the predicted accuracy goes from ${accuracy(first)} to ${accuracy(best)} at ${at(best)} (${change(first, best)}), then down to ${accuracy(last)} at ${at(last)}.`;
    case 'dip': {
      const back = curve.points.find(({ x, accuracy }) => x > worst.x && accuracy >= first.accuracy);
      const end =
        back === undefined
          ? `and has not made up for it at ${at(last)} (${accuracy(last)})`
          : `makes up for it by ${at(back)} and ends at ${accuracy(last)}`;
      return `${subject} first hurts${names}${most}: the predicted accuracy falls from ${accuracy(first)} to ${accuracy(worst)} at ${at(worst)} (${change(first, worst)}), ${end}.`;
    }
    case 'turnsOften':
      return `The predicted accuracy turns more than once along ${parameterInWords(parameter)}${names}: it is highest, ${accuracy(best)}, at ${at(best)} and lowest, ${accuracy(worst)}, at ${at(worst)}${which}.`;
  }
}

/** How the simulated accuracies compare with the theory. */
function agreement({ series }: Pick<ResultsDocument, 'series'>, parameter: string | null): string[] {
  const distances = series.flatMap(({ label, points }) =>
    points.flatMap(({ x, theory, simulation }) => {
      const standardError = simulation?.accuracy.standardError;
      if (!isPredicted(theory.exact) || simulation === undefined || !standardError) return [];
      if (simulation.repetitions < fewestRepetitions) return [];
      const difference = simulation.accuracy.mean - theory.exact.accuracy;
      return [{ label, x, difference, distance: Math.abs(difference) / standardError }];
    }),
  );
  const [first, ...others] = distances;
  if (first === undefined) return [];
  const largest = others.reduce((most, other) => (other.distance > most.distance ? other : most), first);
  const within = distances.filter(({ distance }) => distance <= 2).length;
  const name = series.length > 1 ? [`for “${largest.label}”`] : [];
  const place = largest.x === null || parameter === null ? [] : [`at ${valueInWords(parameter, largest.x)}`];
  const distance = largest.distance < 1000 ? largest.distance.toFixed(1) : inWords(largest.distance);
  const size = `${distance} standard errors (${pointsInWords(largest.difference)})`;
  if (others.length === 0)
    return [`Simulation and theory are ${[size, 'apart', ...name, ...place].join(' ')}.`];
  return [
    `Simulation and theory are within 2 standard errors at ${countInWords(within)} of ${counted(distances.length, 'point')}; the largest distance is ${[size, ...name, ...place].join(' ')}.`,
  ];
}
