import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { SimulationError } from './errors';
import { losses } from './losses';
import type { ProblemSizes, SimulationProblem } from './problem';
import { largestRank } from './rank';
import { factoriseTraining, penaltyOf } from './trainingMatrix';
import type { TrainingRows } from './trainingRows';
import type { Lengths, Workspace } from './workspace';

/** Five to ten are usual; some twenty where a tiny ridge lets separated classes' margins grow far. */
const MOST_STEPS = 100;

/** The gradient that is left, against the one at w = 0. */
const TOLERANCE = 1e-10;

type Name = 'gram' | 'classifier' | 'step' | 'margins' | 'slopes' | 'changes';

/** The blocks of `solveMarginLoss`, for the most rows that pruning can leave. */
export function newtonLengths({ dimension: p, realSamples, syntheticSamples }: ProblemSizes): Lengths<Name> {
  const rows = realSamples + syntheticSamples;
  return { gram: p * p, classifier: p, step: p, margins: rows, slopes: rows, changes: rows };
}

/**
 * The classifier w = argmin (1/N) Σ κ ℓ(w·v) + (γ/2)‖w‖² of the problem's loss (theory.md §5), by Newton's method
 * with a line search.
 * @param blocks of `newtonLengths(problem)`, and `noise` with place for a row or more, which is overwritten
 * @returns w (length p), in the kernels' memory, with a gradient of at most 10^-10 times that at w = 0
 * @throws SimulationError when w is not determined, or not found
 */
export function solveMarginLoss(
  kernels: Kernels,
  problem: SimulationProblem,
  { rows, kept }: TrainingRows,
  blocks: Workspace<Name | 'noise'>,
): Float64Array {
  const { realSamples: n, ridge, realWeight, syntheticWeight } = problem;
  const { arena } = kernels;
  const w = arena.view(blocks.classifier).fill(0);
  // Without rows only the penalty is left, whatever N.
  if (rows.rows === 0 && ridge > 0) return w;
  const loss = losses[problem.loss];
  const penalty = penaltyOf(problem, kept);
  const gram = matrixOf(blocks.gram, w.length, w.length);
  const margins = arena.view({ ...blocks.margins, length: rows.rows }).fill(0);
  const changes = arena.view({ ...blocks.changes, length: rows.rows });
  const step = arena.view(blocks.step);
  const weightOf = (row: number) => (row < n ? realWeight : syntheticWeight);

  /** step := −gradient, times N */
  function descend(): void {
    const slopes = arena.view({ ...blocks.slopes, length: rows.rows });
    for (let row = 0; row < rows.rows; row++) slopes[row] = weightOf(row) * loss.slope(margins[row]!);
    for (let i = 0; i < w.length; i++) step[i] = -penalty * w[i]!;
    kernels.addProduct(column(blocks.step, w.length), -1, transpose(rows), column(blocks.slopes, rows.rows));
  }

  /** The objective's derivative along the step, `length` steps away, times N. */
  function slopeAlong(length: number): number {
    let slope = penalty * (dot(w, step) + length * dot(step, step));
    for (let row = 0; row < rows.rows; row++) {
      const change = changes[row]!;
      slope += weightOf(row) * loss.slope(margins[row]! + length * change) * change;
    }
    return slope;
  }

  let first = NaN;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    descend();
    const gradient = Math.sqrt(dot(step, step));
    if (steps === 0) first = gradient;
    const found = gradient <= TOLERANCE * first;
    if (found && ridge > 0) return w;
    addWeightedGram(kernels, gram, rows, (row) => weightOf(row) * loss.curvature(margins[row]!), blocks);
    factoriseTraining(kernels, problem, gram, kept, largestRank(problem, kept));
    if (found) return w;
    kernels.solveFactorised(gram, blocks.step);
    changes.fill(0);
    kernels.addProduct(column(blocks.changes, rows.rows), 1, rows, column(blocks.step, w.length));
    const length = lineSearch(slopeAlong);
    for (let i = 0; i < w.length; i++) w[i]! += length * step[i]!;
    for (let row = 0; row < rows.rows; row++) margins[row]! += length * changes[row]!;
    if (ridge === 0 && problem.loss !== 'square' && margins.every((t, row) => t > 0 || weightOf(row) === 0)) {
      throw new SimulationError(
        `The classifier is not determined: without ridge, the ${problem.loss} loss has no single minimum where ` +
          `a classifier separates the classes, as here with ${n} real and ${kept} kept synthetic rows in ` +
          `dimension ${w.length}. Raise the ridge, or the number of rows.`,
      );
    }
  }
  throw new SimulationError(
    `The classifier with the ${problem.loss} loss was not found in ${MOST_STEPS} steps of Newton's method: ridge ` +
      `${ridge}, ${n} real and ${kept} kept synthetic rows in dimension ${w.length}. Raise the ridge.`,
  );
}

/**
 * How far to go along a Newton step: 1, unless the convex objective has turned and clearly rises there; then to where
 * its slope is small against the first, by bisection.
 */
function lineSearch(slopeAlong: (length: number) => number): number {
  const fall = -slopeAlong(0);
  if (slopeAlong(1) <= 0.1 * fall) return 1;
  let low = 0;
  let high = 1;
  for (;;) {
    const length = (low + high) / 2;
    if (length === low || length === high) return length;
    const slope = slopeAlong(length);
    if (slope > 0.1 * fall) high = length;
    else if (slope < -0.5 * fall) low = length;
    else return length;
  }
}

/** gram := Σ weight v vᵀ, lower triangle, over the rows whose weight is not 0. */
function addWeightedGram(
  kernels: Kernels,
  gram: Matrix,
  rows: Matrix,
  weightOf: (row: number) => number,
  { gram: gramBlock, noise }: Workspace<'gram' | 'noise'>,
): void {
  const p = rows.columns;
  const capacity = Math.floor(noise.length / p);
  const { arena } = kernels;
  arena.view(gramBlock).fill(0);
  const v = arena.view({ address: rows.address, length: rows.rows * p });
  const scaled = arena.view(noise);
  let filled = 0;
  const flush = () => {
    if (filled > 0) kernels.addGram(gram, 1, transpose(matrixOf(noise, filled, p)));
    filled = 0;
  };
  for (let row = 0; row < rows.rows; row++) {
    const weight = weightOf(row);
    if (weight === 0) continue;
    const root = Math.sqrt(weight);
    for (let i = 0, from = row * p, to = filled * p; i < p; i++, from++, to++) scaled[to] = root * v[from]!;
    if (++filled === capacity) flush();
  }
  flush();
}

function column(block: Block, length: number): Matrix {
  return matrixOf(block, length, 1);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
