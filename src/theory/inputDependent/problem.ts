import { TheoryError } from '../error';
import { validateProblem, type ExactProblem } from '../problem';
import { close, ROUNDING } from '../rounding';

/** How synthetic rows get their labels. */
export type Labels =
  | {
      /** Wrong with probability ε = `rate` in [0, 1], whatever the row. */
      readonly kind: 'uniform';
      readonly rate: number;
    }
  | {
      /** sign(u·x̃) for a unit vector u with cosine c_u = `alignment` in [−1, 1] to μ. */
      readonly kind: 'linear';
      readonly alignment: number;
    };

/** How synthetic rows are kept. */
export type Verifier =
  | {
      /** With probability φ where the label is right, ρ where it is wrong; both in [0, 1]. */
      readonly kind: 'random';
      readonly keepCorrect: number;
      readonly keepIncorrect: number;
    }
  | {
      /** Where sign(v·x̃) is the label, for a unit vector v with cosine c_v = `alignment` in [−1, 1] to μ. */
      readonly kind: 'linear';
      readonly alignment: number;
      /** c_uv = u·v in [−1, 1]; c_u c_v where the two are independent. Without a linear labeller it means nothing. */
      readonly correlation: number;
    };

/** A training problem of theory.md §6: that of §2 with labels and a verifier that may look at the row. */
export type InputDependentProblem = Omit<ExactProblem, 'labelNoise' | 'keepCorrect' | 'keepIncorrect'> & {
  readonly labels: Labels;
  readonly verifier: Verifier;
};

/** Throws a TheoryError that names the first value outside its range, or what these formulas do not cover. */
export function validateInputDependent(problem: InputDependentProblem): void {
  validateProblem({ ...problem, labelNoise: 0, keepCorrect: 1, keepIncorrect: 1 });
  const { labels, verifier, fit, atoms } = problem;
  if (labels.kind === 'uniform') within(0, 1, 'label noise', labels.rate);
  else within(-1, 1, 'alignment of the labeller', labels.alignment);
  if (verifier.kind === 'random') {
    within(0, 1, 'probability of keeping a correct label', verifier.keepCorrect);
    within(0, 1, 'probability of keeping an incorrect label', verifier.keepIncorrect);
  } else {
    within(-1, 1, 'alignment of the verifier', verifier.alignment);
    if (labels.kind === 'linear') {
      validateCorrelation(labels.alignment, verifier.alignment, verifier.correlation);
    }
  }
  if (fit !== null && fit.source === 'training') {
    throw new TheoryError(
      'The theory of linear labels and verifiers needs a generator fitted on rows of its own, not on the training rows.',
    );
  }
  if (fit !== null && fit.generations > 1) {
    throw new TheoryError(
      `The theory of linear labels and verifiers needs a generator of generation 1, not ${fit.generations}.`,
    );
  }
  const first = atoms[0]!;
  for (const atom of atoms) {
    if (
      !close(first.eigenvalue, atom.eigenvalue) ||
      !close(first.syntheticEigenvalue, atom.syntheticEigenvalue)
    ) {
      throw new TheoryError(
        'The theory of linear labels and verifiers needs data and a generator with the same variance in every direction.',
      );
    }
  }
  if (first.syntheticEigenvalue === 0) {
    throw new TheoryError(
      'The theory of linear labels and verifiers needs a generator with a variance above 0.',
    );
  }
}

/** u, v and μ can have the three cosines only if their correlation matrix is positive semidefinite. */
function validateCorrelation(labeller: number, verifier: number, correlation: number): void {
  const centre = labeller * verifier;
  const radius = Math.sqrt((1 - labeller * labeller) * (1 - verifier * verifier));
  if (Math.abs(correlation - centre) <= radius + ROUNDING) return;
  throw new TheoryError(
    `The correlation of the labeller and the verifier must lie between ${decimal(centre - radius)} and ${decimal(centre + radius)} at their alignments ${labeller} and ${verifier}, not ${correlation}.`,
  );
}

function decimal(value: number): number {
  return Number(value.toFixed(4));
}

function within(low: number, high: number, what: string, value: number): void {
  if (!(value >= low && value <= high)) {
    throw new TheoryError(`The ${what} must lie between ${low} and ${high}, not ${value}.`);
  }
}
