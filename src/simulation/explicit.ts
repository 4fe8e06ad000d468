import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { BLOCK_ROWS, blocksOf, type RowBlock } from './blocks';
import { drawDirections, needsDirections } from './directions';
import { drawLaterFits, laterFitsLengths } from './explicitGenerations';
import { fitLength, GaussianFit } from './gaussianFit';
import type { TrainingMoments } from './moments';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { diagonalLaw, drawRows, type TwoClassLaw } from './rows';
import { type Component, components, type RandomStreams } from './streams';
import { drawSyntheticRows } from './syntheticRows';
import type { TrainingRows } from './trainingRows';
import type { Lengths, Workspace } from './workspace';

type DrawingName =
  'rows' | 'noise' | 'labels' | 'uniforms' | 'fit' | 'nextRoot' | 'whiteFit' | 'directions' | 'scores';
type Name = 'gram' | 'target' | DrawingName;

/** The blocks of `drawExplicit`. They do not grow with n or m. */
export function explicitLengths(problem: ProblemSizes): Lengths<Name> {
  const { dimension: p } = problem;
  return { gram: p * p, target: p, ...drawingLengths(problem) };
}

/** The blocks of `drawTrainingRows`: every row has its place, whatever the verifier will keep. */
export function trainingRowsLengths(problem: ProblemSizes): Lengths<'training' | DrawingName> {
  const { dimension: p, realSamples, syntheticSamples } = problem;
  return { training: (realSamples + syntheticSamples) * p, ...drawingLengths(problem) };
}

function drawingLengths(problem: ProblemSizes): Lengths<DrawingName> {
  const { dimension: p, realSamples, syntheticSamples, generator } = problem;
  const fitRows = syntheticSamples > 0 && generator.kind === 'fitted' ? generator.samples : 0;
  const blockRows = Math.min(BLOCK_ROWS, Math.max(realSamples, syntheticSamples, fitRows));
  const linear = syntheticSamples > 0 && needsDirections(problem);
  return {
    rows: blockRows * p,
    noise: blockRows * p,
    labels: blockRows,
    uniforms: blockRows,
    fit: fitRows > 0 ? fitLength(fitRows, p) : 0,
    ...laterFitsLengths(syntheticSamples > 0 ? generator : undefined, p),
    directions: linear ? 2 * p : 0,
    scores: linear ? 2 * blockRows : 0,
  };
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
  const kept = drawBlocks(kernels, streams, problem, blocks, (rows, weight) => {
    addRows(kernels, moments, weight, rows, blocks);
  });
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
 * @returns how many synthetic rows were kept
 */
function drawBlocks(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  blocks: Workspace<DrawingName>,
  take: (rows: Matrix, weight: number) => void,
): number {
  const { generator, realSamples, syntheticSamples } = problem;
  const labels = kernels.arena.view(blocks.labels);
  const signOf = (row: number) => labels[row]!;
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted' ? generator : undefined;
  const fit =
    fitted &&
    new GaussianFit(kernels, { ...fitted, centres: [problem.mean], variances: problem.eigenvalues }, blocks);

  if (fit && fitted.source === 'independent') {
    for (const block of blocksOf(fitted.samples)) {
      fit.add(drawRealRows(kernels, streams, fitRows, problem, block, blocks), undefined, signOf);
    }
  }
  for (const block of blocksOf(realSamples)) {
    const rows = drawRealRows(kernels, streams, realRows, problem, block, blocks);
    take(rows, problem.realWeight);
    if (fit && fitted.source === 'training') fit.add(rows, undefined, signOf);
  }
  let kept = 0;
  if (syntheticSamples > 0) {
    const law =
      generator.kind === 'fixed'
        ? diagonalLaw(generator)
        : fittedLaw(kernels, streams, fit!, generator, blocks);
    const directions = needsDirections(problem)
      ? drawDirections(kernels, streams, problem, blocks)
      : undefined;
    for (const block of blocksOf(syntheticSamples)) {
      const rows = drawSyntheticRows(kernels, streams, problem, law, directions, block, blocks);
      take(rows, problem.syntheticWeight);
      kept += rows.rows;
    }
  }
  return kept;
}

/** What draws real rows. */
interface RowComponents {
  readonly labels: Component;
  readonly noise: Component;
}

const fitRows: RowComponents = { labels: components.fitLabels, noise: components.fitNoise };
const realRows: RowComponents = { labels: components.realLabels, noise: components.realNoise };

/**
 * x = y μ + C^{1/2} z, into `rows`, with y = ±1 in `labels`. Blocks are to be drawn one after the other.
 * @param start the first row's number
 */
function drawRealRows(
  kernels: Kernels,
  streams: RandomStreams,
  component: RowComponents,
  problem: SimulationProblem,
  { start, count }: RowBlock,
  blocks: Workspace<DrawingName>,
): Matrix {
  const coins = { ...blocks.uniforms, length: count };
  streams.use(component.labels);
  kernels.fillUniform(coins);
  const labels = kernels.arena.view({ ...blocks.labels, length: count });
  kernels.arena.view(coins).forEach((coin, row) => (labels[row] = coin < 0.5 ? -1 : 1));
  const seekRow = (row: number) => streams.useRow(component.noise, start + row);
  return drawRows(kernels, seekRow, diagonalLaw(problem), labels, blocks);
}

function fittedLaw(
  kernels: Kernels,
  streams: RandomStreams,
  fit: GaussianFit,
  generator: FittedGenerator,
  blocks: Workspace<DrawingName>,
): TwoClassLaw {
  const { means, root } = drawLaterFits(kernels, streams, fit.law(), generator, blocks);
  return { mean: means[0]!, noise: { root } };
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
