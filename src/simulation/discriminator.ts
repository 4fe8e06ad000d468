import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import type { Lengths, Workspace } from './workspace';

type Name = 'realMoments' | 'allMoments' | 'features';

/** The blocks of `Discriminator` in dimension p, for blocks of so many rows. */
export function discriminatorLengths(p: number, blockRows: number): Lengths<Name> {
  return { realMoments: 4 * p * p, allMoments: 4 * p * p, features: blockRows * 2 * p };
}

/** Sums over the rows of one kind: how many, and Σ f. */
interface Sums {
  rows: number;
  readonly sum: Float64Array;
}

/**
 * A classifier of real against synthetic rows: ridge regression of +1 for real and −1 for synthetic rows on the 2p
 * features f = (v, v²) of a row v, each standardised over all rows seen, with a ridge of features per row: the best
 * where what there is to see is as large as the noise. The squares let it see variances that are off, direction by
 * direction, beside means.
 */
export class Discriminator {
  private readonly real: Sums;
  private synthetic: Sums;
  /** The direction in which rows look real, in the features' own units. */
  private weights: Float64Array | undefined;

  /** @param blocks of `discriminatorLengths` */
  constructor(
    private readonly kernels: Kernels,
    private readonly p: number,
    private readonly blocks: Workspace<Name>,
  ) {
    this.real = { rows: 0, sum: new Float64Array(2 * p) };
    this.synthetic = { rows: 0, sum: new Float64Array(2 * p) };
    kernels.arena.view(blocks.realMoments).fill(0);
  }

  /** Takes real rows, each times its sign. */
  addReal(rows: Matrix, signs: ArrayLike<number>): void {
    this.add(this.real, matrixOf(this.blocks.realMoments, 2 * this.p, 2 * this.p), rows, signs);
  }

  /** Forgets the synthetic rows seen, for those of another generator. */
  restart(): void {
    this.synthetic = { rows: 0, sum: new Float64Array(2 * this.p) };
    this.weights = undefined;
    const { arena } = this.kernels;
    arena.view(this.blocks.allMoments).set(arena.view(this.blocks.realMoments));
  }

  /** Takes synthetic rows, each times its sign, after `restart`. */
  addSynthetic(rows: Matrix, signs: ArrayLike<number>): void {
    this.add(this.synthetic, matrixOf(this.blocks.allMoments, 2 * this.p, 2 * this.p), rows, signs);
  }

  /** How real each row looks, times its sign, up to a constant. After the first call no more rows can be added. */
  realness(rows: Matrix, signs: ArrayLike<number>): Float64Array {
    const weights = (this.weights ??= this.train());
    const f = this.featuresOf(rows, signs);
    const width = weights.length;
    return Float64Array.from({ length: rows.rows }, (_, row) => {
      let score = 0;
      for (let i = 0, at = row * width; i < width; i++, at++) score += weights[i]! * f[at]!;
      return score;
    });
  }

  private add(sums: Sums, moments: Matrix, rows: Matrix, signs: ArrayLike<number>): void {
    const width = 2 * this.p;
    const f = this.featuresOf(rows, signs);
    for (let row = 0, at = 0; row < rows.rows; row++) {
      for (let i = 0; i < width; i++, at++) sums.sum[i]! += f[at]!;
    }
    sums.rows += rows.rows;
    this.kernels.addGram(moments, 1, transpose(matrixOf(this.blocks.features, rows.rows, width)));
  }

  /** features := (v, v²) of v = sign · x */
  private featuresOf(rows: Matrix, signs: ArrayLike<number>): Float64Array {
    const { arena } = this.kernels;
    const p = this.p;
    const x = arena.view({ address: rows.address, length: rows.rows * p });
    const f = arena.view(this.blocks.features);
    for (let row = 0, at = 0; row < rows.rows; row++) {
      const sign = signs[row]!;
      for (let i = 0, to = 2 * row * p; i < p; i++, at++, to++) {
        const v = sign * x[at]!;
        f[to] = v;
        f[to + p] = v * v;
      }
    }
    return f;
  }

  /** (Zᵀ Z/N + γ) w = Zᵀ t/N for standardised features Z and targets t = ±1, N rows, γ = 2p/N; undone to f's units. */
  private train(): Float64Array {
    const width = 2 * this.p;
    const { real, synthetic } = this;
    const rows = real.rows + synthetic.rows;
    const means = real.sum.map((value, i) => (value + synthetic.sum[i]!) / rows);
    const moments = this.kernels.arena.view(this.blocks.allMoments);
    const scales = means.map((mean, i) => {
      const variance = moments[i * width + i]! / rows - mean * mean;
      // A feature that is the same for all rows tells nothing.
      return variance > 1e-12 * (mean * mean + variance) ? 1 / Math.sqrt(variance) : 0;
    });
    const ridge = width / rows;
    for (let i = 0; i < width; i++) {
      for (let j = 0, at = i * width; j <= i; j++, at++) {
        moments[at] = (moments[at]! / rows - means[i]! * means[j]!) * scales[i]! * scales[j]!;
      }
      moments[i * width + i]! += ridge;
    }
    // With as many rows of both kinds the targets' mean is 0; in general f is centred, and that is enough.
    const target = means.map((mean, i) => {
      const difference = real.sum[i]! - real.rows * mean - (synthetic.sum[i]! - synthetic.rows * mean);
      return (difference / rows) * scales[i]!;
    });
    // The features have done their work: their block takes the weights.
    const solved = { ...this.blocks.features, length: width };
    const w = this.kernels.arena.view(solved);
    w.set(target);
    const matrix = matrixOf(this.blocks.allMoments, width, width);
    if (this.kernels.factorise(matrix) > 0)
      throw new Error('A ridge left the discriminator’s matrix singular.');
    this.kernels.solveFactorised(matrix, solved);
    return w.map((value, i) => value * scales[i]!);
  }
}
