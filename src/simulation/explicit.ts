import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { SimulationError } from './errors';
import type { TrainingMoments } from './moments';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { randomSelection } from './selection';
import type { Lengths, Workspace } from './workspace';

/** Rows held at a time: deep enough for the kernels to run at full speed. */
const BLOCK_ROWS = 512;

type Name = 'gram' | 'target' | 'rows' | 'noise' | 'labels' | 'uniforms' | 'fit';

/** The blocks of `drawExplicit`. They do not grow with n or m. */
export function explicitLengths(problem: ProblemSizes): Lengths<Name> {
  const { dimension: p, realSamples, syntheticSamples, generator } = problem;
  const fitRows = syntheticSamples > 0 && generator.kind === 'fitted' ? generator.samples : 0;
  const blockRows = Math.min(BLOCK_ROWS, Math.max(realSamples, syntheticSamples, fitRows));
  return {
    gram: p * p,
    target: p,
    rows: blockRows * p,
    noise: blockRows * p,
    labels: blockRows,
    uniforms: 3 * blockRows,
    fit: Math.min(fitRows, p) * p,
  };
}

/** x̃ = ȳ μ_s + scale ∘ z, or x̃ = ȳ μ_s + Rᵀ z with z of length R.rows. */
type GeneratorLaw =
  | { readonly mean: Float64Array; readonly scale: Float64Array }
  | { readonly mean: Float64Array; readonly root: Matrix };

/**
 * Draws the training set row by row (features, labels, label noise, the verifier's decisions), fits the generator on
 * rows that were drawn, and adds up Σ κ v vᵀ and Σ κ v. Slower than `drawSufficient`, and a check of it: the two
 * share only the kernels.
 * @param problem checked by `checkProblem`
 * @param blocks of `explicitLengths(problem)`
 */
export function drawExplicit(
  kernels: Kernels,
  problem: SimulationProblem,
  blocks: Workspace<Name>,
): TrainingMoments {
  const { dimension: p, generator, realSamples, syntheticSamples } = problem;
  const gram = matrixOf(blocks.gram, p, p);
  kernels.arena.view(blocks.gram).fill(0);
  kernels.arena.view(blocks.target).fill(0);
  const moments = { gram, target: blocks.target };
  const fitted = syntheticSamples > 0 && generator.kind === 'fitted' ? generator : undefined;
  const fit = fitted && new GeneratorFit(kernels, problem, fitted, blocks);

  if (fit && fitted.source === 'independent') {
    for (const count of blocksOf(fitted.samples)) fit.add(drawRealRows(kernels, problem, count, blocks));
  }
  for (const count of blocksOf(realSamples)) {
    const rows = drawRealRows(kernels, problem, count, blocks);
    addRows(kernels, moments, problem.realWeight, rows, blocks);
    if (fit && fitted.source === 'training') fit.add(rows);
  }
  let kept = 0;
  if (syntheticSamples > 0) {
    const law = generator.kind === 'fixed' ? fixedLaw(generator) : fit!.law();
    for (const count of blocksOf(syntheticSamples)) {
      const rows = drawSyntheticRows(kernels, problem, law, count, blocks);
      addRows(kernels, moments, problem.syntheticWeight, rows, blocks);
      kept += rows.rows;
    }
  }
  return { ...moments, kept };
}

/** `total` cut into blocks. */
function* blocksOf(total: number): Generator<number> {
  for (let start = 0; start < total; start += BLOCK_ROWS) yield Math.min(BLOCK_ROWS, total - start);
}

/** x = y μ + C^{1/2} z, into `rows`, with y = ±1 in `labels`. */
function drawRealRows(
  kernels: Kernels,
  { dimension: p, mean, eigenvalues }: SimulationProblem,
  count: number,
  blocks: Workspace<Name>,
): Matrix {
  const coins = { ...blocks.uniforms, length: count };
  kernels.fillUniform(coins);
  const labels = kernels.arena.view(blocks.labels);
  kernels.arena.view(coins).forEach((coin, row) => (labels[row] = coin < 0.5 ? -1 : 1));
  drawDiagonalRows(kernels, { mean, scale: eigenvalues.map(Math.sqrt) }, labels, count, blocks);
  return matrixOf(blocks.rows, count, p);
}

/**
 * `count` synthetic rows as far as the verifier keeps them: features into `rows`, the labels they carry (right or
 * wrong) into `labels`. Features of pruned rows are not drawn: nothing would look at them.
 */
function drawSyntheticRows(
  kernels: Kernels,
  problem: SimulationProblem,
  law: GeneratorLaw,
  count: number,
  blocks: Workspace<Name>,
): Matrix {
  const p = problem.dimension;
  const { labelNoise, keepCorrect, keepIncorrect } = randomSelection(problem);
  const coins = { ...blocks.uniforms, length: 3 * count };
  kernels.fillUniform(coins);
  const uniforms = kernels.arena.view(coins);
  const labels = kernels.arena.view(blocks.labels);
  const truths = new Float64Array(count);
  let kept = 0;
  for (let row = 0; row < count; row++) {
    const truth = uniforms[3 * row]! < 0.5 ? -1 : 1;
    const wrong = uniforms[3 * row + 1]! < labelNoise;
    if (uniforms[3 * row + 2]! >= (wrong ? keepIncorrect : keepCorrect)) continue;
    truths[kept] = truth;
    labels[kept] = wrong ? -truth : truth;
    kept++;
  }
  const rows = matrixOf(blocks.rows, kept, p);
  if ('scale' in law) {
    drawDiagonalRows(kernels, law, truths, kept, blocks);
  } else {
    const z = { ...blocks.noise, length: kept * law.root.rows };
    kernels.fillNormal(z);
    const values = kernels.arena.view(blocks.rows);
    for (let row = 0; row < kept; row++) {
      for (let i = 0; i < p; i++) values[row * p + i] = truths[row]! * law.mean[i]!;
    }
    kernels.addProduct(rows, 1, matrixOf(z, kept, law.root.rows), law.root);
  }
  return rows;
}

/** rows := label·mean + scale ∘ z */
function drawDiagonalRows(
  kernels: Kernels,
  { mean, scale }: { mean: Float64Array; scale: Float64Array },
  labels: Float64Array,
  count: number,
  blocks: Workspace<'rows' | 'noise'>,
): void {
  const p = mean.length;
  const noise = { ...blocks.noise, length: count * p };
  kernels.fillNormal(noise);
  const z = kernels.arena.view(noise);
  const values = kernels.arena.view(blocks.rows);
  for (let row = 0; row < count; row++) {
    const label = labels[row]!;
    for (let i = 0, at = row * p; i < p; i++, at++) values[at] = label * mean[i]! + scale[i]! * z[at]!;
  }
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

function fixedLaw({ mean, eigenvalues }: { mean: Float64Array; eigenvalues: Float64Array }): GeneratorLaw {
  return { mean, scale: eigenvalues.map(Math.sqrt) };
}

/**
 * Fits a Gaussian on n̂ oriented rows. For n̂ > p it adds up their p×p covariance and takes its Cholesky factor; for
 * fewer it keeps the centred rows themselves, of which a synthetic row is a random combination.
 */
class GeneratorFit {
  private seen = 0;
  /** Σ u over the rows seen, u = y x − μ: around the true mean, so that nothing is lost to cancellation. */
  private readonly sum: Float64Array;
  /** Σ u uᵀ (p×p), or the n̂ rows u (n̂×p). */
  private readonly collected: Matrix;
  private readonly keepsRows: boolean;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: SimulationProblem,
    private readonly generator: FittedGenerator,
    private readonly blocks: Workspace<'fit' | 'noise' | 'labels'>,
  ) {
    const { dimension: p } = problem;
    this.sum = new Float64Array(p);
    this.keepsRows = generator.samples <= p;
    this.collected = matrixOf(blocks.fit, Math.min(generator.samples, p), p);
    kernels.arena.view(blocks.fit).fill(0);
  }

  /** Takes drawn rows (labels in their block) until it has n̂; leaves the rest alone. */
  add(rows: Matrix): void {
    const { arena } = this.kernels;
    const p = rows.columns;
    const count = Math.min(rows.rows, this.generator.samples - this.seen);
    const x = arena.view({ address: rows.address, length: rows.rows * p });
    const labels = arena.view(this.blocks.labels);
    const kept = arena.view(this.blocks.fit).subarray(this.seen * p);
    // The noise that made the rows has done its work: its block takes u.
    const u = this.keepsRows ? kept : arena.view(this.blocks.noise);
    for (let row = 0; row < count; row++) {
      for (let i = 0, at = row * p; i < p; i++, at++) {
        u[at] = labels[row]! * x[at]! - this.problem.mean[i]!;
        this.sum[i]! += u[at]!;
      }
    }
    if (!this.keepsRows) {
      this.kernels.addGram(this.collected, 1, transpose(matrixOf(this.blocks.noise, count, p)));
    }
    this.seen += count;
  }

  /** The fitted law: mean μ̂ or μ, covariance (1/n̂) Σ (y x − mean)(y x − mean)ᵀ. */
  law(): GeneratorLaw {
    const { samples, meanError } = this.generator;
    const { mean } = this.problem;
    const offset = this.sum.map((value) => (meanError ? value / samples : 0));
    const root = this.keepsRows ? this.centredRows(offset) : this.choleskyRoot(offset);
    return { mean: mean.map((value, i) => value + offset[i]!), root };
  }

  /** R = (U − offset)/√n̂, so that RᵀR = Ĉ. */
  private centredRows(offset: Float64Array): Matrix {
    const { rows, columns } = this.collected;
    const scale = 1 / Math.sqrt(rows);
    const u = this.kernels.arena.view(this.blocks.fit);
    for (let row = 0; row < rows; row++) {
      for (let i = 0, at = row * columns; i < columns; i++, at++) u[at] = (u[at]! - offset[i]!) * scale;
    }
    return this.collected;
  }

  /** R = Lᵀ with L Lᵀ = Ĉ; directions without variance have zeros. */
  private choleskyRoot(offset: Float64Array): Matrix {
    const p = this.collected.rows;
    const { eigenvalues } = this.problem;
    const c = this.kernels.arena.view(this.blocks.fit);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) {
        c[i * p + j] = c[i * p + j]! / this.generator.samples - offset[i]! * offset[j]!;
      }
      c.fill(0, i * p + i + 1, (i + 1) * p);
      if (eigenvalues[i] === 0) c[i * p + i] = 1;
    }
    const failed = this.kernels.factorise(this.collected);
    if (failed > 0) {
      throw new SimulationError(
        `The generator's covariance, fitted on ${this.generator.samples} rows in dimension ${p}, is singular ` +
          `to rounding in direction ${failed}.`,
      );
    }
    for (let i = 0; i < p; i++) {
      // Writes above the diagonal, by the factorisation's blocks, must not enter the product with R.
      c.fill(0, i * p + i + 1, (i + 1) * p);
      if (eigenvalues[i] === 0) c[i * p + i] = 0;
    }
    return transpose(this.collected);
  }
}
