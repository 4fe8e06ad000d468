import type { Groups } from '../groups';
import type { GeneratorResponse } from './response';

/** C_s is known: d = 0, g = 1, θ = (c_c + c_f) ν_s. */
export class NotFitted implements GeneratorResponse {
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
