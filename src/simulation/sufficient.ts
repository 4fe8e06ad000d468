import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { TrainingMoments } from './moments';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { randomSelection } from './selection';
import type { Lengths, Workspace } from './workspace';

/** Real rows (of the generator's own fit, or fresh), and the synthetic rows kept right and wrong: at most four means. */
const MOST_MEANS = 4;

type Name = 'gram' | 'target' | 'means' | 'noise' | 'centre' | 'generatorFactor' | 'bartlett' | 'product';

/** The blocks of `drawSufficient`, for the most rows that pruning can leave. */
export function sufficientLengths(problem: ProblemSizes): Lengths<Name> {
  const p = problem.dimension;
  const { realRank, generatorRank, syntheticRank } = ranks(problem);
  const fitted = problem.generator.kind === 'fitted';
  return {
    gram: p * p,
    target: p,
    means: p * MOST_MEANS,
    noise: p,
    centre: p,
    generatorFactor: fitted ? p * generatorRank : 0,
    bartlett: Math.max(p * realRank, generatorRank * syntheticRank),
    product: fitted ? p * syntheticRank : 0,
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

/** Of the fitted covariance: one less than its rows when the mean is estimated from them too. */
function degreesOfFreedom({ samples, meanError }: FittedGenerator): number {
  return meanError ? samples - 1 : samples;
}

/**
 * Draws Σ κ v vᵀ and Σ κ v of a training set straight from their joint law (theory.md §7): means, and scatter
 * matrices through Bartlett's factor. The cost is O(p³), whatever n and m. Random numbers are used in this order:
 * the counts kept; the generator's factor and mean; the fresh real rows' mean and factor; the synthetic rows'
 * means and factor.
 * @param problem checked by `checkProblem` and `isSufficient`
 * @param blocks of `sufficientLengths(problem)`
 */
export function drawSufficient(
  kernels: Kernels,
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

  const [correct, incorrect] = kernels.multinomial(
    problem.syntheticSamples,
    keepCorrect * (1 - labelNoise),
    keepIncorrect * labelNoise,
  );
  const kept = correct + incorrect;

  let syntheticMean = mean;
  let generatorFactor: Matrix | undefined;
  let freshRows = problem.realSamples;
  if (kept > 0 && generator.kind === 'fitted') {
    const df = degreesOfFreedom(generator);
    generatorFactor = matrixOf(blocks.generatorFactor, p, Math.min(p, df));
    const scale = eigenvalues.map((value) => Math.sqrt(value / generator.samples));
    kernels.fillBartlett(generatorFactor, df);
    scaleRows(arena.view(blocks.generatorFactor), generatorFactor, scale);
    if (generator.meanError) {
      drawDiagonal(kernels, mean, scale, blocks);
      syntheticMean = centre.slice();
    }
    if (generator.source === 'training') {
      freshRows -= generator.samples;
      const weight = realWeight * generator.samples;
      addCentre(weight, 1);
      kernels.addTrapezoidGram(gram, weight, generatorFactor);
    }
  }

  if (freshRows > 0) {
    drawDiagonal(
      kernels,
      mean,
      eigenvalues.map((value) => Math.sqrt(value / freshRows)),
      blocks,
    );
    addCentre(realWeight * freshRows, 1);
    addDiagonalScatter(kernels, gram, realWeight, eigenvalues, freshRows - 1, blocks);
  }

  const groups: readonly [count: number, sign: 1 | -1][] = [
    [correct, 1],
    [incorrect, -1],
  ];
  for (const [count, sign] of groups) {
    if (count === 0) continue;
    if (generator.kind === 'fixed') {
      const scale = generator.eigenvalues.map((value) => Math.sqrt(value / count));
      drawDiagonal(kernels, generator.mean, scale, blocks);
    } else {
      drawThroughFactor(kernels, syntheticMean, generatorFactor!, count, blocks);
    }
    addCentre(syntheticWeight * count, sign);
  }

  // Within-group scatter: each group that has rows gives up one degree of freedom to its mean.
  const df = Math.max(correct - 1, 0) + Math.max(incorrect - 1, 0);
  if (generator.kind === 'fixed') {
    addDiagonalScatter(kernels, gram, syntheticWeight, generator.eigenvalues, df, blocks);
  } else if (generatorFactor) {
    addFactorScatter(kernels, gram, syntheticWeight, generatorFactor, df, blocks);
  }
  kernels.addGram(gram, 1, matrixOf(blocks.means, p, MOST_MEANS));
  return { gram, target: blocks.target, kept };
}

/** centre := mean + scale ∘ ξ */
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

/** centre := mean + L̂ ξ/√count */
function drawThroughFactor(
  kernels: Kernels,
  mean: Float64Array,
  factor: Matrix,
  count: number,
  { noise, centre }: Workspace<'noise' | 'centre'>,
): void {
  const xi: Block = { address: noise.address, length: factor.columns };
  kernels.fillNormal(xi);
  kernels.arena.view(centre).set(mean);
  const column = matrixOf(centre, factor.rows, 1);
  kernels.addProduct(column, 1 / Math.sqrt(count), factor, matrixOf(xi, factor.columns, 1));
}

/** gram += weight · D T Tᵀ D with D = diag(√eigenvalues): the scatter of df rows of a Gaussian with that covariance. */
function addDiagonalScatter(
  kernels: Kernels,
  gram: Matrix,
  weight: number,
  eigenvalues: Float64Array,
  df: number,
  { bartlett }: Workspace<'bartlett'>,
): void {
  if (df === 0) return;
  const t = matrixOf(bartlett, gram.rows, Math.min(gram.rows, df));
  kernels.fillBartlett(t, df);
  scaleRows(kernels.arena.view(bartlett), t, eigenvalues.map(Math.sqrt));
  kernels.addTrapezoidGram(gram, weight, t);
}

/** gram += weight · L̂ T Tᵀ L̂ᵀ */
function addFactorScatter(
  kernels: Kernels,
  gram: Matrix,
  weight: number,
  factor: Matrix,
  df: number,
  { bartlett, product }: Workspace<'bartlett' | 'product'>,
): void {
  if (df === 0 || factor.columns === 0) return;
  const t = matrixOf(bartlett, factor.columns, Math.min(factor.columns, df));
  kernels.fillBartlett(t, df);
  const scatterFactor = matrixOf(product, factor.rows, t.columns);
  kernels.arena.view(product).fill(0);
  kernels.addTrapezoidProduct(scatterFactor, factor, t);
  kernels.addTrapezoidGram(gram, weight, scatterFactor);
}

/** Row i of a lower-trapezoidal matrix times scale[i]. */
function scaleRows(values: Float64Array, { rows, columns }: Matrix, scale: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const factor = scale[i]!;
    const end = i * columns + Math.min(i + 1, columns);
    for (let at = i * columns; at < end; at++) values[at] = values[at]! * factor;
  }
}
