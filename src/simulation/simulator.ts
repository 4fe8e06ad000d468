import type { Kernels } from '../numerics/kernels';
import { checkAddress, checkProblem, checkSampler } from './check';
import type { ClassRepetition, ClassSimulationProblem } from './classes/problem';
import { runClasses } from './classes/run';
import { drawExplicit, drawTrainingRows, explicitLengths, trainingRowsLengths } from './explicit';
import { measureTrained } from './measure';
import { descentLengths } from './descent';
import { solveMarginLoss } from './newton';
import type { Repetition, Sampler, SimulationProblem } from './problem';
import { solveRidge } from './ridge';
import { Memo, memoBytes } from './memo';
import { RandomStreams, type RepetitionAddress } from './streams';
import { drawSufficient, sufficientLengths } from './sufficient';
import { allocate } from './workspace';

export interface Simulator {
  /**
   * One repetition: draws a training set, trains the classifier, measures it. The same problem, sampler and address
   * give the same bits, whatever ran before, on every machine.
   * @throws SimulationError for a problem, sampler or address out of range, or a classifier that is not determined
   * @throws OutOfMemoryError
   */
  run(problem: SimulationProblem, sampler: Sampler, address: RepetitionAddress): Repetition;
  /** The same for several classes (theory.md §10). */
  runClasses(problem: ClassSimulationProblem, sampler: Sampler, address: RepetitionAddress): ClassRepetition;
}

/** A simulator that works in the kernels' memory and leaves it as it found it. */
export function createSimulator(kernels: Kernels): Simulator {
  const memo = new Memo();
  return {
    run(problem, sampler, address) {
      checkProblem(problem);
      checkSampler(problem, sampler);
      checkAddress(address);
      const { arena } = kernels;
      const mark = arena.mark();
      try {
        memo.begin(address, memoBytes(problem.dimension));
        const streams = new RandomStreams(kernels, address);
        return measureTrained(kernels, streams, problem, train(kernels, streams, problem, sampler, memo));
      } finally {
        arena.release(mark);
      }
    },
    runClasses: (problem, sampler, address) => runClasses(kernels, problem, sampler, address, memo),
  };
}

/** Draws a training set and trains on it. */
function train(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  sampler: Sampler,
  memo: Memo,
): Float64Array {
  const { arena } = kernels;
  if (sampler === 'sufficient') {
    const blocks = allocate(arena, sufficientLengths(problem));
    return solveRidge(kernels, problem, drawSufficient(kernels, streams, problem, blocks, memo));
  }
  if (problem.loss === 'square') {
    const blocks = allocate(arena, explicitLengths(problem));
    return solveRidge(kernels, problem, drawExplicit(kernels, streams, problem, blocks));
  }
  const blocks = allocate(arena, { ...trainingRowsLengths(problem), ...descentLengths(problem) });
  const training = drawTrainingRows(kernels, streams, problem, blocks);
  return solveMarginLoss(kernels, problem, training, blocks);
}
