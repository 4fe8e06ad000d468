import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { BLOCK_ROWS, blocksOf } from './blocks';
import { isChain } from './check';
import { rootRows } from './gaussianFit';
import type { GeneratorLaw } from './generatorLaw';
import type { TrainingMoments } from './moments';
import type { ProblemSizes, SimulationProblem } from './problem';
import type { TwoClassLaw } from './rows';
import type { RandomStreams } from './streams';
import { drawSyntheticRows, syntheticRows } from './syntheticRows';
import { valuesOf } from './trapezoid';
import type { Lengths, Workspace } from './workspace';

type Name = 'white' | 'whiteProduct' | 'whiteSums' | 'signs';

/**
 * Whether the synthetic rows' moments are added up before the generator's factor is applied: where nothing looks at the
 * rows, x̃ = truth·μ_s + Rᵀz, and Σ z zᵀ costs a third of Σ x̃ x̃ᵀ. Fewer rows are not worth the products at the end.
 */
export function addsWhiteRows({
  dimension,
  syntheticSamples,
  generator,
  labels,
  verifier,
}: ProblemSizes): boolean {
  return (
    generator.kind === 'fitted' &&
    isChain(generator) &&
    labels.kind === 'uniform' &&
    verifier.kind === 'random' &&
    syntheticSamples >= 2 * rootRows(generator.samples, dimension)
  );
}

/** The blocks of `addWhiteRows`; nothing for a problem that does without. */
export function whiteRowsLengths(problem: ProblemSizes): Lengths<Name> {
  const { dimension: p, generator } = problem;
  const rank = addsWhiteRows(problem) && generator.kind === 'fitted' ? rootRows(generator.samples, p) : 0;
  return { white: rank * rank, whiteProduct: rank * p, whiteSums: 2 * rank, signs: rank && 2 * BLOCK_ROWS };
}

/**
 * Draws the synthetic rows that the verifier keeps, each with the numbers that `drawSyntheticRows` gives it, and adds
 * their moments: with K rows v = label·x̃ kept and t = truth, Σ v vᵀ = K μ_s μ_sᵀ + μ_s (RᵀΣ t z)ᵀ + (RᵀΣ t z) μ_sᵀ +
 * Rᵀ(Σ z zᵀ)R and Σ v = Σ label·t μ_s + RᵀΣ label·z.
 * @param law of a problem that `addsWhiteRows`
 * @returns K
 */
export function addWhiteRows(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  law: GeneratorLaw,
  { gram, target }: Pick<TrainingMoments, 'gram' | 'target'>,
  blocks: Workspace<Name | 'rows' | 'noise' | 'labels' | 'uniforms' | 'scores' | 'sorted'>,
): number {
  const { arena } = kernels;
  const { mean, root } = rootedLaw(law);
  const p = mean.length;
  const rank = root.rows;
  const weight = problem.syntheticWeight;
  const scatter = matrixOf(blocks.white, rank, rank);
  const sums = matrixOf(blocks.whiteSums, rank, 2);
  arena.view(blocks.white).fill(0);
  arena.view(blocks.whiteSums).fill(0);
  const whiteLaw: TwoClassLaw = {
    mean: new Float64Array(rank),
    noise: { scale: new Float64Array(rank).fill(1) },
  };
  const labels = arena.view(blocks.labels);
  const signs = arena.view(blocks.signs);
  let count = 0;
  let agreement = 0;
  for (const block of blocksOf(problem.syntheticSamples)) {
    const drawn = drawSyntheticRows(
      kernels,
      streams,
      problem,
      syntheticRows,
      whiteLaw,
      undefined,
      block,
      blocks,
    );
    drawn.kept.forEach((place, row) => {
      const truth = drawn.truths[place]!;
      signs[2 * row] = truth;
      signs[2 * row + 1] = labels[row]!;
      agreement += truth * labels[row]!;
    });
    const z = transpose(drawn.rows);
    kernels.addGram(scatter, 1, z);
    kernels.addProduct(sums, 1, z, matrixOf(blocks.signs, drawn.rows.rows, 2));
    count += drawn.rows.rows;
  }

  mirror(valuesOf(kernels, scatter), rank);
  const product = matrixOf(blocks.whiteProduct, rank, p);
  arena.view(blocks.whiteProduct).fill(0);
  kernels.addProduct(product, 1, scatter, root);
  kernels.addProduct(gram, weight, transpose(root), product);
  // The rows are done with: their blocks take RᵀΣ t z and RᵀΣ label·z.
  const turned = matrixOf(blocks.rows, 2, p);
  const values = valuesOf(kernels, turned).fill(0);
  kernels.addProduct(turned, 1, transpose(sums), root);
  const g = valuesOf(kernels, gram);
  const sum = arena.view(target);
  for (let i = 0; i < p; i++) {
    const own = count * mean[i]! + values[i]!;
    for (let j = 0; j <= i; j++) g[i * p + j]! += weight * (own * mean[j]! + mean[i]! * values[j]!);
    sum[i]! += weight * (agreement * mean[i]! + values[p + i]!);
  }
  return count;
}

function rootedLaw(law: GeneratorLaw): { mean: Float64Array; root: Matrix } {
  if ('noise' in law && 'root' in law.noise) return { mean: law.mean, root: law.noise.root };
  throw new Error('Only rows of one fitted covariance are added up before its factor is applied.');
}

/** Copies the lower triangle of an n×n matrix into the upper one. */
function mirror(values: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) values[j * n + i] = values[i * n + j]!;
}
