import { compares } from './comparison';
import { needsDirections } from './directions';
import { explicitLengths, trainingRowsLengths } from './explicit';
import { descentLengths } from './descent';
import { hasClosedForm } from './features';
import {
  bartlettOperations as draw,
  OPERATIONS_PER_NORMAL,
  trapezoidGramOperations as gram,
} from './operations';
import type { ProblemSizes, Sampler } from './problem';
import { testRowsLengths } from './testRows';
import { ranks, sufficientLengths } from './sufficient';
import { addsWhiteRows } from './whiteRows';
import { bytesOf } from './workspace';

/**
 * Bytes that one repetition takes of the kernels' memory. Beside it, a simulator keeps up to `memoBytes` of the host's
 * for what the sufficient sampler's points share.
 */
export function memoryNeeded(problem: ProblemSizes, sampler: Sampler): number {
  if (sampler === 'sufficient') return bytesOf(sufficientLengths(problem));
  const test = bytesOf(testRowsLengths(problem));
  if (problem.loss === 'square') return test + bytesOf(explicitLengths(problem));
  return test + bytesOf({ ...trainingRowsLengths(problem), ...descentLengths(problem) });
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
    const perRow = addsWhiteRows(problem) && problem.loss === 'square' ? rank * rank - gram : 2 * p * rank;
    operations += samples * (draw + gram) + drawn * perRow;
    if (addsWhiteRows(problem)) operations += 2 * rank * rank * p + 2 * rank * p * p;
    operations += (generations - 1) * rank * (samples * (OPERATIONS_PER_NORMAL + rank) + 2 * rank * p);
  }
  operations += comparisonOperations(problem) + testOperations(problem);
  if (problem.loss !== 'square') operations += (NEWTON_STEPS - 1) * ((n + kept) * gram + p ** 3 / 3);
  return operations;
}

/** What a verifier that compares rows with real ones adds: to see all synthetic rows, and to draw those kept again. */
function comparisonOperations(problem: ProblemSizes): number {
  const { dimension: p, realSamples: n, syntheticSamples: m, verifier } = problem;
  if (!compares(problem)) return 0;
  const redrawn = m * OPERATIONS_PER_NORMAL * p;
  if (verifier.kind === 'mahalanobis') return redrawn + (n + 2 * m) * p * p + 3 * p ** 3;
  return redrawn + 2 * n * (OPERATIONS_PER_NORMAL * p + 4 * p * p) + 4 * m * p + (8 * p ** 3) / 3;
}

/** What counting the accuracy on fresh rows adds. */
function testOperations({ dimension: p, features, testSamples = 0 }: ProblemSizes): number {
  return hasClosedForm(features) ? 0 : (testSamples / 2) * p * OPERATIONS_PER_NORMAL;
}

/** The fraction α of the synthetic samples that the verifier keeps, where it is known before drawing; 1 elsewhere. */
function expectedKept({ labels, verifier }: ProblemSizes): number {
  if ('keep' in verifier) return verifier.keep;
  if (labels.kind !== 'uniform' || verifier.kind !== 'random') return 1;
  return verifier.keepCorrect * (1 - labels.rate) + verifier.keepIncorrect * labels.rate;
}
