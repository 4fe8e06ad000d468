import type { Kernels } from '../../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../../numerics/matrix';
import { fitLength, GaussianFit, rootRows } from '../gaussianFit';
import { addNoise, type NoiseLaw } from '../noise';
import { BLOCK_ROWS, blocksOf, type RowBlock } from '../blocks';
import { type Component, components, type RandomStreams } from '../streams';
import type { Lengths, Workspace } from '../workspace';
import type { ClassMoments } from './moments';
import type { ClassProblemSizes, ClassSimulationProblem, FixedClassGenerator } from './problem';

type Name = 'gram' | 'targets' | 'rows' | 'noise' | 'uniforms' | 'fit';

/** The blocks of `drawClassesExplicit`. They do not grow with n or m. */
export function explicitClassLengths(problem: ClassProblemSizes): Lengths<Name> {
  const { dimension: p, classes, realSamples, syntheticSamples, generator } = problem;
  const fitRows = syntheticSamples > 0 && generator.kind === 'fitted' ? generator.samples : 0;
  const blockRows = Math.min(BLOCK_ROWS, Math.max(realSamples, syntheticSamples, fitRows));
  return {
    gram: p * p,
    targets: classes * p,
    rows: blockRows * p,
    noise: blockRows * Math.max(p, fitRows > 0 ? rootRows(fitRows, p, classes) : 0),
    uniforms: blockRows,
    fit: fitRows > 0 ? fitLength(fitRows, p, classes) : 0,
  };
}

/** One Gaussian per class. */
interface ClassLaw {
  readonly means: readonly Float64Array[];
  readonly noise: NoiseLaw;
}

/**
 * Draws the training set row by row (features, labels, label noise, the verifier's decisions), fits the generator on
 * rows that were drawn, and adds up Σ κ x xᵀ and Σ κ x e_labelᵀ. Slower than `drawClassesSufficient`, and a check of
 * it.
 * @param problem checked by `checkClassProblem`
 * @param blocks of `explicitClassLengths(problem)`
 */
export function drawClassesExplicit(
  kernels: Kernels,
  streams: RandomStreams,
  problem: ClassSimulationProblem,
  blocks: Workspace<Name>,
): ClassMoments {
  const { arena } = kernels;
  const { dimension: p, classes, eigenvalues, classMeans, generator } = problem;
  const { realSamples, syntheticSamples } = problem;
  const gram = matrixOf(blocks.gram, p, p);
  const targets = matrixOf(blocks.targets, classes, p);
  const moments = { gram, targets };
  arena.view(blocks.gram).fill(0);
  arena.view(blocks.targets).fill(0);
  const realLaw: ClassLaw = { means: classMeans, noise: { scale: eigenvalues.map(Math.sqrt) } };
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted' ? generator : undefined;
  const fit =
    fitted && new GaussianFit(kernels, { ...fitted, centres: classMeans, variances: eigenvalues }, blocks);

  if (fit && fitted.source === 'independent') {
    for (const { start, count } of blocksOf(fitted.samples)) {
      const truths = truthsOf(start, count, classes);
      const seekRow = (row: number) => streams.useRow(components.fitNoise, start + row);
      fit.add(drawRows(kernels, seekRow, realLaw, truths, blocks), (row) => truths[row]!);
    }
  }
  for (const { start, count } of blocksOf(realSamples)) {
    const truths = truthsOf(start, count, classes);
    const seekRow = (row: number) => streams.useRow(components.realNoise, start + row);
    const rows = drawRows(kernels, seekRow, realLaw, truths, blocks);
    addRows(kernels, moments, problem.realWeight, rows, truths);
    if (fit && fitted.source === 'training') fit.add(rows, (row) => truths[row]!);
  }
  let kept = 0;
  if (syntheticSamples > 0) {
    const law = generator.kind === 'fixed' ? fixedLaw(generator) : fittedLaw(fit!);
    for (const block of blocksOf(syntheticSamples)) {
      const { numbers, truths, labels } = drawKeptLabels(kernels, streams, problem, block, blocks);
      const seekRow = (row: number) => streams.useRow(components.syntheticNoise, numbers[row]!);
      const rows = drawRows(kernels, seekRow, law, truths, blocks);
      addRows(kernels, moments, problem.syntheticWeight, rows, labels);
      kept += rows.rows;
    }
  }
  return { ...moments, kept };
}

/** The classes of rows start, start + 1, …: row r is of class r mod K. */
function truthsOf(start: number, count: number, classes: number): number[] {
  return Array.from({ length: count }, (_, row) => (start + row) % classes);
}

/** Of a block of synthetic rows, those that the verifier keeps: their numbers, their classes and their labels. */
function drawKeptLabels(
  kernels: Kernels,
  streams: RandomStreams,
  { classes, labelNoise, keepCorrect, keepIncorrect }: ClassSimulationProblem,
  { start, count }: RowBlock,
  blocks: Workspace<'uniforms'>,
): { numbers: number[]; truths: number[]; labels: number[] } {
  const coins = { ...blocks.uniforms, length: count };
  const uniformsOf = (component: Component) => {
    streams.use(component);
    kernels.fillUniform(coins);
    return kernels.arena.view(coins).slice();
  };
  const noise = uniformsOf(components.labelNoise);
  const verifier = uniformsOf(components.verifier);
  const which = uniformsOf(components.wrongLabel);
  const numbers: number[] = [];
  const truths: number[] = [];
  const labels: number[] = [];
  truthsOf(start, count, classes).forEach((truth, row) => {
    const wrong = noise[row]! < labelNoise;
    if (verifier[row]! >= (wrong ? keepIncorrect : keepCorrect)) return;
    const shift = wrong ? 1 + Math.floor(which[row]! * (classes - 1)) : 0;
    numbers.push(start + row);
    truths.push(truth);
    labels.push((truth + shift) % classes);
  });
  return { numbers, truths, labels };
}

/** One row of each of these classes, into `rows`; `seekRow` goes to where a row's noise is drawn. */
function drawRows(
  kernels: Kernels,
  seekRow: (row: number) => void,
  { means, noise }: ClassLaw,
  truths: readonly number[],
  blocks: Workspace<'rows' | 'noise'>,
): Matrix {
  const p = means[0]!.length;
  const rows = matrixOf(blocks.rows, truths.length, p);
  const values = kernels.arena.view(blocks.rows);
  truths.forEach((truth, row) => values.set(means[truth]!, row * p));
  addNoise(kernels, seekRow, rows, noise, blocks.noise);
  return rows;
}

/** gram += κ XᵀX, targets += κ (one-hot labels)ᵀ X */
function addRows(
  kernels: Kernels,
  { gram, targets }: Pick<ClassMoments, 'gram' | 'targets'>,
  weight: number,
  rows: Matrix,
  labels: readonly number[],
): void {
  kernels.addGram(gram, weight, transpose(rows));
  const p = rows.columns;
  const x = kernels.arena.view({ address: rows.address, length: rows.rows * p });
  const sums = kernels.arena.view({ address: targets.address, length: targets.rows * p });
  labels.forEach((label, row) => {
    for (let i = 0; i < p; i++) sums[label * p + i]! += weight * x[row * p + i]!;
  });
}

function fittedLaw(fit: GaussianFit): ClassLaw {
  const { means, root } = fit.law();
  return { means, noise: { root } };
}

function fixedLaw({ means, eigenvalues }: FixedClassGenerator): ClassLaw {
  return { means, noise: { scale: eigenvalues.map(Math.sqrt) } };
}
