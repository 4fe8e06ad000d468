import type { Kernels } from '../numerics/kernels';
import { checkAddress, checkProblem, checkSampler } from './check';
import { drawExplicit, explicitLengths } from './explicit';
import { measure } from './measure';
import type { Repetition, Sampler, SimulationProblem, StreamAddress } from './problem';
import { solveRidge } from './ridge';
import { drawSufficient, sufficientLengths } from './sufficient';
import { allocate } from './workspace';

export interface Simulator {
  /**
   * One repetition: draws a training set, trains the classifier, measures it. The same problem, sampler and address
   * give the same bits, whatever ran before, on every machine.
   * @throws SimulationError for a problem, sampler or address out of range, or a classifier that is not determined
   * @throws OutOfMemoryError
   */
  run(problem: SimulationProblem, sampler: Sampler, address: StreamAddress): Repetition;
}

/** A simulator that works in the kernels' memory and leaves it as it found it. */
export function createSimulator(kernels: Kernels): Simulator {
  return {
    run(problem, sampler, address) {
      checkProblem(problem);
      checkSampler(problem, sampler);
      checkAddress(address);
      const { arena } = kernels;
      const mark = arena.mark();
      try {
        const draw =
          sampler === 'sufficient'
            ? () => drawSufficient(kernels, problem, allocate(arena, sufficientLengths(problem)))
            : () => drawExplicit(kernels, problem, allocate(arena, explicitLengths(problem)));
        kernels.seek(BigInt(address.seed), address.stream);
        return measure(solveRidge(kernels, problem, draw()), problem);
      } finally {
        arena.release(mark);
      }
    },
  };
}
