import type { GeneratorResponse } from './response';

/** The rows behind a generator that was refitted on its own output, and those drawn from it. */
export interface RefittedRows {
  /** Largest θ. */
  readonly largest: number;
  /** Kept synthetic rows; Infinity where b itself is given instead of their largest weight. */
  readonly rows: number;
  /** n̂ > 0 of every generation, finite. */
  readonly fit: number;
  /** T ≥ 1. */
  readonly generations: number;
}

/** A move within this share of the step asked for will do. */
const CLOSE_ENOUGH = 0.1;
const MAX_CORRECTIONS = 30;

/**
 * C_s was fitted over T generations of n̂ rows each (theory.md §11), k synthetic rows are kept. The kept rows lose
 * degrees of freedom just as those of each fit do, so that θ = θ_max (1 − β/k) (1 − β/n̂)^T.
 * The coordinate is the deficit's share of the rank, in which θ is explicit: no root to find.
 */
export class Refitted implements GeneratorResponse {
  readonly largest: number;
  readonly rank: number;
  theta = 0;
  synthetic = 0;
  deficit = 0;
  slope = 0;
  readonly #rows: number;
  readonly #fit: number;
  readonly #generations: number;
  /** Rows above the rank: one of the two is 0. */
  readonly #rowsExcess: number;
  readonly #fitExcess: number;
  #coordinate = 1;
  /** 1 − β/n̂. */
  #left = 1;
  /** d log θ / d log coordinate. */
  #elasticity = 1;

  constructor({ largest, rows, fit, generations }: RefittedRows, fraction: number) {
    this.largest = largest;
    this.rank = Math.min(rows, fit);
    this.#rows = rows;
    this.#fit = fit;
    this.#generations = generations;
    this.#rowsExcess = rows - this.rank;
    this.#fitExcess = fit - this.rank;
    this.#update();
    if (largest > 0 && fraction < 1) this.move(Math.log(fraction));
  }

  #update(): void {
    if (this.largest === 0) return;
    this.deficit = this.rank * this.#coordinate;
    const rowsLeft = this.#rows < Infinity ? (this.#rowsExcess + this.deficit) / this.#rows : 1;
    const rowsElasticity = this.#rowsExcess > 0 ? this.deficit / (this.#rowsExcess + this.deficit) : 1;
    const fitElasticity = this.#fitExcess > 0 ? this.deficit / (this.#fitExcess + this.deficit) : 1;
    this.#left = (this.#fitExcess + this.deficit) / this.#fit;
    this.#elasticity = rowsElasticity + this.#generations * fitElasticity;
    this.slope = this.deficit / this.#elasticity;
    this.synthetic = this.largest * rowsLeft;
    this.theta = this.synthetic * this.g;
  }

  get g(): number {
    return this.#left ** this.#generations;
  }

  get slack(): number {
    return (this.#fit / this.#generations) * this.#left;
  }

  /** Σ_s (1 − u)^{s−1}/n̂ = (1 − (1 − u)^T)/(n̂ u). */
  get noise(): number {
    const used = this.#used;
    if (used === 0) return this.#generations / this.#fit;
    const logLeft = used < 0.5 ? Math.log1p(-used) : Math.log(this.#left);
    return -Math.expm1(this.#generations * logLeft) / used / this.#fit;
  }

  /**
   * g² Σ_s c ((1 + c β)^{s−1} − 1)/β with c = 1/(n̂ (1 − u)), in sums of positive terms: with q and e the last
   * factor and the sum over s generations, those over 2s are q (2 + β q) and 2 e + q².
   */
  get pairNoise(): number {
    const beta = this.#used * this.#fit;
    const each = 1 / (this.#fit * this.#left);
    let q = 0;
    let e = 0;
    for (let bit = 2 ** Math.floor(Math.log2(this.#generations)); bit >= 1; bit /= 2) {
      e = 2 * e + q * q;
      q = q * (2 + beta * q);
      if (this.#generations % (2 * bit) >= bit) {
        e += each * q;
        q += each * (1 + beta * q);
      }
    }
    return this.g * this.g * e;
  }

  /** u = β/n̂. */
  get #used(): number {
    return this.largest > 0 ? (this.rank - this.deficit) / this.#fit : 0;
  }

  /**
   * The elasticity may jump by T within a factor of the coordinate, so the coordinate's step is corrected: log θ is
   * convex in its logarithm, and Newton's steps after the first come down to the target from above.
   */
  move(step: number): void {
    const target = Math.log(this.theta) + step;
    let rest = step;
    for (let i = 0; i < MAX_CORRECTIONS; i++) {
      this.restore(Math.min(1, this.#coordinate * Math.exp(rest / this.#elasticity)));
      rest = target - Math.log(this.theta);
      if (!(Math.abs(rest) > CLOSE_ENOUGH * Math.abs(step))) return;
    }
  }

  save(): number {
    return this.#coordinate;
  }

  restore(coordinate: number): void {
    this.#coordinate = coordinate;
    this.#update();
  }
}
