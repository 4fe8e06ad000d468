import type { BestValues } from '../insights/insights';
import { isPredicted, type ResultsDocument } from '../results';
import {
  accuracyInWords,
  listInWords,
  namesInWords,
  parameterInWords,
  percentInWords,
  placeInWords,
  pointsInWords,
} from '../words';

/** A series and the best values found for it. */
export interface NamedBest {
  readonly label: string;
  readonly best: BestValues;
}

/** Series that get a sentence of their own. */
const mostSentences = 3;

/** The best values of the parameters that the experiment asks for, series by series. */
export function bestValues(named: readonly NamedBest[], several: boolean): string[] {
  const sentences = named.slice(0, mostSentences).map(({ label, best }) => {
    const which = several ? `For “${label}” the` : 'The';
    const gain =
      best.present === null
        ? ''
        : `, ${pointsInWords(best.accuracy - best.present)} against the ${best.parameters.length === 1 ? 'value' : 'values'} in the file`;
    return `${which} best ${placeOf(best)}: the predicted accuracy is ${accuracyInWords(best.accuracy)} there${gain}${atEdge(best)}.`;
  });
  const more = named.slice(mostSentences).map(({ label }) => label);
  return more.length === 0
    ? sentences
    : [...sentences, `The best values for ${namesInWords(more)} are in the results.`];
}

/** "ridge γ is 0.0123", "label noise ε is 0 % and the dimension p is 200" */
function placeOf({ parameters, values }: BestValues): string {
  const parts = parameters.map(
    (parameter, i) => `${parameterInWords(parameter)} is ${placeInWords(parameter, values[i]!)}`,
  );
  return listInWords(parts).replace(/^the /, '');
}

function atEdge({ parameters, edges }: BestValues): string {
  const ends = parameters.flatMap((parameter, i) => {
    const edge = edges[i];
    return edge
      ? [`${parameterInWords(parameter)} at the ${edge === 'from' ? 'lower' : 'upper'} end of its range`]
      : [];
  });
  return ends.length === 0 ? '' : ` (${listInWords(ends)})`;
}

/** What a map of two sweeps says: its best place, and on how much of it the synthetic data help. */
export function overMap(series: ResultsDocument['series'], places: readonly NamedBest[]): string[] {
  const several = series.length > 1;
  const best = places.slice(0, mostSentences).map(({ label, best }) => {
    const which = several ? ` for “${label}”` : '';
    const at = best.parameters.map(
      (parameter, i) => `${parameterInWords(parameter)} is ${placeInWords(parameter, best.values[i]!)}`,
    );
    return `The predicted accuracy is highest${which}, ${accuracyInWords(best.accuracy)}, where ${listInWords(at)}.`;
  });
  return [...best, ...shareThatHelps(series, several)];
}

function shareThatHelps(series: ResultsDocument['series'], several: boolean): string[] {
  return series.slice(0, mostSentences).flatMap(({ label, points }) => {
    let better = 0;
    let compared = 0;
    for (const { derived, theory } of points) {
      if ('error' in derived || typeof derived.realOnly !== 'number' || !isPredicted(theory.exact)) continue;
      compared++;
      if (theory.exact.accuracy > derived.realOnly) better++;
    }
    if (compared === 0) return [];
    const which = several ? ` for “${label}”` : '';
    if (better === 0 || better === compared) {
      const verb = better === 0 ? 'hurt' : 'help';
      return [`The synthetic data ${verb} everywhere on the map${which}.`];
    }
    return [
      `The synthetic data help on ${percentInWords(better / compared)} of the map${which} and hurt on the rest.`,
    ];
  });
}
