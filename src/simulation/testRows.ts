import type { Kernels } from '../numerics/kernels';
import { matrixOf } from '../numerics/matrix';
import { BLOCK_ROWS, blocksOf } from './blocks';
import { fillFeatureRows, gaussianFeatures, hasClosedForm } from './features';
import type { ProblemSizes, SimulationProblem } from './problem';
import { components, type RandomStreams } from './streams';
import type { Lengths, Workspace } from './workspace';

type Name = 'testNoise' | 'testWeights' | 'testScores';

/** The blocks of `countedAccuracy`; nothing where accuracy has a closed form. */
export function testRowsLengths({ dimension: p, features }: ProblemSizes): Lengths<Name> {
  if (hasClosedForm(features)) return { testNoise: 0, testWeights: 0, testScores: 0 };
  return { testNoise: BLOCK_ROWS * p, testWeights: p, testScores: BLOCK_ROWS };
}

/**
 * The share of fresh rows that the classifier w gets right, counted: y·w·x = M + Σ w_i √λ_i z_i, for the features' laws
 * are symmetric. For the same reason z counts together with −z: two rows for one drawn, whose errors partly cancel. A
 * row on the border counts half. The standard deviation of the share is at most 1/(2 √testSamples).
 * @param blocks of `testRowsLengths(problem)`
 */
export function countedAccuracy(
  kernels: Kernels,
  streams: RandomStreams,
  w: Float64Array,
  problem: SimulationProblem,
  blocks: Workspace<Name>,
): number {
  const { dimension: p, mean, eigenvalues, features = gaussianFeatures, testSamples = 0 } = problem;
  const { arena } = kernels;
  const margin = w.reduce((sum, value, i) => sum + value * mean[i]!, 0);
  const weights = arena.view(blocks.testWeights);
  for (let i = 0; i < p; i++) weights[i] = w[i]! * Math.sqrt(eigenvalues[i]!);
  const scores = arena.view(blocks.testScores);
  let right = 0;
  const pairs = Math.ceil(testSamples / 2);
  for (const { start, count } of blocksOf(pairs)) {
    const z = { ...blocks.testNoise, length: count * p };
    fillFeatureRows(kernels, (row) => streams.useRow(components.testNoise, start + row), z, p, features);
    scores.fill(0);
    const target = matrixOf(blocks.testScores, count, 1);
    kernels.addProduct(target, 1, matrixOf(z, count, p), matrixOf(blocks.testWeights, p, 1));
    for (let row = 0; row < count; row++) {
      right += countOf(margin + scores[row]!) + countOf(margin - scores[row]!);
    }
  }
  return right / (2 * pairs);
}

/** 1 for a row on the right side, 0 on the wrong one, ½ on the border. */
function countOf(score: number): number {
  return score > 0 ? 1 : score === 0 ? 0.5 : 0;
}
