import type { FirstMoments } from './firstMoments';
import type { FixedPoint } from './fixedPoint';
import type { Groups } from './groups';
import { secondOrder, signalForms, varianceSources, type Pair } from './secondOrder';
import { secondSystem, solveSecondSystem } from './secondSystem';
import type { Traces } from './traces';

/** Q = wᵀCw and Q_s = wᵀC_s w of theory.md §2, from the mean of w and the residuals of the rows. */
export function secondMoments(
  traces: Traces,
  groups: Groups,
  fixedPoint: FixedPoint,
  first: FirstMoments,
): Pair {
  const { fresh, synthetic, rightShare, wrongShare } = groups;
  const { generator, shares } = fixedPoint;
  const sigma = generator.synthetic;
  const order = secondOrder(traces, shares, generator, groups.meanError);
  const forms = signalForms(order, traces, { along: first.bothSignals, apart: first.syntheticSignal });
  const residualReal = fresh > 0 ? first.realSignal ** 2 / fresh : 0;
  const residualSynthetic =
    synthetic > 0
      ? ((sigma * sigma) / synthetic) *
        (rightShare * first.syntheticShortfall ** 2 + wrongShare * first.syntheticExcess ** 2)
      : 0;
  return solveSecondSystem(
    secondSystem(groups, fixedPoint, order.realSynthetic),
    varianceSources(order, forms, residualReal, residualSynthetic),
  );
}
