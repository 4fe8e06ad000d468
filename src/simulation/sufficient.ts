import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { Drawing } from './bartlett';
import { addDiagonalScatter, addFactorScatter, type PackedLaw } from './scatter';
import { degreesOfFreedom, drawFittedLaw, fitKey } from './generations';
import { type Key, Memo } from './memo';
import { combineMoments, packMoments, type TrainingMoments } from './moments';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { randomSelection } from './selection';
import { type Component, components, type RandomStreams } from './streams';
import { trapezoidTimes, unpackTrapezoid } from './trapezoid';
import type { Lengths, Workspace } from './workspace';

export type SufficientName = 'gram' | 'target' | 'noise' | 'chi' | 'factor' | 'bartlett' | 'product';

/** The blocks of `drawSufficient`, for the most rows that pruning can leave. */
export function sufficientLengths(problem: ProblemSizes): Lengths<SufficientName> {
  const p = problem.dimension;
  const { realRank, generatorRank, syntheticRank } = ranks(problem);
  const { generator } = problem;
  const fitted = generator.kind === 'fitted';
  /** Of the largest product with the generator's factor: the next generation's, or the synthetic rows'. */
  const productRank = fitted && generator.generations > 1 ? generatorRank : syntheticRank;
  return {
    gram: p * p,
    target: p,
    noise: p,
    chi: p,
    factor: p * Math.max(realRank, generatorRank),
    bartlett: fitted ? generatorRank * productRank : 0,
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
 * @param memo begun at the streams' address
 */
export function drawSufficient(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<SufficientName>,
  memo = new Memo(),
): TrainingMoments {
  const drawing: Drawing = { kernels, streams, memo };
  const { dimension: p, realWeight, syntheticWeight, generator } = problem;
  const { labelNoise, keepCorrect, keepIncorrect } = randomSelection(problem);
  streams.use(components.counts);
  const [correct, incorrect] = kernels.multinomial(
    problem.syntheticSamples,
    keepCorrect * (1 - labelNoise),
    keepIncorrect * labelNoise,
  );
  const kept = correct + incorrect;
  const fitted = kept > 0 && generator.kind === 'fitted' ? generator : undefined;
  const onTraining = fitted?.source === 'training' ? fitted : undefined;
  const freshRows = problem.realSamples - (onTraining?.samples ?? 0);

  const parts: { weight: number; moments: Float64Array }[] = [];
  if (onTraining) {
    parts.push({ weight: realWeight, moments: drawTrainingFit(drawing, problem, onTraining, blocks) });
  }
  if (freshRows > 0)
    parts.push({ weight: realWeight, moments: drawReal(drawing, problem, freshRows, blocks) });
  if (kept > 0) {
    const moments = drawSynthetic(drawing, problem, fitted, [correct, incorrect], blocks);
    parts.push({ weight: syntheticWeight, moments });
  }
  const gram = matrixOf(blocks.gram, p, p);
  combineMoments(kernels, parts, gram, kernels.arena.view(blocks.target));
  return { gram, target: blocks.target, kept };
}

/** The moments of the n̂ training rows that the generator is fitted on: its law, times n̂. */
function drawTrainingFit(
  drawing: Drawing,
  problem: SimulationProblem,
  generator: FittedGenerator,
  blocks: Workspace<SufficientName>,
): Float64Array {
  const { kernels, memo } = drawing;
  const p = problem.dimension;
  return memo.get(['trainingFit', ...fitKey(problem, generator)], () => {
    const { mean, packed, columns } = drawFittedLaw(drawing, problem, generator, blocks);
    const gram = matrixOf(blocks.gram, p, p);
    const factor = matrixOf(blocks.factor, p, columns);
    kernels.arena.view(blocks.gram).fill(0);
    unpackTrapezoid(kernels, packed, factor);
    kernels.addTrapezoidGram(gram, generator.samples, factor);
    return momentsOf(kernels, gram, [{ count: generator.samples, mean, sign: 1 }]);
  });
}

/** The moments of real rows that are independent of the generator's fit. */
function drawReal(
  drawing: Drawing,
  { dimension: p, eigenvalues, mean }: SimulationProblem,
  rows: number,
  blocks: Workspace<SufficientName>,
): Float64Array {
  const { kernels, memo } = drawing;
  return memo.get(['real', rows, eigenvalues, mean], () => {
    const noise = drawNormals(drawing, components.realMean, 0, p, blocks);
    const rowsMean = mean.map((value, i) => value + Math.sqrt(eigenvalues[i]! / rows) * noise[i]!);
    const gram = matrixOf(blocks.gram, p, p);
    kernels.arena.view(blocks.gram).fill(0);
    addDiagonalScatter(drawing, components.realScatter, eigenvalues, rows - 1, gram, blocks);
    return momentsOf(kernels, gram, [{ count: rows, mean: rowsMean, sign: 1 }]);
  });
}

/** The moments of the synthetic rows that are kept. */
function drawSynthetic(
  drawing: Drawing,
  problem: SimulationProblem,
  fitted: FittedGenerator | undefined,
  [correct, incorrect]: readonly [correct: number, incorrect: number],
  blocks: Workspace<SufficientName>,
): Float64Array {
  const { kernels, memo } = drawing;
  const { dimension: p, generator } = problem;
  const gram = matrixOf(blocks.gram, p, p);
  // Within-group scatter: each group that has rows gives up one degree of freedom to its mean.
  const df = Math.max(correct - 1, 0) + Math.max(incorrect - 1, 0);
  const groupsAround = (mean: Float64Array, noiseOf: (row: number) => Float64Array): Group[] =>
    ([correct, incorrect] as const).flatMap((count, row) => {
      if (count === 0) return [];
      const noise = noiseOf(row);
      const root = Math.sqrt(count);
      return { count, mean: mean.map((value, i) => value + noise[i]! / root), sign: row === 0 ? 1 : -1 };
    });
  if (!fitted) {
    const { mean, eigenvalues } = generator as Extract<typeof generator, { kind: 'fixed' }>;
    return memo.get(['synthetic', correct, incorrect, mean, eigenvalues], () => {
      const groups = groupsAround(mean, (row) =>
        drawNormals(drawing, components.syntheticMean, row, p, blocks).map(
          (value, i) => value * Math.sqrt(eigenvalues[i]!),
        ),
      );
      kernels.arena.view(blocks.gram).fill(0);
      addDiagonalScatter(drawing, components.syntheticScatter, eigenvalues, df, gram, blocks);
      return momentsOf(kernels, gram, groups);
    });
  }
  const key = fitKey(problem, fitted);
  return memo.get(['synthetic', correct, incorrect, ...key], () => {
    const law = drawFittedLaw(drawing, problem, fitted, blocks);
    const groups = groupsAround(law.mean, (row) => throughFactor(drawing, key, law, row, blocks));
    kernels.arena.view(blocks.gram).fill(0);
    addFactorScatter(drawing, key, law, components.syntheticScatter, df, gram, blocks);
    return momentsOf(kernels, gram, groups);
  });
}

/** L̂ ξ with the ξ of a group of synthetic rows. */
function throughFactor(
  drawing: Drawing,
  key: Key,
  { packed, columns, mean }: PackedLaw,
  row: number,
  blocks: Workspace<SufficientName>,
): Float64Array {
  return drawing.memo.get(['throughFactor', row, ...key], () => {
    const xi = drawNormals(drawing, components.syntheticMean, row, columns, blocks);
    return trapezoidTimes(packed, mean.length, columns, xi);
  });
}

/** Standard normal numbers of a component's row, copied out. */
function drawNormals(
  { kernels, streams }: Drawing,
  component: Component,
  row: number,
  length: number,
  { noise }: Workspace<'noise'>,
): Float64Array {
  const block = { ...noise, length };
  streams.useRow(component, row);
  kernels.fillNormal(block);
  return kernels.arena.view(block).slice();
}

/** Rows that share a label's rightness, by their mean. */
interface Group {
  readonly count: number;
  readonly mean: Float64Array;
  /** Of v = label·x against the mean. */
  readonly sign: number;
}

/** The moments, packed, of groups whose scatter within is in `gram`. */
function momentsOf(kernels: Kernels, gram: Matrix, groups: readonly Group[]): Float64Array {
  const sums = new Float64Array(gram.rows);
  const means = groups.map(({ count, mean, sign }) => {
    const root = Math.sqrt(count);
    for (let i = 0; i < sums.length; i++) sums[i]! += sign * count * mean[i]!;
    return mean.map((value) => root * value);
  });
  return packMoments(kernels, gram, means, sums);
}
