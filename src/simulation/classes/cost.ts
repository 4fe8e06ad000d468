import { bartlettOperations, OPERATIONS_PER_NORMAL, trapezoidGramOperations } from '../operations';
import type { Sampler } from '../problem';
import { bytesOf } from '../workspace';
import { explicitClassLengths } from './explicit';
import type { ClassProblemSizes } from './problem';
import { classRanks, sufficientClassLengths } from './sufficient';

/** Bytes that one repetition with several classes takes of the kernels' memory. */
export function classMemoryNeeded(problem: ClassProblemSizes, sampler: Sampler): number {
  return bytesOf(sampler === 'sufficient' ? sufficientClassLengths(problem) : explicitClassLengths(problem));
}

/** About how many floating-point operations one repetition takes, as `operationsNeeded` for two classes. */
export function classOperationsNeeded(problem: ClassProblemSizes, sampler: Sampler): number {
  const { dimension: p, classes } = problem;
  const solve = p ** 3 / 3 + 2 * classes * p ** 2;
  const measure = classes ** 2 * p + accuracyOperations(classes);
  const draw = sampler === 'sufficient' ? sufficientOperations(problem) : explicitOperations(problem);
  return solve + measure + draw;
}

/** Points at which the argmax of K scores is usually looked at, and what the normal law costs at each. */
const ACCURACY_POINTS = 1024;
const OPERATIONS_PER_NORMAL_CDF = 60;

/** For K = 2 there is a closed form. */
function accuracyOperations(classes: number): number {
  return classes > 2 ? ACCURACY_POINTS * classes ** 2 * (classes + OPERATIONS_PER_NORMAL_CDF) : 0;
}

function sufficientOperations(problem: ClassProblemSizes): number {
  const { dimension: p, classes, syntheticSamples, generator } = problem;
  const { realRank, generatorRank, syntheticRank } = classRanks(problem);
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted';
  /** K means and their products. */
  const means = classes * (OPERATIONS_PER_NORMAL * p + p ** 2);
  let operations = means + trapezoidGramOperations(p, realRank) + bartlettOperations(p, realRank);
  if (syntheticSamples > 0) {
    const throughFactor = fitted ? 2 * classes * p * generatorRank : 0;
    operations += classes * (means + throughFactor);
    operations +=
      trapezoidGramOperations(p, syntheticRank) + bartlettOperations(generatorRank, syntheticRank);
  }
  if (fitted) {
    operations += means + bartlettOperations(p, generatorRank) + trapezoidGramOperations(p, syntheticRank);
    if (generator.source === 'training') operations += trapezoidGramOperations(p, generatorRank);
  }
  return operations;
}

function explicitOperations(problem: ClassProblemSizes): number {
  const { dimension: p, classes, realSamples, syntheticSamples, generator } = problem;
  const { labelNoise, keepCorrect, keepIncorrect } = problem;
  const kept = syntheticSamples * (keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise);
  const perRow = p * p + OPERATIONS_PER_NORMAL * p;
  let operations = (realSamples + kept) * perRow;
  if (syntheticSamples > 0 && generator.kind === 'fitted') {
    const { samples } = generator;
    operations += samples * perRow + kept * 2 * p * Math.min(p + classes, samples);
  }
  return operations;
}
