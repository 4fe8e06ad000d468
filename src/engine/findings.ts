import type { Expansion } from '../experiment/expand';
import { isPredicted, type ResultSeries, type ResultsDocument } from './results';
import { accuracyInWords, inWords, pointsInWords } from './words';

/** Parameters whose sweep asks: does more synthetic data help? */
const amounts = new Set(['syntheticProportion', 'syntheticSamples']);

/** Differences of accuracy below this are not worth a sentence. */
const negligible = 0.0005;

/**
 * One to three sentences with numbers on what the theory says of the experiment, and how the simulation compares.
 * They speak of accuracy, whatever metric is shown.
 */
export function findingsOn(expansion: Expansion, results: Pick<ResultsDocument, 'series'>): string[] {
  const curves = results.series.map(curveOf);
  const known = curves.filter((curve) => curve.points.length > 0);
  const theory =
    expansion.sweepParameter === null
      ? singlePoints(known)
      : known.length === 0
        ? []
        : [sweepFinding(known, expansion.sweepParameter)];
  return [...theory, ...agreement(results)];
}

interface CurvePoint {
  readonly x: number;
  readonly accuracy: number;
}
interface Curve {
  readonly label: string;
  /** Points with a theory value, ascending in x. */
  readonly points: readonly CurvePoint[];
}

function curveOf({ label, points }: ResultSeries): Curve {
  const known = points.flatMap(({ x, theory }): CurvePoint[] =>
    isPredicted(theory.exact) ? [{ x: x ?? 0, accuracy: theory.exact.accuracy }] : [],
  );
  return { label, points: known.sort((a, b) => a.x - b.x) };
}

function singlePoints(curves: readonly Curve[]): string[] {
  const [first] = curves;
  if (first === undefined) return [];
  if (curves.length === 1)
    return [`The predicted accuracy is ${accuracyInWords(first.points[0]!.accuracy)}.`];
  const sorted = [...curves].sort((a, b) => b.points[0]!.accuracy - a.points[0]!.accuracy);
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  return [
    `The predicted accuracy is highest for “${best.label}” (${accuracyInWords(best.points[0]!.accuracy)}) and lowest for “${worst.label}” (${accuracyInWords(worst.points[0]!.accuracy)}).`,
  ];
}

/** The sentence on the curve in which most happens. */
function sweepFinding(curves: readonly Curve[], parameter: string): string {
  const curve = curves.reduce((most, other) => (span(other) > span(most) ? other : most));
  const name = curves.length === 1 ? '' : ` for “${curve.label}”`;
  const first = curve.points[0]!;
  const last = curve.points.at(-1)!;
  const best = extreme(curve, Math.max);
  const worst = extreme(curve, Math.min);
  const at = ({ x }: CurvePoint) => inWords(x);
  if (span(curve) < negligible) {
    return `The predicted accuracy stays at ${accuracyInWords(first.accuracy)} over the whole sweep${name}.`;
  }
  const total = `${accuracyInWords(first.accuracy)} → ${accuracyInWords(last.accuracy)}, ${pointsInWords(last.accuracy - first.accuracy)}`;
  const subject = amounts.has(parameter) ? 'Adding synthetic data' : `Raising ${parameter}`;
  if (best === last && worst === first) return `${subject} helps all the way${name}: ${total}.`;
  if (best === first && worst === last) return `${subject} hurts all the way${name}: ${total}.`;
  if (best !== first && best !== last) {
    return `${subject} helps up to ${at(best)}${name}, where the predicted accuracy is highest, ${accuracyInWords(best.accuracy)}; it then falls to ${accuracyInWords(last.accuracy)}.`;
  }
  const recovery = curve.points.find(({ x, accuracy }) => x > worst.x && accuracy >= first.accuracy);
  const end =
    recovery === undefined
      ? `and has not made up for it at ${at(last)}`
      : `and makes up for it at ${at(recovery)}`;
  return `${subject} first hurts${name}: the predicted accuracy is lowest at ${at(worst)} (${pointsInWords(worst.accuracy - first.accuracy)}), ${end} (${accuracyInWords(last.accuracy)}).`;
}

function span(curve: Curve): number {
  return extreme(curve, Math.max).accuracy - extreme(curve, Math.min).accuracy;
}

function extreme({ points }: Curve, of: (...values: number[]) => number): CurvePoint {
  const value = points.reduce((most, { accuracy }) => of(most, accuracy), points[0]!.accuracy);
  return points.find(({ accuracy }) => accuracy === value)!;
}

/** How the simulated accuracies compare with the theory. */
function agreement({ series }: Pick<ResultsDocument, 'series'>): string[] {
  let compared = 0;
  let within = 0;
  let largest = { distance: 0, where: '', difference: 0 };
  for (const { label, points } of series) {
    for (const { x, theory, simulation } of points) {
      const standardError = simulation?.accuracy.standardError;
      if (!isPredicted(theory.exact) || simulation === undefined || !standardError) continue;
      const difference = simulation.accuracy.mean - theory.exact.accuracy;
      const distance = Math.abs(difference) / standardError;
      compared++;
      if (distance <= 2) within++;
      const where = x === null ? `“${label}”` : `${inWords(x)}${series.length > 1 ? ` of “${label}”` : ''}`;
      if (distance > largest.distance) largest = { distance, where, difference };
    }
  }
  if (compared === 0) return [];
  return [
    `Simulation and theory are within 2 standard errors at ${within} of ${compared} points; the largest distance is ${largest.distance.toFixed(1)} standard errors (${pointsInWords(largest.difference)}), at ${largest.where}.`,
  ];
}
