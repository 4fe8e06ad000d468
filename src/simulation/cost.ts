import { needsDirections } from './directions';
import { explicitLengths, trainingRowsLengths } from './explicit';
import { descentLengths } from './descent';
import {
  bartlettOperations as draw,
  OPERATIONS_PER_NORMAL,
  trapezoidGramOperations as gram,
} from './operations';
import type { ProblemSizes, Sampler } from './problem';
import { ranks, sufficientLengths } from './sufficient';
import { bytesOf } from './workspace';

/** Bytes that one repetition takes of the kernels' memory. */
export function memoryNeeded(problem: ProblemSizes, sampler: Sampler): number {
  if (sampler === 'sufficient') return bytesOf(sufficientLengths(problem));
  if (problem.loss === 'square') return bytesOf(explicitLengths(problem));
  return bytesOf({ ...trainingRowsLengths(problem), ...descentLengths(problem) });
}

/** Newton's steps, each with a Gram matrix and its factor. */
const NEWTON_STEPS = 8;

/** About how many floating-point operations one repetition takes: for progress and for sharing out work. */
export function operationsNeeded(problem: ProblemSizes, sampler: Sampler): number {
  const solve = problem.dimension ** 3 / 3;
  return solve + (sampler === 'sufficient' ? sufficientOperations(problem) : explicitOperations(problem));
}

function sufficientOperations(problem: ProblemSizes): number {
  const { dimension: p, generator } = problem;
  const { realRank, generatorRank, syntheticRank } = ranks(problem);
  let operations =
    gram(p, realRank) + draw(p, realRank) + gram(p, syntheticRank) + draw(generatorRank, syntheticRank);
  if (generator.kind === 'fitted') {
    const { generations } = generator;
    operations += draw(p, generatorRank) + gram(p, syntheticRank);
    operations += (generations - 1) * (draw(generatorRank, generatorRank) + gram(p, generatorRank));
    if (generator.source === 'training') operations += gram(p, generatorRank);
  }
  return operations;
}

function explicitOperations(problem: ProblemSizes): number {
  const { dimension: p, realSamples: n, syntheticSamples: m, generator } = problem;
  const kept = m * expectedKept(problem);
  const gram = p * p;
  const draw = OPERATIONS_PER_NORMAL * p;
  // Where labels or verifier look at the sample, rows are drawn before they are pruned.
  const drawn = needsDirections(problem) ? m : kept;
  let operations = (n + drawn) * draw + (n + kept) * gram;
  if (m > 0 && generator.kind === 'fitted') {
    const { samples, generations } = generator;
    const rank = Math.min(p, samples);
    operations += samples * (draw + gram) + drawn * 2 * p * rank;
    operations += (generations - 1) * rank * (samples * (OPERATIONS_PER_NORMAL + rank) + 2 * rank * p);
  }
  if (problem.loss !== 'square') operations += (NEWTON_STEPS - 1) * ((n + kept) * gram + p ** 3 / 3);
  return operations;
}

/** The fraction α of the synthetic samples that the verifier keeps, where it is known before drawing; 1 elsewhere. */
function expectedKept({ labels, verifier }: ProblemSizes): number {
  if (labels.kind !== 'uniform' || verifier.kind !== 'random') return 1;
  return verifier.keepCorrect * (1 - labels.rate) + verifier.keepIncorrect * labels.rate;
}
