import { normalCdf } from '../numerics/normal';
import { TheoryError } from './error';
import type { Performance } from './exact';
import { validateProblem, type ExactProblem } from './problem';
import { meanOfPublished } from './published/mean';
import { chooseForm, type PublishedForm } from './published/form';
import { isRepresentable } from './rounding';
import { generalVariance, toyVariance } from './published/variance';

/** What the paper's released formulas give (theory.md §3). */
export interface PublishedSolution extends Performance {
  /** Φ(|M|/√(E₂ − M²)), in [½, 1]: folded, as the authors' scripts do, so it does not show an inverted classifier. */
  accuracy: number;
  form: PublishedForm;
  fixedPoint: {
    /** δ_r; null in the synthetic-only form, which has no real samples. */
    deltaReal: number | null;
    /** δ_s (δ in the synthetic-only form). */
    deltaSynthetic: number;
    /** δ_g; null unless the generator was fitted. */
    deltaGenerator: number | null;
  };
}

/**
 * Square-loss training as the paper's released formulas have it (theory.md §3); `marginVariance` is E₂ − M². They
 * are kept to reproduce its figures: where a verifier prunes or the generator was fitted, use solveExact.
 * @throws TheoryError for input out of range, for what the formulas do not cover, and where they have no value
 */
export function solvePublished(problem: ExactProblem): PublishedSolution {
  validateProblem(problem);
  const form = chooseForm(problem);
  const mean = meanOfPublished(problem);
  const marginVariance = form === 'toy' ? toyVariance(problem, mean) : generalVariance(problem, mean);
  const { meanMargin } = mean;
  const solution: PublishedSolution = {
    accuracy: normalCdf(Math.abs(meanMargin) / Math.sqrt(marginVariance)),
    risk: (1 - meanMargin) ** 2 + marginVariance,
    meanMargin,
    marginVariance,
    form,
    fixedPoint: {
      deltaReal: form === 'syntheticOnly' ? null : mean.deltaReal,
      deltaSynthetic: mean.deltaSynthetic,
      deltaGenerator: form === 'toy' ? mean.deltaGenerator : null,
    },
  };
  requireValue(solution, problem);
  return solution;
}

function requireValue(solution: PublishedSolution, problem: ExactProblem): void {
  const { marginVariance, risk, fixedPoint } = solution;
  if (marginVariance < 0) {
    throw new TheoryError('No value: the published formula gives a negative variance here.');
  }
  const sum =
    risk + (fixedPoint.deltaReal ?? 0) + fixedPoint.deltaSynthetic + (fixedPoint.deltaGenerator ?? 0);
  if (isRepresentable(sum, marginVariance)) return;
  throw new TheoryError(
    `No value: the published formula leaves the range of double precision at ${problem.realSamples} real samples, ${problem.syntheticSamples} synthetic samples and ridge ${problem.ridge}.`,
  );
}
