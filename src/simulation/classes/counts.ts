import type { Kernels } from '../../numerics/kernels';
import { components, type RandomStreams } from '../streams';
import type { ClassProblemSizes } from './problem';

/** How many of `total` rows are of each class, row r being of class r mod K. */
export function rowsPerClass(total: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, c) => Math.floor((total + classes - 1 - c) / classes));
}

/**
 * Draws how many synthetic rows of each true class (first index) are kept with each label (second index). Per class:
 * the kept rows whose label is right and wrong, then the wrong ones among the other labels. K + 1 uniform numbers per
 * class, whatever the counts.
 */
export function drawKeptCounts(
  kernels: Kernels,
  streams: RandomStreams,
  { classes, syntheticSamples, labelNoise, keepCorrect, keepIncorrect }: ClassProblemSizes,
): number[][] {
  streams.use(components.counts);
  return rowsPerClass(syntheticSamples, classes).map((rows, truth) => {
    const [correct, incorrect] = kernels.multinomial(
      rows,
      keepCorrect * (1 - labelNoise),
      keepIncorrect * labelNoise,
    );
    let left = incorrect;
    let labelsLeft = classes - 1;
    return Array.from({ length: classes }, (_, label) => {
      if (label === truth) return correct;
      const count = kernels.binomial(left, 1 / labelsLeft);
      left -= count;
      labelsLeft--;
      return count;
    });
  });
}
