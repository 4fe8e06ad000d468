import type { Kernels } from '../../numerics/kernels';
import { checkAddress } from '../check';
import type { Sampler, StreamAddress } from '../problem';
import { allocate } from '../workspace';
import { checkClassProblem } from './check';
import { drawClassesExplicit, explicitClassLengths } from './explicit';
import { measureClasses, scoreLawOf } from './measure';
import type { ClassRepetition, ClassSimulationProblem } from './problem';
import { solveClassRidge } from './ridge';
import { drawClassesSufficient, sufficientClassLengths } from './sufficient';

/** One repetition with several classes, as `Simulator.runClasses` describes it. */
export function runClasses(
  kernels: Kernels,
  problem: ClassSimulationProblem,
  sampler: Sampler,
  address: StreamAddress,
): ClassRepetition {
  checkClassProblem(problem);
  checkAddress(address);
  const { arena } = kernels;
  const mark = arena.mark();
  try {
    const draw =
      sampler === 'sufficient'
        ? () => drawClassesSufficient(kernels, problem, allocate(arena, sufficientClassLengths(problem)))
        : () => drawClassesExplicit(kernels, problem, allocate(arena, explicitClassLengths(problem)));
    kernels.seek(BigInt(address.seed), address.stream);
    return measureClasses(problem.classes, scoreLawOf(solveClassRidge(kernels, problem, draw()), problem));
  } finally {
    arena.release(mark);
  }
}
