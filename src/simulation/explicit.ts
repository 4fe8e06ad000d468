import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { BLOCK_ROWS, blocksOf } from './blocks';
import { isChain } from './check';
import { comparisonLengths, comparisonOf } from './comparison';
import { drawDirections, needsDirections } from './directions';
import { drawLaterFits, laterFitsLengths } from './explicitGenerations';
import { fitLength, GaussianFit } from './gaussianFit';
import { GenerationFits, generationFitsLengths } from './generationFits';
import type { GeneratorLaw } from './generatorLaw';
import type { TrainingMoments } from './moments';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { drawRealRows, fitRows, realRows } from './realRows';
import { diagonalLaw } from './rows';
import type { RandomStreams } from './streams';
import { syntheticRows } from './syntheticRows';
import type { TrainingRows } from './trainingRows';
import { drawVerified, type SyntheticContext } from './verifiedRows';
import { addsWhiteRows, addWhiteRows, whiteRowsLengths } from './whiteRows';
import type { Lengths, Workspace } from './workspace';

type DrawingName = keyof ReturnType<typeof drawingLengths>;
type Name = keyof ReturnType<typeof explicitLengths>;

/** The blocks of `drawExplicit`. They do not grow with n or m. */
export function explicitLengths(problem: ProblemSizes) {
  const { dimension: p } = problem;
  return { gram: p * p, target: p, ...drawingLengths(problem), ...whiteRowsLengths(problem) };
}

/** The blocks of `drawTrainingRows`: every row has its place, whatever the verifier will keep. */
export function trainingRowsLengths(problem: ProblemSizes): Lengths<'training' | DrawingName> {
  const { dimension: p, realSamples, syntheticSamples } = problem;
  return { training: (realSamples + syntheticSamples) * p, ...drawingLengths(problem) };
}

function drawingLengths(problem: ProblemSizes) {
  const { dimension: p, realSamples, syntheticSamples, generator } = problem;
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted' ? generator : undefined;
  const fitRows = fitted?.samples ?? 0;
  const inChain = fitted !== undefined && isChain(fitted);
  const inGenerations = fitted !== undefined && !inChain;
  // A verifier may look at more rows than it keeps for a generation.
  const mostRows = inGenerations ? BLOCK_ROWS : Math.max(realSamples, syntheticSamples, fitRows);
  const blockRows = Math.min(BLOCK_ROWS, mostRows);
  const linear = syntheticSamples > 0 && needsDirections(problem);
  return {
    rows: blockRows * p,
    noise: blockRows * p,
    labels: blockRows,
    uniforms: blockRows,
    fit: inChain ? fitLength(fitRows, p) : 0,
    ...laterFitsLengths(inChain ? fitted : undefined, p),
    ...generationFitsLengths(generator, inGenerations ? p : 0),
    sorted: inGenerations && fitted.covariance === 'perClass' ? blockRows * p : 0,
    directions: linear ? 2 * p : 0,
    scores: linear ? 2 * blockRows : 0,
    ...comparisonLengths(problem, blockRows),
  } satisfies Lengths<string>;
}

/**
 * Draws the training set row by row (features, labels, label noise, the verifier's decisions), fits the generator on
 * rows that were drawn, and adds up Σ κ v vᵀ and Σ κ v. Slower than `drawSufficient`, and a check of it: the two
 * share only the kernels.
 * @param problem checked by `checkProblem`
 * @param blocks of `explicitLengths(problem)`
 */
export function drawExplicit(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<Name>,
): TrainingMoments {
  const p = problem.dimension;
  const gram = matrixOf(blocks.gram, p, p);
  kernels.arena.view(blocks.gram).fill(0);
  kernels.arena.view(blocks.target).fill(0);
  const moments = { gram, target: blocks.target };
  const take = (rows: Matrix, weight: number) => addRows(kernels, moments, weight, rows, blocks);
  const takeLaw = addsWhiteRows(problem)
    ? (law: GeneratorLaw) => addWhiteRows(kernels, streams, problem, law, moments, blocks)
    : undefined;
  const kept = drawBlocks(kernels, streams, problem, blocks, take, takeLaw);
  return { ...moments, kept };
}

/**
 * Draws the training set as `drawExplicit` does, from the same random numbers, and keeps its rows.
 * @param problem checked by `checkProblem`
 * @param blocks of `trainingRowsLengths(problem)`
 */
export function drawTrainingRows(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<'training' | DrawingName>,
): TrainingRows {
  const { dimension: p, realSamples } = problem;
  const training = kernels.arena.view(blocks.training);
  const labels = kernels.arena.view(blocks.labels);
  let at = 0;
  const kept = drawBlocks(kernels, streams, problem, blocks, (rows) => {
    const x = kernels.arena.view({ address: rows.address, length: rows.rows * p });
    for (let row = 0, from = 0; row < rows.rows; row++) {
      const label = labels[row]!;
      for (const end = from + p; from < end; from++, at++) training[at] = label * x[from]!;
    }
  });
  return { rows: matrixOf(blocks.training, realSamples + kept, p), kept };
}

/**
 * Draws the training set block by block: first the real rows, then what the verifier keeps of the synthetic ones.
 * @param take gets each block's rows, their labels being in the labels' block
 * @param takeLaw instead of the synthetic rows: draws them from their law itself, and returns how many were kept
 * @returns how many synthetic rows were kept
 */
function drawBlocks(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<DrawingName>,
  take: (rows: Matrix, weight: number) => void,
  takeLaw?: (law: GeneratorLaw) => number,
): number {
  const { generator, realSamples, syntheticSamples } = problem;
  const labels = kernels.arena.view(blocks.labels);
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted' ? generator : undefined;
  const fit = fitted && generatorFitOf(kernels, streams, problem, fitted, blocks);
  const comparison = comparisonOf(kernels, problem, blocks);

  if (fit && fitted.source === 'independent') {
    for (const block of blocksOf(fitted.samples)) {
      fit.add(drawRealRows(kernels, streams, fitRows, problem, block, blocks), labels);
    }
  }
  for (const block of blocksOf(realSamples)) {
    const rows = drawRealRows(kernels, streams, realRows, problem, block, blocks);
    take(rows, problem.realWeight);
    comparison?.addReal(rows, labels);
    if (fit && fitted.source === 'training') fit.add(rows, labels);
  }
  if (syntheticSamples === 0) return 0;
  const directions = needsDirections(problem) ? drawDirections(kernels, streams, problem, blocks) : undefined;
  const context: SyntheticContext = { kernels, streams, problem, directions, comparison, blocks };
  const law = generator.kind === 'fixed' ? diagonalLaw(generator) : fit!.lastLaw(context);
  if (takeLaw) return takeLaw(law);
  const generation = fitted?.generations ?? 1;
  return drawVerified(context, law, generation, syntheticRows, { drawn: syntheticSamples }, (rows) => {
    take(rows, problem.syntheticWeight);
  });
}

/** A generator being fitted: on real rows with their labels, then on what it draws itself. */
interface GeneratorFit {
  /** Takes rows until it has n̂; leaves the rest, and the rows themselves, alone. */
  add(rows: Matrix, labels: ArrayLike<number>): void;
  /** The law of the last generation. */
  lastLaw(context: SyntheticContext): GeneratorLaw;
}

function generatorFitOf(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  generator: FittedGenerator,
  blocks: Workspace<DrawingName>,
): GeneratorFit {
  if (!isChain(generator)) return new GenerationFits(kernels, problem, generator, blocks);
  const { mean, eigenvalues } = problem;
  const fit = new GaussianFit(kernels, { ...generator, centres: [mean], variances: eigenvalues }, blocks);
  return {
    add: (rows, labels) => fit.add(rows, undefined, (row) => labels[row]!),
    lastLaw: () => {
      const { means, root } = drawLaterFits(kernels, streams, fit.law(), generator, blocks);
      return { mean: means[0]!, noise: { root } };
    },
  };
}

/** gram += κ XᵀX, target += κ Xᵀ y */
function addRows(
  kernels: Kernels,
  { gram, target }: Pick<TrainingMoments, 'gram' | 'target'>,
  weight: number,
  rows: Matrix,
  { labels }: Workspace<'labels'>,
): void {
  const columns = transpose(rows);
  kernels.addGram(gram, weight, columns);
  kernels.addProduct(matrixOf(target, gram.rows, 1), weight, columns, matrixOf(labels, rows.rows, 1));
}
