import type { ResultPoint } from '../results';
import { binsOfLaw, densitiesOf, shareUpTo } from './bins';

/** A bin of eigenvalues, and the share of all eigenvalues in it by the law and by simulation. */
export interface SpectrumBin {
  readonly from: number;
  readonly to: number;
  readonly law: number | null;
  readonly simulated: number | null;
}

/** Eigenvalues that a law is cut into bins for, where nothing is simulated. */
const unsimulated = 10_000;

/** The eigenvalues of a point in bins, after those that are exactly 0 if there are any; none without law and simulation. */
export function spectrumBins({ spectralLaw, spectrum }: ResultPoint): SpectrumBin[] {
  const law = spectralLaw === undefined || 'error' in spectralLaw ? null : spectralLaw;
  const edges = spectrum?.edges ?? (law === null ? [] : binsOfLaw(law, unsimulated));
  const simulated = spectrum === undefined ? null : densitiesOf(spectrum);
  const atZero = { law: law?.massAtZero ?? null, simulated: simulated?.shareAtZero ?? null };
  return [
    ...((atZero.law ?? 0) > 0 || (atZero.simulated ?? 0) > 0 ? [{ from: 0, to: 0, ...atZero }] : []),
    ...edges.slice(1).map((to, i) => {
      const from = edges[i]!;
      return {
        from,
        to,
        law: law === null ? null : shareUpTo(law, to) - shareUpTo(law, from),
        simulated: simulated === null ? null : simulated.densities[i]! * (to - from),
      };
    }),
  ];
}
