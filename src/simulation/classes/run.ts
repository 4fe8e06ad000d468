import type { Kernels } from '../../numerics/kernels';
import { checkAddress } from '../check';
import type { Sampler } from '../problem';
import { type Memo, memoBytes } from '../memo';
import { RandomStreams, type RepetitionAddress } from '../streams';
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
  address: RepetitionAddress,
  memo: Memo,
): ClassRepetition {
  checkClassProblem(problem);
  checkAddress(address);
  const { arena } = kernels;
  const mark = arena.mark();
  try {
    memo.begin(address, memoBytes(problem.dimension));
    const streams = new RandomStreams(kernels, address);
    const moments =
      sampler === 'sufficient'
        ? drawClassesSufficient(
            kernels,
            streams,
            problem,
            allocate(arena, sufficientClassLengths(problem)),
            memo,
          )
        : drawClassesExplicit(kernels, streams, problem, allocate(arena, explicitClassLengths(problem)));
    return measureClasses(problem.classes, scoreLawOf(solveClassRidge(kernels, problem, moments), problem));
  } finally {
    arena.release(mark);
  }
}
