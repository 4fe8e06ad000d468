import type { Kernels } from '../numerics/kernels';
import { matrixOf } from '../numerics/matrix';
import { degreesOfFreedom, drawLaterGenerations, drawThroughFactor, type FactoredLaw } from './generations';
import type { TrainingMoments } from './moments';
import type { ProblemSizes, SimulationProblem } from './problem';
import { addDiagonalScatter, addFactorScatter, scaleRows } from './scatter';
import { randomSelection } from './selection';
import { components, type RandomStreams } from './streams';
import type { Lengths, Workspace } from './workspace';

/** Real rows (of the generator's own fit, or fresh), and the synthetic rows kept right and wrong: at most four means. */
const MOST_MEANS = 4;

type Name = 'gram' | 'target' | 'means' | 'noise' | 'centre' | 'generatorFactor' | 'bartlett' | 'product';

/** The blocks of `drawSufficient`, for the most rows that pruning can leave. */
export function sufficientLengths(problem: ProblemSizes): Lengths<Name> {
  const p = problem.dimension;
  const { realRank, generatorRank, syntheticRank } = ranks(problem);
  const { generator } = problem;
  const fitted = generator.kind === 'fitted';
  /** Of the largest product with the generator's factor: the next generation's, or the synthetic rows'. */
  const productRank = fitted && generator.generations > 1 ? generatorRank : syntheticRank;
  return {
    gram: p * p,
    target: p,
    means: p * MOST_MEANS,
    noise: p,
    centre: p,
    generatorFactor: fitted ? p * generatorRank : 0,
    bartlett: Math.max(p * realRank, generatorRank * productRank),
    product: fitted ? p * productRank : 0,
  };
}

/** Columns of the three triangular factors: fresh real rows, the generator's covariance, the synthetic rows. */
export function ranks(problem: ProblemSizes) {
  const { dimension: p, realSamples: n, syntheticSamples: m, generator } = problem;
  const generatorRank =
    m === 0 ? 0 : generator.kind === 'fixed' ? p : Math.min(p, degreesOfFreedom(generator));
  return {
    realRank: Math.min(p, Math.max(n - 1, 0)),
    generatorRank,
    syntheticRank: Math.min(generatorRank, Math.max(m - 1, 0)),
  };
}

/**
 * Draws Σ κ v vᵀ and Σ κ v of a training set straight from their joint law (theory.md §7): means, and scatter
 * matrices through Bartlett's factor. The cost is O(p³), whatever n and m.
 * @param problem checked by `checkProblem` and `isSufficient`
 * @param blocks of `sufficientLengths(problem)`
 */
export function drawSufficient(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<Name>,
): TrainingMoments {
  const { arena } = kernels;
  const { dimension: p, eigenvalues, mean, generator, realWeight, syntheticWeight } = problem;
  const { labelNoise, keepCorrect, keepIncorrect } = randomSelection(problem);
  const gram = matrixOf(blocks.gram, p, p);
  arena.view(blocks.gram).fill(0);
  const target = arena.view(blocks.target).fill(0);
  const means = arena.view(blocks.means).fill(0);
  const centre = arena.view(blocks.centre);
  let meansUsed = 0;

  /** Adds `count` rows' share of the mean in `centre`: κ k v̄ v̄ᵀ (put off to `means`) and ±κ k v̄. */
  function addCentre(weight: number, sign: 1 | -1): void {
    const root = Math.sqrt(weight);
    for (let i = 0; i < p; i++) {
      means[i * MOST_MEANS + meansUsed] = root * centre[i]!;
      target[i]! += sign * weight * centre[i]!;
    }
    meansUsed++;
  }

  streams.use(components.counts);
  const [correct, incorrect] = kernels.multinomial(
    problem.syntheticSamples,
    keepCorrect * (1 - labelNoise),
    keepIncorrect * labelNoise,
  );
  const kept = correct + incorrect;

  let fit: FactoredLaw | undefined;
  let freshRows = problem.realSamples;
  if (kept > 0 && generator.kind === 'fitted') {
    const df = degreesOfFreedom(generator);
    const factor = matrixOf(blocks.generatorFactor, p, Math.min(p, df));
    const scale = eigenvalues.map((value) => Math.sqrt(value / generator.samples));
    streams.use(components.fitScatter);
    kernels.fillBartlett(factor, df);
    scaleRows(arena.view(blocks.generatorFactor), factor, scale);
    if (generator.meanError) {
      streams.useRow(components.fitMean, 0);
      drawDiagonal(kernels, mean, scale, blocks);
    }
    const first = { mean: generator.meanError ? centre.slice() : mean, factor };
    if (generator.source === 'training') {
      freshRows -= generator.samples;
      const weight = realWeight * generator.samples;
      addCentre(weight, 1);
      kernels.addTrapezoidGram(gram, weight, factor);
    }
    const factors = [blocks.generatorFactor, blocks.product] as const;
    fit = drawLaterGenerations(kernels, streams, first, generator, factors, blocks);
  }

  if (freshRows > 0) {
    const scale = eigenvalues.map((value) => Math.sqrt(value / freshRows));
    streams.useRow(components.realMean, 0);
    drawDiagonal(kernels, mean, scale, blocks);
    addCentre(realWeight * freshRows, 1);
    streams.use(components.realScatter);
    addDiagonalScatter(kernels, gram, realWeight, eigenvalues, freshRows - 1, blocks);
  }

  const groups: readonly [count: number, sign: 1 | -1][] = [
    [correct, 1],
    [incorrect, -1],
  ];
  for (const [row, [count, sign]] of groups.entries()) {
    if (count === 0) continue;
    streams.useRow(components.syntheticMean, row);
    if (generator.kind === 'fixed') {
      const scale = generator.eigenvalues.map((value) => Math.sqrt(value / count));
      drawDiagonal(kernels, generator.mean, scale, blocks);
    } else {
      drawThroughFactor(kernels, fit!, count, blocks);
    }
    addCentre(syntheticWeight * count, sign);
  }

  // Within-group scatter: each group that has rows gives up one degree of freedom to its mean.
  const df = Math.max(correct - 1, 0) + Math.max(incorrect - 1, 0);
  streams.use(components.syntheticScatter);
  if (generator.kind === 'fixed') {
    addDiagonalScatter(kernels, gram, syntheticWeight, generator.eigenvalues, df, blocks);
  } else if (fit) {
    const { bartlett, generatorFactor, product } = blocks;
    const free = fit.factor.address === product.address ? generatorFactor : product;
    addFactorScatter(kernels, gram, syntheticWeight, fit.factor, df, { bartlett, product: free });
  }
  kernels.addGram(gram, 1, matrixOf(blocks.means, p, MOST_MEANS));
  return { gram, target: blocks.target, kept };
}

/** centre := mean + scale ∘ ξ, ξ from where the random numbers are. */
function drawDiagonal(
  kernels: Kernels,
  mean: Float64Array,
  scale: Float64Array,
  { noise, centre }: Workspace<'noise' | 'centre'>,
): void {
  kernels.fillNormal(noise);
  const xi = kernels.arena.view(noise);
  const result = kernels.arena.view(centre);
  for (let i = 0; i < result.length; i++) result[i] = mean[i]! + scale[i]! * xi[i]!;
}
