import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { semidefiniteRoot } from './semidefinite';
import type { Workspace } from './workspace';

/** A Gaussian through its mean and a root R of its covariance, RᵀR. */
export interface GaussianLaw {
  readonly mean: Float64Array;
  readonly root: Matrix;
}

export interface RunningFitOptions {
  /** The true mean, around which rows are summed so that nothing is lost to cancellation. */
  readonly centre: Float64Array;
  /** Whether the fitted mean is the rows' own, or the true one. */
  readonly meanError: boolean;
}

/**
 * A Gaussian fitted on rows that come in blocks, and of which more may come after it has been asked for: mean and
 * covariance (1/k) Σ (v − mean)(v − mean)ᵀ of the k rows so far. Any number of rows will do: a covariance that is
 * singular has a root of lower rank.
 */
export class RunningFit {
  private seen = 0;
  /** Σ u over the rows seen, u = v − centre. */
  private readonly sum: Float64Array;

  /** @param blocks scatter, root: p×p; noise: as long as the largest block of rows that is added, and free for it */
  constructor(
    private readonly kernels: Kernels,
    private readonly options: RunningFitOptions,
    private readonly blocks: Workspace<'scatter' | 'root' | 'noise'>,
  ) {
    this.sum = new Float64Array(options.centre.length);
    this.reset();
  }

  /** How many rows it has seen. */
  get rows(): number {
    return this.seen;
  }

  /** Forgets all rows. */
  reset(): void {
    this.seen = 0;
    this.sum.fill(0);
    this.kernels.arena.view(this.blocks.scatter).fill(0);
  }

  /** Takes the rows, each times its sign; those of sign 0 are left out. */
  add(rows: Matrix, signOf: (row: number) => number): void {
    const { arena } = this.kernels;
    const { centre } = this.options;
    const p = centre.length;
    const x = arena.view({ address: rows.address, length: rows.rows * p });
    const u = arena.view(this.blocks.noise);
    let filled = 0;
    for (let row = 0; row < rows.rows; row++) {
      const sign = signOf(row);
      if (sign === 0) continue;
      for (let i = 0, from = row * p, to = filled * p; i < p; i++, from++, to++) {
        u[to] = sign * x[from]! - centre[i]!;
        this.sum[i]! += u[to]!;
      }
      filled++;
    }
    if (filled === 0) return;
    const scatter = matrixOf(this.blocks.scatter, p, p);
    this.kernels.addGram(scatter, 1, transpose(matrixOf(this.blocks.noise, filled, p)));
    this.seen += filled;
  }

  /** The law fitted on the rows so far, at least one; its root in the root's block. */
  law(): GaussianLaw {
    const { centre, meanError } = this.options;
    const p = centre.length;
    const offset = this.sum.map((value) => (meanError ? value / this.seen : 0));
    const degrees = this.seen - (meanError ? 1 : 0);
    return {
      mean: centre.map((value, i) => value + offset[i]!),
      root: (degrees >= p ? this.choleskyRoot(offset) : undefined) ?? this.lowRankRoot(offset),
    };
  }

  /** root := Ĉ, lower triangle */
  private covariance(offset: Float64Array): Float64Array {
    const p = offset.length;
    const scatter = this.kernels.arena.view(this.blocks.scatter);
    const c = this.kernels.arena.view(this.blocks.root).fill(0);
    for (let i = 0; i < p; i++) {
      for (let j = 0, at = i * p; j <= i; j++, at++)
        c[at] = scatter[at]! / this.seen - offset[i]! * offset[j]!;
    }
    return c;
  }

  /** Lᵀ with L Lᵀ = Ĉ; undefined where Ĉ is singular to rounding. */
  private choleskyRoot(offset: Float64Array): Matrix | undefined {
    const p = offset.length;
    const c = this.covariance(offset);
    const root = matrixOf(this.blocks.root, p, p);
    if (this.kernels.factorise(root) > 0) return undefined;
    // Writes above the diagonal, by the factorisation's blocks, must not enter the product with the root.
    for (let i = 0; i < p; i++) c.fill(0, i * p + i + 1, (i + 1) * p);
    return transpose(root);
  }

  private lowRankRoot(offset: Float64Array): Matrix {
    const p = offset.length;
    const c = this.covariance(offset);
    const root = semidefiniteRoot(c, p);
    c.set(root);
    return matrixOf(this.blocks.root, root.length / p, p);
  }
}
