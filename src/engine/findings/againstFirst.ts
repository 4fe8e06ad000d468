import { studentTCdf } from '../../numerics/studentT';
import type { ResultsDocument } from '../results';
import { holm } from '../statistics/holm';
import { familyLevel } from '../statistics/verdict';
import { valueInWords } from '../words';

/** Series that the sentence names. */
const mostNamed = 3;

interface Gain {
  readonly series: number;
  readonly at: readonly (number | null)[];
  /** Of accuracy, with its standard error. */
  readonly mean: number;
  readonly standardError: number;
}

/**
 * By how much the simulated series are ahead of the first or behind it, by pairs of the same repetition: for each the
 * largest of the differences that are no chance, all points and series taken together. None where there is none.
 * @param parameters that are swept
 */
export function againstFirst(series: ResultsDocument['series'], parameters: readonly string[]): string[] {
  const gains = significantGains(series);
  const largest = series.flatMap((_, i): Gain[] => {
    const [first, ...others] = gains.filter((gain) => gain.series === i);
    if (first === undefined) return [];
    return [others.reduce((most, one) => (Math.abs(one.mean) > Math.abs(most.mean) ? one : most), first)];
  });
  if (largest.length === 0) return [];
  const named = largest.slice(0, mostNamed).map((gain) => {
    const values = parameters.flatMap((parameter, i) => {
      const value = gain.at[i];
      return value === null || value === undefined ? [] : [valueInWords(parameter, value)];
    });
    const place = values.length === 0 ? '' : ` at ${values.join(', ')}`;
    const most = values.length === 0 ? '' : 'up to ';
    return `“${series[gain.series]!.label}” ${gain.mean > 0 ? 'gains' : 'loses'} ${most}${plusMinus(gain)} points${place}`;
  });
  const more = largest.length - named.length;
  const rest = more > 0 ? [`${more} more differ`] : [];
  return [`In the simulation, against “${series[0]!.label}” by pairs, ${[...named, ...rest].join('; ')}.`];
}

function significantGains(series: ResultsDocument['series']): Gain[] {
  const pairs = series.flatMap(({ points }, i) =>
    points.flatMap(({ x, y, againstFirst: pair }) => {
      if (pair === undefined || !pair.accuracy.standardError) return [];
      const { mean, standardError } = pair.accuracy;
      const p = 2 * studentTCdf(-Math.abs(mean / standardError), pair.repetitions - 1);
      return [{ gain: { series: i, at: [x, y], mean, standardError }, p }];
    }),
  );
  const isRejected = holm(
    pairs.map(({ p }) => p),
    familyLevel,
  );
  return pairs.filter((_, i) => isRejected[i]).map(({ gain }) => gain);
}

/** "1.2 ± 0.05" in percentage points, with the digits that the error leaves. */
function plusMinus({ mean, standardError }: Gain): string {
  const error = 100 * standardError;
  const digits = Math.min(6, Math.max(1, -Math.floor(Math.log10(error))));
  return `${Math.abs(100 * mean).toFixed(digits)} ± ${error.toFixed(digits)}`;
}
