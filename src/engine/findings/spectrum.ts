import type { ResultsDocument } from '../results';
import { inWords, percentInWords } from '../words';

/** How far the law spreads the eigenvalues of the generator's covariance, for the series in which it does so most. */
export function spreadOfSpectrum(series: ResultsDocument['series']): string[] {
  const spreads = series.flatMap(({ label, points }) =>
    points.flatMap(({ spectralLaw }) => {
      const ends = spectralLaw === undefined || 'error' in spectralLaw ? [] : spectralLaw.intervals.flat();
      const [low, high] = [ends[0], ends.at(-1)];
      if (spectralLaw === undefined || 'error' in spectralLaw || low === undefined || high === undefined)
        return [];
      return [{ label, low, high, atZero: spectralLaw.massAtZero }];
    }),
  );
  const [first, ...others] = spreads;
  if (first === undefined) return [];
  const widest = others.reduce(
    (most, one) => (one.high - one.low > most.high - most.low ? one : most),
    first,
  );
  const which = spreads.length > 1 ? `, most for “${widest.label}”` : '';
  const zero = widest.atZero > 0 ? `; ${percentInWords(widest.atZero)} of them are 0` : '';
  return [
    `The fit spreads the eigenvalues of the generator’s covariance${which}: by their limiting law they lie between ${inWords(widest.low)} and ${inWords(widest.high)}${zero}.`,
  ];
}
