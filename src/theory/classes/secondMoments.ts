import type { Coupling } from './coupling';
import { congruence, squares } from './dense';
import type { ClassMoments } from './firstMoments';
import type { MeanForms } from './forms';

/** Q = WᵀCW and Q_s = WᵀC_s W, K×K (theory.md §10). */
export interface ClassCovariances {
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
}

/** Solves the second system of theory.md §2 for every pair of classes. */
export function classCovariances(
  forms: MeanForms,
  classes: number,
  coupling: Coupling,
  moments: ClassMoments,
): ClassCovariances {
  const { signal, residualReal, residualSynthetic } = moments;
  const { realShare, syntheticShare, meanNoiseReal, meanNoiseSynthetic, t11, t12, t22, inverse } = coupling;
  const size = 2 * classes;
  const formReal = congruence(forms.real, signal, size, classes);
  const formSynthetic = congruence(forms.synthetic, signal, size, classes);
  // Each class mean was fitted on n̂/K rows.
  const noise = squares(signal.subarray(classes * classes), classes).map((square) => classes * square);
  const sourceReal = formReal.map(
    (value, i) =>
      value +
      realShare * formSynthetic[i]! +
      meanNoiseReal * noise[i]! +
      residualReal[i]! * t11 +
      residualSynthetic[i]! * t12,
  );
  const sourceSynthetic = formSynthetic.map(
    (value, i) =>
      syntheticShare * value +
      meanNoiseSynthetic * noise[i]! +
      residualReal[i]! * t12 +
      residualSynthetic[i]! * t22,
  );
  return {
    real: sourceReal.map((value, i) => inverse[0] * value + inverse[1] * sourceSynthetic[i]!),
    synthetic: sourceReal.map((value, i) => inverse[2] * value + inverse[3] * sourceSynthetic[i]!),
  };
}
