import { varianceSources, type SecondOrder } from '../secondOrder';
import { solveSecondSystem, type SecondSystem } from '../secondSystem';
import { congruence, squares } from './dense';
import type { ClassMoments } from './firstMoments';
import type { MeanForms } from './forms';

/** Q = WᵀCW and Q_s = WᵀC_s W, K×K (theory.md §10). */
export interface ClassCovariances {
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
}

/**
 * Solves the second system of theory.md §2 for every pair of classes.
 * @param total N
 */
export function classCovariances(
  forms: MeanForms,
  classes: number,
  total: number,
  order: SecondOrder,
  system: SecondSystem,
  moments: ClassMoments,
): ClassCovariances {
  const { signal, residualReal, residualSynthetic } = moments;
  const { realShare, syntheticShare, meanNoiseReal, meanNoiseSynthetic } = order;
  const size = 2 * classes;
  const formReal = congruence(forms.real, signal, size, classes);
  const formSynthetic = congruence(forms.synthetic, signal, size, classes);
  // Each class mean was fitted on n̂/K rows.
  const noise = squares(signal.subarray(classes * classes), classes, classes).map(
    (square) => classes * square,
  );
  const real = new Float64Array(classes * classes);
  const synthetic = new Float64Array(classes * classes);
  for (let i = 0; i < real.length; i++) {
    const own = {
      real: formReal[i]! + realShare * formSynthetic[i]! + meanNoiseReal * noise[i]!,
      synthetic: syntheticShare * formSynthetic[i]! + meanNoiseSynthetic * noise[i]!,
    };
    const sources = varianceSources(order, own, residualReal[i]! / total, residualSynthetic[i]! / total);
    const solved = solveSecondSystem(system, sources);
    real[i] = solved.real;
    synthetic[i] = solved.synthetic;
  }
  return { real, synthetic };
}
