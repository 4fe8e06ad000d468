import { SimulationError } from './errors';
import type { ProblemSizes } from './problem';

/** ε, φ and ρ of labels and a verifier that do not look at the sample (theory.md §1). */
export interface RandomSelection {
  readonly labelNoise: number;
  readonly keepCorrect: number;
  readonly keepIncorrect: number;
}

/** @throws SimulationError where labels or verifier look at the sample */
export function randomSelection({
  labels,
  verifier,
}: Pick<ProblemSizes, 'labels' | 'verifier'>): RandomSelection {
  if (labels.kind !== 'uniform' || verifier.kind !== 'random') {
    throw new SimulationError(
      'Labels or verifier look at the sample: there is no rate that is the same for all.',
    );
  }
  const { keepCorrect, keepIncorrect } = verifier;
  return { labelNoise: labels.rate, keepCorrect, keepIncorrect };
}
