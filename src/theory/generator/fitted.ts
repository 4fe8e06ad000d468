import type { Groups } from '../groups';
import type { GeneratorResponse } from './response';

/**
 * C_s was fitted on n̂ rows of its own, k synthetic rows are kept. Eliminating b and g leaves the quadratic
 * (k − β)(n̂ − β) = k n̂ θ/θ_max: the synthetic rows can fill no more directions than either number.
 */
export class Fitted implements GeneratorResponse {
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
