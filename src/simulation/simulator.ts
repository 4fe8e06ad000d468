import type { Kernels } from '../numerics/kernels';
import { checkAddress, checkProblem, checkRidges, checkSampler } from './check';
import type { ClassRepetition, ClassSimulationProblem } from './classes/problem';
import { runClasses } from './classes/run';
import { drawExplicit, drawTrainingRows, explicitLengths, trainingRowsLengths } from './explicit';
import { measureTrained } from './measure';
import { descentLengths } from './descent';
import { solveMarginLoss } from './newton';
import type { Repetition, Sampler, SimulationProblem } from './problem';
import type { TrainingMoments } from './moments';
import { solveRidge } from './ridge';
import { measureRidges, ridgesLengths } from './ridges';
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
  /**
   * What `run` gives for the problem with each of these ridges in place of its own, to about 1e-10, from one draw and
   * one decomposition: many ridges cost little more than one. For the square loss and Gaussian features.
   */
  runRidges(
    problem: SimulationProblem,
    ridges: readonly number[],
    sampler: Sampler,
    address: RepetitionAddress,
  ): Repetition[];
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
      return within(kernels, () => {
        memo.begin(address, memoBytes(problem.dimension));
        const streams = new RandomStreams(kernels, address);
        return measureTrained(kernels, streams, problem, train(kernels, streams, problem, sampler, memo));
      });
    },
    runRidges(problem, ridges, sampler, address) {
      for (const ridge of ridges) checkProblem({ ...problem, ridge });
      checkSampler(problem, sampler);
      checkRidges(problem);
      checkAddress(address);
      return within(kernels, () => {
        memo.begin(address, memoBytes(problem.dimension));
        const streams = new RandomStreams(kernels, address);
        const blocks = allocate(kernels.arena, ridgesLengths(kernels, problem.dimension));
        const moments = drawMoments(kernels, streams, problem, sampler, memo);
        return measureRidges(kernels, problem, ridges, moments, blocks);
      });
    },
    runClasses: (problem, sampler, address) => runClasses(kernels, problem, sampler, address, memo),
  };
}

/** `work`, whose blocks are freed at its end. */
function within<T>({ arena }: Kernels, work: () => T): T {
  const mark = arena.mark();
  try {
    return work();
  } finally {
    arena.release(mark);
  }
}

/** Draws a training set as far as the square loss looks at it. */
function drawMoments(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  sampler: Sampler,
  memo: Memo,
): TrainingMoments {
  if (sampler === 'sufficient') {
    const blocks = allocate(kernels.arena, sufficientLengths(problem));
    return drawSufficient(kernels, streams, problem, blocks, memo);
  }
  return drawExplicit(kernels, streams, problem, allocate(kernels.arena, explicitLengths(problem)));
}

/** Draws a training set and trains on it. */
function train(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  sampler: Sampler,
  memo: Memo,
): Float64Array {
  if (problem.loss === 'square') {
    return solveRidge(kernels, problem, drawMoments(kernels, streams, problem, sampler, memo));
  }
  const blocks = allocate(kernels.arena, { ...trainingRowsLengths(problem), ...descentLengths(problem) });
  const training = drawTrainingRows(kernels, streams, problem, blocks);
  return solveMarginLoss(kernels, problem, training, blocks);
}
