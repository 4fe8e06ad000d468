import type { Groups } from './groups';
import { Refitted } from './refitted';
import type { GeneratorResponse } from './response';

/** The response of the problem's generator, at a θ of about `fraction` (in (0, 1]) of the largest. */
export function generatorResponse(groups: Groups, fraction: number): GeneratorResponse {
  if (groups.trainingWeight > 0) return new FittedOnTraining(groups, fraction);
  if (groups.fit === Infinity) return new NotFitted(groups, fraction);
  if (groups.generations === 1) return new Fitted(groups, fraction);
  const { syntheticWeight: largest, synthetic: rows, fit, generations } = groups;
  return new Refitted({ largest, rows, fit, generations }, fraction);
}

/** C_s is known: d = 0, g = 1, θ = (c_c + c_f) ν_s. */
class NotFitted implements GeneratorResponse {
  readonly g = 1;
  readonly slack = Infinity;
  readonly noise = 0;
  readonly pairNoise = 0;
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
  readonly noise: number;
  readonly pairNoise = 0;
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
    this.noise = 1 / this.#fit;
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

  get slack(): number {
    return this.#fit * this.g;
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
  readonly noise: number;
  readonly pairNoise = 0;
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
    this.noise = 1 / groups.fit;
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

  get slack(): number {
    return this.rank * this.g;
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
