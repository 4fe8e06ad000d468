import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { FittedGenerator } from './problem';
import { scaleRows } from './scatter';
import { componentOf, components, type RandomStreams } from './streams';
import type { Workspace } from './workspace';

/** A Gaussian through a root of its covariance: N(mean, L̂ L̂ᵀ), L̂ p×k lower trapezoidal. */
export interface FactoredLaw {
  readonly mean: Float64Array;
  readonly factor: Matrix;
}

/** Of the fitted covariance: one less than its rows when the mean is estimated from them too. */
export function degreesOfFreedom({
  samples,
  meanError,
}: Pick<FittedGenerator, 'samples' | 'meanError'>): number {
  return meanError ? samples - 1 : samples;
}

/**
 * Fits a generator on n̂ rows of the one before it, again and again (theory.md §11): L̂_s = L̂_{s−1} T_s/√n̂ with
 * Bartlett's factor T_s, and, where it is estimated, μ̂_s = μ̂_{s−1} + L̂_{s−1} ξ_s/√n̂. L̂ keeps its size: n̂ rows span
 * as many dimensions in the next generation as in this one.
 * @param first fitted on real rows; its factor in one of the `factors`, at whose address it begins
 * @param factors two blocks that hold L̂ each
 * @returns the last generation's law, its factor in one of the `factors`
 */
export function drawLaterGenerations(
  kernels: Kernels,
  streams: RandomStreams,
  first: FactoredLaw,
  generator: FittedGenerator,
  factors: readonly [Block, Block],
  blocks: Workspace<'bartlett' | 'noise' | 'centre'>,
): FactoredLaw {
  let law = first;
  // One row repeats itself for ever.
  if (first.factor.columns === 0) return law;
  for (let generation = 2; generation <= generator.generations; generation++) {
    const free = factors.find((block) => block.address !== law.factor.address)!;
    law = drawGeneration(kernels, streams, generation, law, generator, free, blocks);
  }
  return law;
}

function drawGeneration(
  kernels: Kernels,
  streams: RandomStreams,
  generation: number,
  { mean, factor }: FactoredLaw,
  generator: FittedGenerator,
  into: Block,
  blocks: Workspace<'bartlett' | 'noise' | 'centre'>,
): FactoredLaw {
  const { samples, meanError } = generator;
  const { arena } = kernels;
  let nextMean = mean;
  if (meanError) {
    streams.useRow(components.laterMean, generation);
    drawThroughFactor(kernels, { mean, factor }, samples, blocks);
    nextMean = arena.view(blocks.centre).slice();
  }
  const rank = factor.columns;
  const t = matrixOf(blocks.bartlett, rank, rank);
  streams.use(componentOf('laterScatter', generation));
  kernels.fillBartlett(t, degreesOfFreedom(generator));
  scaleRows(arena.view(blocks.bartlett), t, new Float64Array(rank).fill(1 / Math.sqrt(samples)));
  const next = matrixOf(into, factor.rows, rank);
  arena.view(into).fill(0);
  kernels.addTrapezoidProduct(next, factor, t);
  return { mean: nextMean, factor: next };
}

/** centre := mean + L̂ ξ/√count, ξ from where the random numbers are. */
export function drawThroughFactor(
  kernels: Kernels,
  { mean, factor }: FactoredLaw,
  count: number,
  { noise, centre }: Workspace<'noise' | 'centre'>,
): void {
  const xi: Block = { address: noise.address, length: factor.columns };
  kernels.fillNormal(xi);
  kernels.arena.view(centre).set(mean);
  const column = matrixOf(centre, factor.rows, 1);
  kernels.addProduct(column, 1 / Math.sqrt(count), factor, matrixOf(xi, factor.columns, 1));
}
