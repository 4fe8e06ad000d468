import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { RowBlock } from './blocks';
import { fillFeatureRows, gaussianFeatures } from './features';
import type { ProblemSizes, SimulationProblem } from './problem';
import { type Component, components, type RandomStreams } from './streams';
import type { Workspace } from './workspace';

/** What draws real rows. */
export interface RowComponents {
  readonly labels: Component;
  readonly noise: Component;
}

/** Rows that a generator is fitted on, and the training rows. */
export const fitRows: RowComponents = { labels: components.fitLabels, noise: components.fitNoise };
export const realRows: RowComponents = { labels: components.realLabels, noise: components.realNoise };

/** The share of the class +1 as far as it matters: elsewhere classes mirror each other, and half of either will do. */
export function shareOf({
  generator,
  positiveShare = 0.5,
}: Pick<ProblemSizes, 'generator'> & Pick<SimulationProblem, 'positiveShare'>): number {
  return generator.kind === 'fitted' && generator.covariance === 'perClass' ? positiveShare : 0.5;
}

/**
 * x = y μ + C^{1/2} z, into `rows`, with y = ±1 in `labels`. Blocks are to be drawn one after the other.
 * @param start the first row's number
 */
export function drawRealRows(
  kernels: Kernels,
  streams: RandomStreams,
  component: RowComponents,
  problem: SimulationProblem,
  { start, count }: RowBlock,
  blocks: Workspace<'rows' | 'noise' | 'labels' | 'uniforms'>,
): Matrix {
  const { dimension: p, mean, eigenvalues, features = gaussianFeatures } = problem;
  const { arena } = kernels;
  const coins = { ...blocks.uniforms, length: count };
  streams.use(component.labels);
  kernels.fillUniform(coins);
  const labels = arena.view({ ...blocks.labels, length: count });
  const negative = 1 - shareOf(problem);
  arena.view(coins).forEach((coin, row) => (labels[row] = coin < negative ? -1 : 1));
  const z = { ...blocks.noise, length: count * p };
  fillFeatureRows(kernels, (row) => streams.useRow(component.noise, start + row), z, p, features);
  const draws = arena.view(z);
  const values = arena.view(blocks.rows);
  const scale = eigenvalues.map(Math.sqrt);
  for (let row = 0, at = 0; row < count; row++) {
    const label = labels[row]!;
    for (let i = 0; i < p; i++, at++) values[at] = label * mean[i]! + scale[i]! * draws[at]!;
  }
  return matrixOf(blocks.rows, count, p);
}
