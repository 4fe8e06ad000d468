import { countInWords, counted, inWords, pointsInWords, valueInWords } from '../words';
import type { Verdict, VerdictPlace } from './model';

const metricNames: Readonly<Record<Verdict['metric'], string>> = {
  accuracy: '',
  gain: '',
  risk: 'In the squared error, the',
  meanMargin: 'In the mean margin, the',
  marginVariance: 'In the margin variance, the',
};

/**
 * A verdict as a sentence or two.
 * @param parameters that are swept
 * @param several whether there are several series, so that a place needs the name of its own
 */
export function verdictInWords(verdict: Verdict, parameters: readonly string[], several: boolean): string {
  const { metric, kind, points, significant, largest, detectable } = verdict;
  const size = (difference: number) => sizeInWords(metric, difference);
  const start = metricNames[metric] === '' ? 'The' : metricNames[metric];
  const distance = `${distanceInWords(largest.standardErrors)} standard errors`;
  const place = placeOf(largest, parameters, several);
  const at = place === '' ? '' : `, ${place}`;
  const of = points === 1 ? '' : ` at ${countInWords(significant)} of ${counted(points, 'point')}`;
  switch (kind) {
    case 'agrees': {
      const all = points === 1 ? '' : ` at all ${countInWords(points)} points`;
      const most = points === 1 ? 'the distance is' : 'the largest distance is';
      return `${start} simulation agrees with the theory${all}: ${most} ${distance} (${size(largest.difference)})${at}, no more than chance. A difference of ${unsigned(size(detectable))} would have been seen.`;
    }
    case 'tooFew': {
      const needed =
        metric === 'accuracy' || metric === 'gain'
          ? detectable < 1
          : Number.isFinite(detectable) && detectable < 1e6;
      const seen = needed
        ? `only a difference of ${unsigned(size(detectable))} or more would be likely to be seen`
        : 'hardly any difference would be seen';
      const farthest = points === 1 ? 'The distance is' : 'The largest distance is';
      return `${start} repetitions are too few to tell whether simulation and theory differ: ${seen}. ${farthest} ${distance} (${size(largest.difference)})${at}.`;
    }
    case 'finiteSize':
      return `${start} simulation differs from the theory${of}, by no more than a finite dimension explains: ${size(largest.difference)} (${distance})${at}. The theory is a limit for large p.`;
    case 'differs':
      return `${start} simulation differs from the theory${of}, by more than chance or a finite dimension explains: ${points === 1 ? '' : 'at most '}${distance} (${size(largest.difference)})${at}.`;
  }
}

/** A difference of a metric with its sign: "+0.2 points", "−0.013". */
export function sizeInWords(metric: Verdict['metric'], difference: number): string {
  if (metric === 'accuracy' || metric === 'gain') return pointsInWords(difference);
  return `${difference > 0 ? '+' : ''}${inWords(difference)}`;
}

function unsigned(size: string): string {
  return size.replace(/^\+/, '');
}

function distanceInWords(standardErrors: number): string {
  const distance = Math.abs(standardErrors);
  return distance < 1000 ? distance.toFixed(1) : inWords(distance);
}

function placeOf({ series, x, y }: VerdictPlace, parameters: readonly string[], several: boolean): string {
  const values = parameters.flatMap((parameter, i) => {
    const value = [x, y][i];
    return value === null || value === undefined ? [] : [valueInWords(parameter, value)];
  });
  return [
    ...(several ? [`for “${series}”`] : []),
    ...(values.length === 0 ? [] : [`at ${values.join(', ')}`]),
  ].join(' ');
}
