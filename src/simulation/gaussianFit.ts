import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { SimulationError } from './errors';
import type { Workspace } from './workspace';

export interface FitOptions {
  /** n̂ ≥ 1, the rows to fit on */
  readonly samples: number;
  /** The groups' true means. */
  readonly centres: readonly Float64Array[];
  /** Whether the groups' means are estimated (every group then needs a row), or the true ones taken. */
  readonly meanError: boolean;
  /** The variance of each direction: only whether it is 0 matters. */
  readonly variances: Float64Array;
}

export interface FittedLaw {
  /** One per group. */
  readonly means: Float64Array[];
  /** R with RᵀR = Ĉ */
  readonly root: Matrix;
}

/** The doubles that a fit in dimension p keeps. */
export function fitLength(samples: number, p: number, groups = 1): number {
  return keepsRows(samples, p, groups) ? samples * p : p * p;
}

/** The most rows that the root of a fit in dimension p has. */
export function rootRows(samples: number, p: number, groups = 1): number {
  return keepsRows(samples, p, groups) ? samples : p;
}

/** Whether n̂ rows around their groups' means leave Ĉ without a Cholesky factor. */
function keepsRows(samples: number, p: number, groups: number): boolean {
  return samples < p + groups;
}

/**
 * Fits Gaussians with means of their own and one covariance Ĉ = (1/n̂) Σ (v − mean)(v − mean)ᵀ on n̂ rows v of one or
 * several groups. Where Ĉ has full rank it adds up p×p products and takes Ĉ's Cholesky factor; for fewer rows it
 * keeps the centred rows themselves, of which a row drawn from the fit is a random combination.
 */
export class GaussianFit {
  private seen = 0;
  private readonly p: number;
  private readonly counts: number[];
  /** Σ u over each group's rows seen, u = v − centre: around the true mean, so that nothing is lost to cancellation. */
  private readonly sums: Float64Array[];
  /** Of each row kept. */
  private readonly groups: number[] = [];
  /** Σ u uᵀ (p×p), or the n̂ rows u (n̂×p). */
  private readonly collected: Matrix;
  private readonly keepsRows: boolean;

  /** @param blocks fit: of `fitLength`; noise: as long as the largest block of rows that is added */
  constructor(
    private readonly kernels: Kernels,
    private readonly options: FitOptions,
    private readonly blocks: Workspace<'fit' | 'noise'>,
  ) {
    const { samples, centres, variances } = options;
    const p = (this.p = variances.length);
    this.counts = centres.map(() => 0);
    this.sums = centres.map(() => new Float64Array(p));
    this.keepsRows = keepsRows(samples, p, centres.length);
    this.collected = matrixOf(blocks.fit, this.keepsRows ? samples : p, p);
    kernels.arena.view(blocks.fit).fill(0);
  }

  /**
   * Takes rows until it has n̂; leaves the rest, and the rows themselves, alone.
   * @param groupOf the group of each of these rows
   * @param signOf what each is to be multiplied with
   */
  add(
    rows: Matrix,
    groupOf: (row: number) => number = () => 0,
    signOf: (row: number) => number = () => 1,
  ): void {
    const { arena } = this.kernels;
    const p = this.p;
    const count = Math.min(rows.rows, this.options.samples - this.seen);
    const x = arena.view({ address: rows.address, length: rows.rows * p });
    // The noise that made the rows has done its work: its block takes u.
    const u = this.keepsRows
      ? arena.view(this.blocks.fit).subarray(this.seen * p)
      : arena.view(this.blocks.noise);
    for (let row = 0; row < count; row++) {
      const group = groupOf(row);
      const sign = signOf(row);
      const centre = this.options.centres[group]!;
      const sum = this.sums[group]!;
      this.counts[group]!++;
      if (this.keepsRows) this.groups.push(group);
      for (let i = 0, at = row * p; i < p; i++, at++) {
        u[at] = sign * x[at]! - centre[i]!;
        sum[i]! += u[at]!;
      }
    }
    if (!this.keepsRows) {
      this.kernels.addGram(this.collected, 1, transpose(matrixOf(this.blocks.noise, count, p)));
    }
    this.seen += count;
  }

  /**
   * The fitted law, its root in the fit's block. To be called once, with n̂ rows seen.
   * @throws SimulationError when Ĉ is singular to rounding where it should not be
   */
  law(): FittedLaw {
    const { meanError, centres } = this.options;
    const offsets = this.sums.map((sum, group) =>
      sum.map((value) => (meanError ? value / this.counts[group]! : 0)),
    );
    const root = this.keepsRows ? this.centredRows(offsets) : this.choleskyRoot(offsets);
    const means = centres.map((centre, group) => centre.map((value, i) => value + offsets[group]![i]!));
    return { means, root };
  }

  /** R = (U − offset)/√n̂ */
  private centredRows(offsets: Float64Array[]): Matrix {
    const { rows, columns } = this.collected;
    const scale = 1 / Math.sqrt(rows);
    const u = this.kernels.arena.view(this.blocks.fit);
    for (let row = 0; row < rows; row++) {
      const offset = offsets[this.groups[row]!]!;
      for (let i = 0, at = row * columns; i < columns; i++, at++) u[at] = (u[at]! - offset[i]!) * scale;
    }
    return this.collected;
  }

  /** R = Lᵀ with L Lᵀ = Ĉ; directions without variance have zeros. */
  private choleskyRoot(offsets: Float64Array[]): Matrix {
    const p = this.p;
    const { samples, variances } = this.options;
    const shares = this.counts.map((count) => count / samples);
    const c = this.kernels.arena.view(this.blocks.fit);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) {
        let value = c[i * p + j]! / samples;
        for (let group = 0; group < offsets.length; group++) {
          value -= offsets[group]![i]! * offsets[group]![j]! * shares[group]!;
        }
        c[i * p + j] = value;
      }
      c.fill(0, i * p + i + 1, (i + 1) * p);
      if (variances[i] === 0) c[i * p + i] = 1;
    }
    const failed = this.kernels.factorise(this.collected);
    if (failed > 0) {
      throw new SimulationError(
        `The generator's covariance, fitted on ${samples} rows in dimension ${p}, is singular to rounding in ` +
          `direction ${failed}.`,
      );
    }
    for (let i = 0; i < p; i++) {
      // Writes above the diagonal, by the factorisation's blocks, must not enter the product with R.
      c.fill(0, i * p + i + 1, (i + 1) * p);
      if (variances[i] === 0) c[i * p + i] = 0;
    }
    return transpose(this.collected);
  }
}
