import type { Kernels } from '../../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../../numerics/matrix';
import { fitLength, GaussianFit, rootRows } from '../gaussianFit';
import { addNoise, type NoiseLaw } from '../noise';
import { BLOCK_ROWS, blocksOf } from '../blocks';
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
    uniforms: 3 * blockRows,
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
      fit.add(drawRows(kernels, realLaw, truths, blocks), (row) => truths[row]!);
    }
  }
  for (const { start, count } of blocksOf(realSamples)) {
    const truths = truthsOf(start, count, classes);
    const rows = drawRows(kernels, realLaw, truths, blocks);
    addRows(kernels, moments, problem.realWeight, rows, truths);
    if (fit && fitted.source === 'training') fit.add(rows, (row) => truths[row]!);
  }
  let kept = 0;
  if (syntheticSamples > 0) {
    const law = generator.kind === 'fixed' ? fixedLaw(generator) : fittedLaw(fit!);
    for (const { start, count } of blocksOf(syntheticSamples)) {
      const { truths, labels } = drawKeptLabels(kernels, problem, truthsOf(start, count, classes), blocks);
      const rows = drawRows(kernels, law, truths, blocks);
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

/** Of the synthetic rows with these true classes, those that the verifier keeps: their classes and their labels. */
function drawKeptLabels(
  kernels: Kernels,
  { classes, labelNoise, keepCorrect, keepIncorrect }: ClassSimulationProblem,
  candidates: readonly number[],
  blocks: Workspace<'uniforms'>,
): { truths: number[]; labels: number[] } {
  const coins = { ...blocks.uniforms, length: 3 * candidates.length };
  kernels.fillUniform(coins);
  const uniforms = kernels.arena.view(coins);
  const truths: number[] = [];
  const labels: number[] = [];
  candidates.forEach((truth, row) => {
    const wrong = uniforms[3 * row]! < labelNoise;
    if (uniforms[3 * row + 1]! >= (wrong ? keepIncorrect : keepCorrect)) return;
    const shift = wrong ? 1 + Math.floor(uniforms[3 * row + 2]! * (classes - 1)) : 0;
    truths.push(truth);
    labels.push((truth + shift) % classes);
  });
  return { truths, labels };
}

/** One row of each of these classes, into `rows`. */
function drawRows(
  kernels: Kernels,
  { means, noise }: ClassLaw,
  truths: readonly number[],
  blocks: Workspace<'rows' | 'noise'>,
): Matrix {
  const p = means[0]!.length;
  const rows = matrixOf(blocks.rows, truths.length, p);
  const values = kernels.arena.view(blocks.rows);
  truths.forEach((truth, row) => values.set(means[truth]!, row * p));
  addNoise(kernels, rows, noise, blocks.noise);
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
