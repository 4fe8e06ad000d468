import type { Groups } from '../groups';
import { Fitted } from './fitted';
import { FittedOnTraining } from './fittedOnTraining';
import { NotFitted } from './notFitted';
import { Refitted } from './refitted';
import type { GeneratorResponse } from './response';

/** The response of the problem's generator, at a θ of about `fraction` (in (0, 1]) of the largest. */
export function responseOf(groups: Groups, fraction: number): GeneratorResponse {
  if (groups.trainingWeight > 0) return new FittedOnTraining(groups, fraction);
  if (groups.fit === Infinity) return new NotFitted(groups, fraction);
  if (groups.generations === 1) return new Fitted(groups, fraction);
  const { syntheticWeight: largest, synthetic: rows, fit, generations } = groups;
  return new Refitted({ largest, rows, fit, generations }, fraction);
}
