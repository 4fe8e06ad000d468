import type { Groups } from '../groups';
import type { GeneratorResponse } from './response';

/**
 * C_s was fitted on n̂ rows that are trained on as well, with weight f = κ_r n_f. The coordinate is g, since
 * β = n̂ (1 − g) and then σ = (c_c + c_f) ν_s is the positive root of σ² + σ (f + κ_s β/N − σ_max) = σ_max f.
 */
export class FittedOnTraining implements GeneratorResponse {
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
