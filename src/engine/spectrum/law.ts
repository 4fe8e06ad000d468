import type { PointParameters } from '../../experiment/complete';
import { spectrumOf } from '../../experiment/population';
import { spectralLaw, type SpectralLaw } from '../../theory/spectralLaw';
import { attempt, failed, type Failure } from '../exactTheory';
import type { SpectralLawTable } from './model';

/** About how many places a table has, over all intervals, and at least how many each. */
const places = 480;
const fewestPlaces = 4;

/**
 * The law of the eigenvalues of a point's fitted covariance as a table; a sentence where there is none, and undefined
 * where no generator is fitted.
 */
export function lawOfPoint({
  covariance,
  dimension,
  generator,
}: PointParameters): SpectralLawTable | Failure | undefined {
  if (generator.kind !== 'fitted') return undefined;
  if (generator.generations > 1) {
    return {
      error: `The eigenvalues of a generator's covariance have a known law in its first generation only, not in generation ${generator.generations}: what is simulated stands alone.`,
    };
  }
  const law = attempt(() => spectralLaw(spectrumOf(covariance, dimension), generator.samples));
  return failed(law) ? law : tableOf(law);
}

function tableOf(law: SpectralLaw): SpectralLawTable {
  const { massAtZero, intervals } = law;
  const each = Math.max(fewestPlaces, Math.round(places / Math.max(1, intervals.length)));
  // Densest at the ends, where a density rises like a square root.
  const x = intervals.flatMap(([low, high]) =>
    Array.from({ length: each + 1 }, (_, k) =>
      k === each ? high : low + (high - low) * Math.sin((Math.PI * k) / (2 * each)) ** 2,
    ),
  );
  return {
    massAtZero,
    intervals,
    x,
    density: x.map((value) => law.density(value)),
    cumulative: x.map((value) => law.cdf(value)),
  };
}
