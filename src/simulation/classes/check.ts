import { MOST_CLASSES } from '../../numerics/argmaxProbability';
import { checkFitted, checkGaussians, checkProbabilities, checkTraining, demand } from '../check';
import type { ClassSimulationProblem, FittedClassGenerator } from './problem';

/**
 * Refuses a problem outside the ranges that `ClassSimulationProblem` documents. The generator is looked at only
 * where there are synthetic samples.
 * @throws SimulationError
 */
export function checkClassProblem(problem: ClassSimulationProblem): void {
  const { classes, eigenvalues, classMeans, generator } = problem;
  const { labelNoise, keepCorrect, keepIncorrect, realSamples, syntheticSamples } = problem;
  checkTraining(problem);
  demand(
    Number.isInteger(classes) && classes >= 2 && classes <= MOST_CLASSES,
    `The number of classes must be an integer from 2 to ${MOST_CLASSES}, not ${classes}.`,
  );
  checkClassGaussians('data', problem, classMeans, eigenvalues);
  checkProbabilities({ labelNoise, keepCorrect, keepIncorrect });
  if (syntheticSamples === 0) return;
  if (generator.kind === 'fixed') {
    checkClassGaussians('generator', problem, generator.means, generator.eigenvalues);
    return;
  }
  checkFitted(generator, realSamples);
  checkRowsPerClass(generator, classes);
}

function checkClassGaussians(
  what: string,
  { dimension, classes }: ClassSimulationProblem,
  means: readonly Float64Array[],
  eigenvalues: Float64Array,
): void {
  demand(means.length === classes, `The ${what} has ${means.length} means for ${classes} classes.`);
  const named = Object.fromEntries(means.map((mean, c) => [`mean of class ${c + 1}`, mean]));
  checkGaussians(what, dimension, eigenvalues, named);
}

function checkRowsPerClass({ samples, meanError }: FittedClassGenerator, classes: number): void {
  demand(
    !meanError || samples >= classes,
    `The generator cannot estimate the means of ${classes} classes from ${samples} rows.`,
  );
}
