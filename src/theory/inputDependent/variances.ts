import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import { secondOrder, varianceSources, type Pair } from '../secondOrder';
import { secondSystem, solveSecondSystem } from '../secondSystem';
import type { Traces } from '../traces';
import type { KeptLaw } from './keptLaw';
import type { Margins } from './margins';
import type { IsotropicPopulation } from './population';
import type { Resolvent } from './resolvent';

/**
 * Q = wᵀCw and Q_s = wᵀC_s w: the second system of theory.md §2 and §6 in the unknowns Q and Q_s − |Γ|²/l. The variance
 * of w·x̃ along the labeller's and the verifier's directions is not the kept rows' own; what they do not see stands
 * alone.
 */
export function solveVariances(
  population: IsotropicPopulation,
  law: KeptLaw,
  groups: Groups,
  fixedPoint: FixedPoint,
  traces: Traces,
  resolvent: Resolvent,
  margins: Margins,
): Pair {
  const { fresh, synthetic, meanError } = groups;
  const { generator, shares } = fixedPoint;
  const order = secondOrder(traces, shares, generator, meanError);
  const forms = marginForms(population, law, groups, resolvent, margins);
  const residualReal = fresh > 0 ? margins.realSignal ** 2 / fresh : 0;
  const residualSynthetic = synthetic > 0 ? (generator.synthetic ** 2 / synthetic) * margins.residual : 0;
  const unseen = solveSecondSystem(
    secondSystem(groups, fixedPoint, order.realSynthetic),
    varianceSources(order, forms, residualReal, residualSynthetic),
  );
  return { real: unseen.real, synthetic: unseen.synthetic + margins.slope1 ** 2 + margins.slope2 ** 2 };
}

/**
 * q(R) and q(P) − |Γ|²/l, in sums of positive terms. Write m = b_r μ + b_s μ_s, in the plane of U and beside it; with the
 * moments of Resolvent, completing squares gives
 *
 *     q(R) = λχ/h² { |m beside|² + |m in + g²√l A|² + l g² [g(1 − g) + ηζ] |A|² }
 *     q(P) − |Γ|²/l = lχg²/h² { |m beside|² + η |(1 − ζ) m in − gζ√l A|² }
 */
function marginForms(
  population: IsotropicPopulation,
  law: KeptLaw,
  groups: Groups,
  { h, rest, g, lost, chi, aspect }: Resolvent,
  margins: Margins,
): Pair {
  const { dimension, variance, syntheticVariance: l, meanNorm, syntheticAlong } = population;
  const { realSignal, syntheticSignal, directed1, directed2 } = margins;

  const along = realSignal * meanNorm + syntheticSignal * syntheticAlong;
  const in1 = along * law.cosine1;
  const in2 = along * law.cosine2;
  const outside = Math.max(0, 1 - law.cosine1 ** 2 - law.cosine2 ** 2);
  const shift =
    meanNorm > 0
      ? Math.max(0, population.syntheticMeanSquared - syntheticAlong ** 2)
      : population.syntheticMeanSquared;
  const meanNoise = groups.meanError ? (dimension * l) / groups.fit : 0;
  const beside = along * along * outside + syntheticSignal * syntheticSignal * (shift + meanNoise);
  const directed = directed1 * directed1 + directed2 * directed2;
  const root = Math.sqrt(l);
  const formReal =
    ((variance * chi) / h / h) *
    (beside +
      (in1 + g * g * root * directed1) ** 2 +
      (in2 + g * g * root * directed2) ** 2 +
      l * g * g * (g * lost + aspect * rest) * directed);
  const formSynthetic =
    ((l * chi * g * g) / h / h) *
    (beside +
      aspect *
        (((1 - rest) * in1 - g * rest * root * directed1) ** 2 +
          ((1 - rest) * in2 - g * rest * root * directed2) ** 2));

  return { real: formReal, synthetic: formSynthetic };
}
