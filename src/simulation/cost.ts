import { explicitLengths } from './explicit';
import type { ProblemSizes, Sampler } from './problem';
import { ranks, sufficientLengths } from './sufficient';
import { bytesOf } from './workspace';

/** Bytes that one repetition takes of the kernels' memory. */
export function memoryNeeded(problem: ProblemSizes, sampler: Sampler): number {
  return bytesOf(sampler === 'sufficient' ? sufficientLengths(problem) : explicitLengths(problem));
}

/** A random normal costs about as much as this many additions and multiplications. */
const OPERATIONS_PER_NORMAL = 100;

/** About how many floating-point operations one repetition takes: for progress and for sharing out work. */
export function operationsNeeded(problem: ProblemSizes, sampler: Sampler): number {
  const solve = problem.dimension ** 3 / 3;
  return solve + (sampler === 'sufficient' ? sufficientOperations(problem) : explicitOperations(problem));
}

function sufficientOperations(problem: ProblemSizes): number {
  const { dimension: p, generator } = problem;
  const { realRank, generatorRank, syntheticRank } = ranks(problem);
  /** L Lᵀ for a p×k lower trapezoid. */
  const gram = (k: number) => (p ** 3 - (p - k) ** 3) / 3;
  /** Its numbers. */
  const draw = (rows: number, k: number) => OPERATIONS_PER_NORMAL * k * (rows - k / 2);
  let operations =
    gram(realRank) + draw(p, realRank) + gram(syntheticRank) + draw(generatorRank, syntheticRank);
  if (generator.kind === 'fitted') {
    operations += draw(p, generatorRank) + gram(syntheticRank);
    if (generator.source === 'training') operations += gram(generatorRank);
  }
  return operations;
}

function explicitOperations(problem: ProblemSizes): number {
  const { dimension: p, realSamples: n, syntheticSamples: m, generator } = problem;
  const kept = m * expectedKept(problem);
  const perRow = p * p + OPERATIONS_PER_NORMAL * p;
  let operations = (n + kept) * perRow;
  if (m > 0 && generator.kind === 'fitted') {
    operations += generator.samples * perRow + kept * 2 * p * Math.min(p, generator.samples);
  }
  return operations;
}

/** The fraction α of the synthetic samples that the verifier keeps, where it is known before drawing; 1 elsewhere. */
function expectedKept({ labels, verifier }: ProblemSizes): number {
  if (labels.kind !== 'uniform' || verifier.kind !== 'random') return 1;
  return verifier.keepCorrect * (1 - labels.rate) + verifier.keepIncorrect * labels.rate;
}
