import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { matrixOf } from '../numerics/matrix';
import { blocksOf } from './blocks';
import { fitLength, type FittedLaw, GaussianFit, rootRows } from './gaussianFit';
import type { FittedGenerator, ProblemSizes } from './problem';
import { fillNormalRows } from './noise';
import { componentOf, type RandomStreams } from './streams';
import type { Lengths, Workspace } from './workspace';

type Name = 'nextRoot' | 'whiteFit';

/** The blocks of `drawLaterFits` in dimension p; nothing for a generator of one generation. */
export function laterFitsLengths(generator: ProblemSizes['generator'] | undefined, p: number): Lengths<Name> {
  if (generator?.kind !== 'fitted' || generator.generations === 1) return { nextRoot: 0, whiteFit: 0 };
  const rank = rootRows(generator.samples, p);
  return { nextRoot: rank * p, whiteFit: fitLength(generator.samples, rank) };
}

/**
 * Fits a generator on n̂ rows drawn from the one before it, with clean labels, again and again (theory.md §11). The
 * oriented rows v = mean + Rᵀz are drawn and fitted in the coordinates z: from mean z̄ and covariance VᵀV there,
 * the fit to the rows is mean + Rᵀz̄ and (V R)ᵀ(V R). So no covariance that has all but collapsed is factorised.
 * @param first fitted on real rows, with its root in `fit`
 * @param blocks rows and noise: for a block of n̂ rows of dimension p
 * @returns the last generation's law, its root in `fit` or `nextRoot`
 */
export function drawLaterFits(
  kernels: Kernels,
  streams: RandomStreams,
  first: FittedLaw,
  generator: FittedGenerator,
  blocks: Workspace<Name | 'fit' | 'rows' | 'noise'>,
): FittedLaw {
  let law = first;
  for (let generation = 2; generation <= generator.generations; generation++) {
    const inFit = law.root.address === blocks.fit.address;
    const into = inFit ? blocks.nextRoot : blocks.fit;
    law = drawFit(kernels, streams, generation, law, generator, into, blocks);
  }
  return law;
}

function drawFit(
  kernels: Kernels,
  streams: RandomStreams,
  generation: number,
  { means, root }: FittedLaw,
  { samples, meanError }: FittedGenerator,
  into: Block,
  blocks: Workspace<'whiteFit' | 'rows' | 'noise'>,
): FittedLaw {
  const { arena } = kernels;
  const rank = root.rows;
  const centre = new Float64Array(rank);
  const white = new GaussianFit(
    kernels,
    { samples, meanError, centres: [centre], variances: centre.map(() => 1) },
    { fit: blocks.whiteFit, noise: blocks.noise },
  );
  const component = componentOf('laterNoise', generation);
  for (const { start, count } of blocksOf(samples)) {
    const z = { ...blocks.rows, length: count * rank };
    fillNormalRows(kernels, (row) => streams.useRow(component, start + row), z, rank);
    white.add(matrixOf(z, count, rank));
  }
  const law = white.law();
  // The rows are fitted: their blocks take z̄ and the mean.
  const offset = { ...blocks.rows, length: rank };
  arena.view(offset).set(law.means[0]!);
  const nextMean = { ...blocks.noise, length: root.columns };
  arena.view(nextMean).set(means[0]!);
  kernels.addProduct(matrixOf(nextMean, 1, root.columns), 1, matrixOf(offset, 1, rank), root);
  const nextRoot = matrixOf(into, rank, root.columns);
  arena.view(into).fill(0);
  kernels.addProduct(nextRoot, 1, law.root, root);
  return { means: [arena.view(nextMean).slice()], root: nextRoot };
}
