import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import type { Traces } from '../traces';
import { fitGain, trainingForms } from '../trainingForms';

/** The second system of theory.md §2, which is the same for every entry of Q and Q_s (theory.md §10). */
export interface Coupling {
  /** R = λ + realShare · l and P = syntheticShare · l. */
  readonly realShare: number;
  readonly syntheticShare: number;
  /** What the fit noise of one mean, known from n̂ rows, adds to q(R) and q(P) for a signal of 1. */
  readonly meanNoiseReal: number;
  readonly meanNoiseSynthetic: number;
  readonly t11: number;
  readonly t12: number;
  readonly t22: number;
  /** The inverse of its matrix, row by row: Q from the two sources, Q_s from the two sources. */
  readonly inverse: readonly [number, number, number, number];
}

/** The matrix's entries, 1 minus contractions, in the form without cancellation that secondMoments.ts derives. */
export function couplingOf(traces: Traces, groups: Groups, fixedPoint: FixedPoint): Coupling {
  const { total, fresh, synthetic, trainingWeight } = groups;
  const { a, generator, shares } = fixedPoint;
  const { theta, g, synthetic: sigma } = generator;
  const { cross: v, ridgeReal, ridgeSynthetic } = shares;
  const { open, gain } = fitGain(generator, shares);
  // The traces' own means are 0: of these forms only the mean noise is left.
  const forms = trainingForms(traces, shares, generator, groups.meanError, {
    realSignal: 0,
    syntheticSignal: 1,
  });
  const coefficients = {
    realShare: (theta * theta * traces.realSynthetic) / open,
    syntheticShare: g * gain,
    meanNoiseReal: forms.real,
    meanNoiseSynthetic: forms.synthetic,
    t11: forms.realReal / total,
    t12: forms.realSynthetic / total,
    t22: forms.syntheticSynthetic / total,
  };

  // Each row times the number of its samples; a group without samples has the row (1, 0).
  const couplingReal = synthetic > 0 ? sigma * sigma * (total / synthetic) * coefficients.t12 : 0;
  const couplingSynthetic = fresh > 0 ? a * a * (total / fresh) * coefficients.t12 : 0;
  const psi = sigma > 0 ? sigma / (sigma + trainingWeight) : 0;
  const rowsSynthetic = synthetic > 0 ? synthetic : 1;
  const ownSynthetic =
    synthetic > 0
      ? synthetic * (sigma / groups.syntheticWeight) + psi * (1 - psi) * (generator.rank - generator.deficit)
      : 1;
  const diagonalSynthetic = ownSynthetic + psi * psi * gain * (ridgeSynthetic + v);
  if (fresh === 0) {
    const scale = rowsSynthetic / diagonalSynthetic;
    return { ...coefficients, inverse: [1, couplingReal * scale, 0, scale] };
  }
  const ownReal = fresh * (a / groups.freshWeight) + ridgeReal;
  const sharedReal = v * (gain + ridgeSynthetic / open);
  const determinant =
    ownReal * diagonalSynthetic + sharedReal * ownSynthetic + psi * psi * v * gain * ridgeSynthetic;
  return {
    ...coefficients,
    inverse: [
      (fresh * diagonalSynthetic) / determinant,
      (fresh * rowsSynthetic * couplingReal) / determinant,
      (rowsSynthetic * fresh * couplingSynthetic) / determinant,
      (rowsSynthetic * (ownReal + sharedReal)) / determinant,
    ],
  };
}
