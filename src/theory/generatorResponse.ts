import type { Groups } from './groups';

/**
 * What the generator's directions in H weigh, as a function of one coordinate.
 *
 * The rows that share the generator's covariance (synthetic ones, and the real ones it was fitted on) enter
 * H through θ alone. Given θ, the equations of theory.md §2 for τ_s and d determine how many degrees of freedom
 * β = θ tr(l/H) those rows must take up. Here β = rank − deficit, both terms kept apart so that nothing is lost
 * to rounding where the rows are nearly used up (next to the interpolation peak).
 */
export interface GeneratorResponse {
  /** θ = b g. */
  theta: number;
  /** Largest θ, reached when the fixed point's τ_s and d are 0. */
  readonly largest: number;
  /** g = 1/(1 + b d). */
  g: number;
  /** (c_c + c_f) ν_s, the synthetic part of b. */
  synthetic: number;
  /** β as θ → 0. */
  readonly rank: number;
  /** rank − β ≥ 0. */
  deficit: number;
  /** d deficit / d log θ > 0. */
  slope: number;
  /** Moves log θ by about `step`, and never above the largest θ. */
  move(step: number): void;
  /** A copy of the coordinate, to come back to with `restore`. */
  save(): number;
  restore(coordinate: number): void;
}

/** The response of the problem's generator, at a θ of about `fraction` (in (0, 1]) of the largest. */
export function generatorResponse(groups: Groups, fraction: number): GeneratorResponse {
  if (groups.trainingWeight > 0) return new FittedOnTraining(groups, fraction);
  return groups.fit < Infinity ? new Fitted(groups, fraction) : new NotFitted(groups, fraction);
}

/** C_s is known: d = 0, g = 1, θ = (c_c + c_f) ν_s. */
class NotFitted implements GeneratorResponse {
  readonly g = 1;
  readonly largest: number;
  readonly rank: number;
  theta: number;

  constructor(groups: Groups, fraction: number) {
    this.largest = groups.syntheticWeight;
    this.rank = groups.synthetic;
    this.theta = this.largest * fraction;
  }

  get synthetic(): number {
    return this.theta;
  }

  get deficit(): number {
    return this.largest > 0 ? this.rank * (this.theta / this.largest) : 0;
  }

  get slope(): number {
    return this.deficit;
  }

  move(step: number): void {
    this.theta = Math.min(this.largest, this.theta * Math.exp(step));
  }

  save(): number {
    return this.theta;
  }

  restore(theta: number): void {
    this.theta = theta;
  }
}

/**
 * C_s was fitted on n̂ rows of its own, k synthetic rows are kept. Eliminating b and g leaves the quadratic
 * (k − β)(n̂ − β) = k n̂ θ/θ_max: the synthetic rows can fill no more directions than either number.
 */
class Fitted implements GeneratorResponse {
  readonly largest: number;
  readonly rank: number;
  theta: number;
  g = 1;
  synthetic = 0;
  deficit = 0;
  slope = 0;
  readonly #rows: number;
  readonly #fit: number;
  /** The larger of k and n̂, in which the quadratic is measured so that no n̂ overflows. */
  readonly #unit: number;
  /** Half the excess of the larger over the smaller, in units of the larger. */
  readonly #halfExcess: number;

  constructor(groups: Groups, fraction: number) {
    this.largest = groups.syntheticWeight;
    this.#rows = groups.synthetic;
    this.#fit = groups.fit;
    this.rank = Math.min(this.#rows, this.#fit);
    this.#unit = Math.max(this.#rows, this.#fit);
    this.#halfExcess = Math.abs(this.#rows - this.#fit) / this.#unit / 2;
    this.theta = this.largest * fraction;
    this.#update();
  }

  #update(): void {
    if (this.largest === 0) return;
    const product = (this.rank / this.#unit) * (this.theta / this.largest);
    const root = Math.sqrt(this.#halfExcess * this.#halfExcess + product);
    this.deficit = this.#unit * (product / (this.#halfExcess + root));
    this.slope = this.#unit * (product / (2 * root));
    const other = this.deficit + this.#unit * (2 * this.#halfExcess);
    const rowsLeft = this.#rows < this.#fit ? this.deficit : other;
    this.g = (this.#rows < this.#fit ? other : this.deficit) / this.#fit;
    this.synthetic = this.largest * (rowsLeft / this.#rows);
  }

  move(step: number): void {
    this.restore(Math.min(this.largest, this.theta * Math.exp(step)));
  }

  save(): number {
    return this.theta;
  }

  restore(theta: number): void {
    this.theta = theta;
    this.#update();
  }
}

/**
 * C_s was fitted on n̂ rows that are trained on as well, with weight f = κ_r n_f. The coordinate is g, since
 * β = n̂ (1 − g) and then σ = (c_c + c_f) ν_s is the positive root of σ² + σ (f + κ_s β/N − σ_max) = σ_max f.
 */
class FittedOnTraining implements GeneratorResponse {
  readonly largest: number;
  readonly rank: number;
  theta = 0;
  g: number;
  synthetic = 0;
  deficit = 0;
  slope = 0;
  readonly #training: number;
  readonly #syntheticLargest: number;
  /** κ_s n̂/N. */
  readonly #fitWeight: number;
  /** d log θ / d log g. */
  #elasticity = 1;

  constructor(groups: Groups, fraction: number) {
    this.#training = groups.trainingWeight;
    this.#syntheticLargest = groups.syntheticWeight;
    this.#fitWeight = groups.synthetic > 0 ? (groups.syntheticWeight / groups.synthetic) * groups.fit : 0;
    this.largest = this.#training + this.#syntheticLargest;
    this.rank = groups.fit;
    this.g = fraction;
    this.#update();
  }

  #update(): void {
    const f = this.#training;
    const sum = this.#syntheticLargest - f - this.#fitWeight * (1 - this.g);
    const product = this.#syntheticLargest * f;
    const root = Math.sqrt(sum * sum + 4 * product);
    this.synthetic = sum > 0 ? (sum + root) / 2 : (2 * product) / (root - sum);
    const b = f + this.synthetic;
    this.#elasticity = 1 + (this.g * this.#fitWeight * this.synthetic) / (b * root);
    this.theta = b * this.g;
    this.deficit = this.rank * this.g;
    this.slope = this.deficit / this.#elasticity;
  }

  move(step: number): void {
    this.restore(Math.min(1, this.g * Math.exp(step / this.#elasticity)));
  }

  save(): number {
    return this.g;
  }

  restore(g: number): void {
    this.g = g;
    this.#update();
  }
}
