import type { Kernels } from '../numerics/kernels';
import { matrixOf, transpose } from '../numerics/matrix';
import { SimulationError } from './errors';
import { losses, type MarginLoss } from './losses';
import type { ProblemSizes, SimulationProblem } from './problem';
import { largestRank } from './rank';
import { factoriseTraining, penaltyOf } from './trainingMatrix';
import type { TrainingRows } from './trainingRows';
import type { Lengths, Workspace } from './workspace';

/** The gradient that may be left against the penalty's: w is then at most this far off, relatively. */
const PENALTY_TOLERANCE = 1e-6;

/** The last step that may lead to w, against w: the next would be about its square. */
const STEP_TOLERANCE = 1e-4;

export type DescentName = 'gram' | 'classifier' | 'step' | 'margins' | 'slopes' | 'changes';

/** The blocks of `Descent`, for the most rows that pruning can leave. */
export function descentLengths({
  dimension: p,
  realSamples,
  syntheticSamples,
}: ProblemSizes): Lengths<DescentName> {
  const rows = realSamples + syntheticSamples;
  return { gram: p * p, classifier: p, step: p, margins: rows, slopes: rows, changes: rows };
}

/** The iterate w, with its margins, and what leads to the next. Objectives and their derivatives are times N. */
export class Descent {
  /** Starts at 0. */
  readonly w: Float64Array;
  /** t = V w */
  private readonly margins: Float64Array;
  /** κ ℓ'(t) */
  private readonly slopes: Float64Array;
  /** Minus the gradient, then Newton's step. */
  private readonly direction: Float64Array;
  /** V·direction */
  private readonly changes: Float64Array;
  private readonly loss: MarginLoss;
  /** The full length of Newton's last step, even where the line search cut it short; infinite before the first. */
  private lastStep = Infinity;

  constructor(
    private readonly kernels: Kernels,
    private readonly problem: SimulationProblem,
    private readonly training: TrainingRows,
    private readonly blocks: Workspace<DescentName | 'noise'>,
  ) {
    const { arena } = kernels;
    const length = training.rows.rows;
    this.w = arena.view(blocks.classifier).fill(0);
    this.direction = arena.view(blocks.step);
    this.margins = arena.view({ ...blocks.margins, length }).fill(0);
    this.slopes = arena.view({ ...blocks.slopes, length });
    this.changes = arena.view({ ...blocks.changes, length });
    this.loss = losses[problem.loss];
  }

  /** The gradient's norm at w. Leaves minus the gradient in `direction`. */
  gradientNorm(penalty: number): number {
    const { w, slopes, margins, direction } = this;
    const { rows } = this.training;
    for (let row = 0; row < slopes.length; row++) {
      slopes[row] = this.weightOf(row) * this.loss.slope(margins[row]!);
    }
    for (let i = 0; i < w.length; i++) direction[i] = -penalty * w[i]!;
    const target = matrixOf(this.blocks.step, w.length, 1);
    this.kernels.addProduct(target, -1, transpose(rows), matrixOf(this.blocks.slopes, rows.rows, 1));
    return Math.sqrt(dot(direction, direction));
  }

  /**
   * Whether w itself will hardly change any more. The gradient alone does not say so where a tiny ridge is all that
   * keeps w from growing.
   */
  isSettled(gradient: number, penalty: number): boolean {
    const norm = Math.sqrt(dot(this.w, this.w));
    return gradient <= PENALTY_TOLERANCE * penalty * norm || this.lastStep <= STEP_TOLERANCE * norm;
  }

  /** Goes from w along Newton's direction, minus the gradient being in `direction`. */
  step(problem: SimulationProblem): void {
    const { w, direction, changes, margins } = this;
    const { rows, kept } = this.training;
    this.factoriseHessian(problem);
    this.kernels.solveFactorised(matrixOf(this.blocks.gram, w.length, w.length), this.blocks.step);
    changes.fill(0);
    const target = matrixOf(this.blocks.changes, rows.rows, 1);
    this.kernels.addProduct(target, 1, rows, matrixOf(this.blocks.step, w.length, 1));
    const penalty = penaltyOf(problem, kept);
    const length = lineSearch((ahead) => this.slopeAlong(ahead, penalty));
    for (let i = 0; i < w.length; i++) w[i]! += length * direction[i]!;
    this.lastStep = Math.sqrt(dot(direction, direction));
    for (let row = 0; row < margins.length; row++) margins[row]! += length * changes[row]!;
    if (problem.ridge === 0 && problem.loss !== 'square') this.refuseSeparation();
  }

  /**
   * gram := the Cholesky factor of Σ κ ℓ''(t) v vᵀ + N γ.
   * @throws SimulationError when it is not positive definite
   */
  factoriseHessian(problem: SimulationProblem): void {
    const { w, margins, kernels } = this;
    const { rows, kept } = this.training;
    const p = w.length;
    const gram = matrixOf(this.blocks.gram, p, p);
    const capacity = Math.floor(this.blocks.noise.length / p);
    kernels.arena.view(this.blocks.gram).fill(0);
    const v = this.values();
    const scaled = kernels.arena.view(this.blocks.noise);
    let filled = 0;
    const flush = () => {
      if (filled > 0) kernels.addGram(gram, 1, transpose(matrixOf(this.blocks.noise, filled, p)));
      filled = 0;
    };
    for (let row = 0; row < rows.rows; row++) {
      const weight = this.weightOf(row) * this.loss.curvature(margins[row]!);
      if (weight === 0) continue;
      const root = Math.sqrt(weight);
      for (let i = 0, from = row * p, to = filled * p; i < p; i++, from++, to++) scaled[to] = root * v[from]!;
      if (++filled === capacity) flush();
    }
    flush();
    factoriseTraining(kernels, problem, gram, kept, largestRank(problem, kept));
  }

  /** tr(Σ κ v vᵀ)/p */
  meanSquare(): number {
    const p = this.w.length;
    const v = this.values();
    let sum = 0;
    for (let row = 0, at = 0; row < this.margins.length; row++) {
      const weight = this.weightOf(row);
      for (const end = at + p; at < end; at++) sum += weight * v[at]! ** 2;
    }
    return sum / p;
  }

  /** The objective's derivative `length` directions ahead, along the direction. */
  private slopeAlong(length: number, penalty: number): number {
    const { w, direction, changes, margins } = this;
    let slope = penalty * (dot(w, direction) + length * dot(direction, direction));
    for (let row = 0; row < margins.length; row++) {
      const change = changes[row]!;
      slope += this.weightOf(row) * this.loss.slope(margins[row]! + length * change) * change;
    }
    return slope;
  }

  private refuseSeparation(): void {
    if (this.margins.some((t, row) => t <= 0 && this.weightOf(row) > 0)) return;
    const { loss, realSamples, dimension } = this.problem;
    throw new SimulationError(
      `The classifier is not determined: without ridge, the ${loss} loss has no single minimum where a classifier ` +
        `separates the classes, as here with ${realSamples} real and ${this.training.kept} kept synthetic rows in ` +
        `dimension ${dimension}. Raise the ridge, or the number of rows.`,
    );
  }

  private weightOf(row: number): number {
    return row < this.problem.realSamples ? this.problem.realWeight : this.problem.syntheticWeight;
  }

  private values(): Float64Array {
    const { address, rows, columns } = this.training.rows;
    return this.kernels.arena.view({ address, length: rows * columns });
  }
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

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
