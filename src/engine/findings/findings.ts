import type { Expansion } from '../../experiment/expand';
import { gridFacts } from '../insights/gridFacts';
import { isPredicted, type ResultsDocument } from '../results';
import { accuracyInWords } from '../words';
import { againstFirst } from './againstFirst';
import { agreement } from './agreement';
import { alongSweep } from './alongSweep';
import { costOfGenerations } from './generations';
import { spreadOfSpectrum } from './spectrum';
import { bestValues, overMap, type NamedBest } from './best';
import { breakEven } from './breakEven';

/**
 * A few sentences with numbers: what the theory says of the experiment, where the synthetic data stop or start to
 * help, which values are best, and how the simulated series compare. They speak of accuracy, whatever metric is shown;
 * only the verdict on simulation and theory is on that metric.
 * While a series' insights are not known its points must do.
 */
export function findingsOn(
  { sweeps }: Pick<Expansion, 'sweeps'>,
  { series, verdict }: Pick<ResultsDocument, 'series' | 'verdict'>,
): string[] {
  const parameters = sweeps.map(({ parameter }) => parameter);
  const [parameter, second] = parameters;
  // A chart of eigenvalues asks nothing of a classifier.
  const spread = spreadOfSpectrum(series);
  if (spread.length > 0) return spread;
  const theory = () => {
    if (parameter === undefined) return singlePoints(series);
    if (second !== undefined) return overMap(series, bestOf(series, 'best'));
    const curves = series.flatMap(({ label, points, insights }) => {
      const facts = insights?.curve ?? gridFacts(points);
      return facts === null ? [] : [{ label, facts }];
    });
    // Of a curve that is the nearest theory's, a place where the exact one has a value says little.
    if (curves.length === 0) return hasNearest(series) ? [] : singlePoints(series);
    return [...alongSweep(curves, parameter), ...breakEven(curves, parameter)];
  };
  return [
    ...theory(),
    ...costOfGenerations(series),
    ...bestValues(bestOf(series, 'optimised'), series.length > 1),
    ...againstFirst(series, parameters),
    ...agreement({ series, ...(verdict === undefined ? {} : { verdict }) }, parameters),
  ];
}

function hasNearest(series: ResultsDocument['series']): boolean {
  return series.some(({ points }) => points.some(({ theory }) => theory.nearest !== undefined));
}

function bestOf(series: ResultsDocument['series'], which: 'best' | 'optimised'): NamedBest[] {
  return series.flatMap(({ label, insights }) => {
    const best = insights?.[which];
    return best ? [{ label, best }] : [];
  });
}

/** Series that have but one point with a value. */
function singlePoints(series: ResultsDocument['series']): string[] {
  const sorted = series
    .flatMap(({ label, points }) => {
      const predictions = points.map(({ theory }) => theory.exact).filter(isPredicted);
      return predictions.slice(0, 1).map(({ accuracy }) => ({ label, accuracy }));
    })
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
